import type { Digest, DigestState, PersonDay } from '../handoffs/digest.ts'
import type { Receipt } from '../handoffs/ledger.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Sent } from './channel.ts'

/** What people were told on one day of their calendar, written as `2026-11-28`. Kept for a month. */
export type PersonDays = {
  /** Counts a notice against the budget of that day; twice is once. `spent`: the day has no room for it. */
  spend(
    workspace: Workspace,
    person: PersonId,
    day: string,
    notice: NoticeId,
    budget: number,
  ): Promise<'counted' | 'spent'>
  /** Puts a task down for the digest of that day, as one beyond the budget; twice is once. */
  putDown(workspace: Workspace, person: PersonId, day: string, task: TaskId): Promise<void>
  day(workspace: Workspace, person: PersonId, day: string): Promise<PersonDay>
  /** Replaces the state of that day's digest if it is still the one seen. */
  moveDigest(
    workspace: Workspace,
    person: PersonId,
    day: string,
    seen: DigestState | undefined,
    next: DigestState,
  ): Promise<'moved' | 'lost'>
}

/** A digest to look after: of whichever day it is when the order is seen. */
export type DigestOrder = { readonly workspace: Workspace; readonly person: PersonId }
/** Puts the order where it is seen not before `at` (epoch milliseconds), however far that is. */
export type DigestLater = (order: DigestOrder, at: number) => Promise<void>

/** Brings digests to people. Never retries by itself. */
export type DigestChannel = {
  send(digest: Digest): Promise<Sent>
  /** What an earlier attempt since `since` (epoch milliseconds) may have left. Throws when it cannot look. */
  find(digest: Pick<Digest, 'workspace' | 'person' | 'slackUser' | 'day'>, since: number): Promise<Receipt | undefined>
}
