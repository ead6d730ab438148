import type { DeliveryKey, NoticeContent } from '../handoffs/content.ts'
import type { LedgerEntry } from '../handoffs/ledger.ts'
import type { NoticeId } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** The written notices and the ledger of their deliveries. */
export type Ledger = {
  putContent(content: NoticeContent): Promise<void>
  content(workspace: Workspace, notice: NoticeId): Promise<NoticeContent | undefined>
  entries(workspace: Workspace, notice: NoticeId): Promise<readonly LedgerEntry[]>
  entry(workspace: Workspace, notice: NoticeId, key: DeliveryKey): Promise<LedgerEntry | undefined>
  /** Puts an entry where there is none; answers the one that stands. */
  open(entry: LedgerEntry): Promise<LedgerEntry>
  /** Replaces `seen` by `next` if state and attempt are still those seen. */
  move(seen: LedgerEntry, next: LedgerEntry): Promise<'moved' | 'lost'>
  /** Reserves the next slot of a conversation; answers when it begins. Epoch milliseconds. */
  reserve(workspace: Workspace, pace: Pace, now: number): Promise<number>
  /** A provider asked for a pause: no slot of that conversation begins before `until`. */
  pause(workspace: Workspace, pace: Pace, until: number): Promise<void>
}

/** What shares one speed limit at a provider. */
export type Pace = { readonly name: string; readonly intervalMs: number }
