import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId, NoticeSubject } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Delivery, DeliveryKey } from './content.ts'

/** How patient a delivery is. Milliseconds. The send time-out must stay under a third of the lease. */
export type Patience = {
  readonly sendTimeout: number
  readonly lease: number
  /** How much later than the end of the lease a provider may still accept what we sent. */
  readonly quarantine: number
  /** Answered attempts before a delivery is dead. */
  readonly maxAttempts: number
  readonly maxAge: number
}

/** Sizes that the model of section 8 was checked with. */
export const PATIENCE: Patience = {
  sendTimeout: 8_000,
  lease: 30_000,
  quarantine: 60_000,
  maxAttempts: 12,
  maxAge: 72 * 3_600_000,
}

/** What identifies the message at its provider, so that it can be edited: Slack `channel:ts`, GitHub comment id, SNS id. */
export type Receipt = { readonly id: string }

/** An edit that did not go through: so many times by now, and not again before. An order waits for it. */
export type WaitingEdit = { readonly failed: number; readonly notBefore: number }

/** The life of one (hand-off, channel, recipient). Times are epoch milliseconds. */
export type LedgerState =
  | { readonly state: 'PENDING' }
  | { readonly state: 'CLAIMED'; readonly leaseUntil: number; readonly doubtUntil: number }
  | { readonly state: 'AMBIGUOUS'; readonly doubtUntil: number }
  /** `slot`: the wait is for a slot that is reserved already, so that coming back does not reserve another. */
  | { readonly state: 'RETRY'; readonly notBefore: number; readonly slot?: true }
  /** `told`: the version of the task up to which the message's thread tells what happened. */
  | { readonly state: 'SENT'; readonly receipt: Receipt; readonly edit?: WaitingEdit; readonly told?: number }
  | { readonly state: 'DEAD'; readonly why: string }
  | { readonly state: 'CANCELLED' }

export type LedgerEntry = LedgerState & {
  readonly workspace: Workspace
  readonly notice: NoticeId
  readonly key: DeliveryKey
  readonly task: TaskId
  readonly subject: NoticeSubject
  readonly delivery: Delivery
  /** Claims so far; a finish counts only while the claim is still the last one. */
  readonly attempt: number
  /** Attempts that a provider answered. */
  readonly answered: number
  /** When it might first be sent: when it was opened, or when the hold ends. */
  readonly createdAt: number
  /** An earlier attempt may have been accepted: look it up before sending again. */
  readonly doubtful: boolean
}

/** Nothing will be sent for it any more. */
export function isSettled(entry: Pick<LedgerEntry, 'state'>): boolean {
  return entry.state === 'SENT' || entry.state === 'DEAD' || entry.state === 'CANCELLED'
}

/** When the entry may next be claimed; `undefined` once it is settled. */
export function dueAt(entry: LedgerEntry): number | undefined {
  switch (entry.state) {
    case 'PENDING':
      return heldUntil(entry.delivery)
    case 'RETRY':
      return entry.notBefore
    case 'CLAIMED':
    case 'AMBIGUOUS':
      return entry.doubtUntil
    default:
      return undefined
  }
}

/** When a hold ends; 0: there is none. */
export function heldUntil(delivery: Delivery): number {
  return (delivery.role === 'notice' ? delivery.held?.until : undefined) ?? 0
}
