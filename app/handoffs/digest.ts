import type { PersonId, TaskId } from '../tasks/ids.ts'
import type { Reason } from '../tasks/readiness.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Receipt } from './ledger.ts'

/** What somebody's working day begins with. */
export type Digest = {
  readonly workspace: Workspace
  readonly person: PersonId
  readonly slackUser: string
  /** Of their calendar: `2026-11-28`. */
  readonly day: string
  /** They asked for it, or hand-offs beyond their budget have to be told. */
  readonly because: 'digest' | 'budget'
  /** Theirs to begin, first what most tasks wait for. */
  readonly ready: readonly DigestTask[]
  /** What they have begun and others wait for. */
  readonly begun: readonly DigestTask[]
  readonly waiting: readonly (DigestTask & { readonly reasons: readonly Reason[] })[]
  /** What waits for their decision. */
  readonly approvals: readonly DigestApproval[]
  /** Tasks whose hand-off was beyond the budget of a day. */
  readonly folded: readonly TaskId[]
}

export type DigestTask = {
  readonly id: TaskId
  readonly title: string
  /** Open tasks that wait for it. */
  readonly awaitedBy: number
  /** It became so since their last working day began. */
  readonly isNew: boolean
}

/** A request that waits for the reader since it was made, and for how long it does. ISO 8601. */
export type DigestApproval = DigestTask & { readonly since: string; readonly until: string }

/** Whether there is anything to say. */
export function isEmpty({ ready, begun, waiting, approvals, folded }: Digest): boolean {
  return [ready, begun, waiting, approvals, folded].every((part) => part.length === 0)
}

/**
 * The life of the digest of one person and day, as that of a delivery (`ledger.ts`). `since`: when it was first claimed.
 * Times are epoch milliseconds.
 */
export type DigestState =
  | {
      readonly state: 'CLAIMED'
      readonly attempt: number
      readonly since: number
      readonly leaseUntil: number
      readonly doubtUntil: number
    }
  | { readonly state: 'RETRY'; readonly attempt: number; readonly since: number; readonly notBefore: number }
  | { readonly state: 'SENT'; readonly receipt: Receipt }
  /** There was nothing to say, or no way to say it. */
  | { readonly state: 'NONE'; readonly why: string }

/** What somebody was told on one day. */
export type PersonDay = {
  /** Hand-offs that came as messages of their own. */
  readonly told: number
  /** Tasks whose hand-offs come with the digest of this day. */
  readonly folded: readonly TaskId[]
  readonly digest?: DigestState
}
