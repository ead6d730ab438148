import { type Delivery, deliveryKey, type NoticeContent } from './content.ts'
import {
  heldUntil,
  isSettled,
  type LedgerEntry,
  type LedgerState,
  type Patience,
  type Receipt,
  type WaitingEdit,
} from './ledger.ts'

/**
 * The life of a delivery as pure steps. Each answers the entry as it has to be written; writing it on condition that
 * nobody else was faster is for the caller. Times are epoch milliseconds.
 */

export type Entry<S extends LedgerState['state']> = Extract<LedgerEntry, { state: S }>

/** The entry of a delivery that nothing was done for yet. */
export function pending(content: NoticeContent, delivery: Delivery, now: number): Entry<'PENDING'> {
  return { ...fresh(content, delivery, now), state: 'PENDING' }
}

/** Stands where no entry is when the notice is taken back, so that an order that comes later finds it. */
export function neverSent(content: NoticeContent, delivery: Delivery, now: number): Entry<'CANCELLED'> {
  return { ...fresh(content, delivery, now), state: 'CANCELLED' }
}

/** The claim of the next attempt. From here on the message may be out there, until `doubtUntil`, whatever happens to us. */
export function claimed(seen: LedgerEntry, now: number, patience: Patience): Entry<'CLAIMED'> {
  const leaseUntil = now + patience.lease
  const doubtful = seen.doubtful || seen.state === 'CLAIMED' || seen.state === 'AMBIGUOUS'
  const doubtUntil = leaseUntil + patience.quarantine
  return { ...base(seen), state: 'CLAIMED', attempt: seen.attempt + 1, leaseUntil, doubtUntil, doubtful }
}

/** A claim that sent nothing and, if it was doubtful, found nothing either: again not before `notBefore`. */
export function givenBack(mine: Entry<'CLAIMED'>, notBefore: number): Entry<'RETRY'> {
  return { ...base(mine), state: 'RETRY', notBefore, doubtful: false }
}

/** Given back until a slot that is reserved for it. */
export function waitingForSlot(mine: Entry<'CLAIMED'>, slot: number): Entry<'RETRY'> {
  return { ...givenBack(mine, slot), slot: true }
}

/** The slot that a returning entry holds; one that passed more than a lease ago is void, lest many return as a burst. */
export function heldSlot(seen: LedgerEntry, now: number, patience: Patience): number | undefined {
  const holds = seen.state === 'RETRY' && seen.slot === true && now - seen.notBefore <= patience.lease
  return holds ? seen.notBefore : undefined
}

/** The message stands at its provider. */
export function sent(mine: LedgerEntry, receipt: Receipt): Entry<'SENT'> {
  return { ...base(mine), state: 'SENT', receipt, doubtful: false }
}

/**
 * The message tells what it should, under this receipt. Counts as an attempt, so that of two who edit at once the slower
 * does not write over what the faster noted.
 */
export function edited(seen: Entry<'SENT'>, receipt: Receipt): Entry<'SENT'> {
  return { ...sent(seen, receipt), ...threadOf(seen), attempt: seen.attempt + 1 }
}

/** An edit did not go through: again not before `notBefore`, and later each time. */
export function editPutOff(
  seen: Entry<'SENT'>,
  notBefore: number,
  now: number,
  patience: Patience,
): Entry<'SENT'> & { readonly edit: WaitingEdit } {
  const failed = (seen.edit?.failed ?? 0) + 1
  const wait = Math.min(patience.lease * 2 ** (failed - 1), MAX_EDIT_WAIT)
  const edit = { failed, notBefore: Math.max(notBefore, now + wait) }
  return { ...sent(seen, seen.receipt), ...threadOf(seen), attempt: seen.attempt + 1, edit }
}

/** The thread of the message tells of what a version of the task brought; written before it does, so that nobody else will. */
export function toldUpTo(seen: Entry<'SENT'>, version: number): Entry<'SENT'> {
  return { ...seen, attempt: seen.attempt + 1, told: version }
}

function threadOf({ told }: Entry<'SENT'>): Pick<Entry<'SENT'>, 'told'> {
  return told === undefined ? {} : { told }
}

/** Longest wait between two edits of one message that do not go through. Milliseconds. */
const MAX_EDIT_WAIT = 15 * 60_000

/** The provider answered that it did not take it. It is dead once it was answered so often enough. */
export function refused(
  mine: Entry<'CLAIMED'>,
  refusal: { readonly notBefore: number; readonly why: string },
  now: number,
  patience: Patience,
): Entry<'RETRY'> | Entry<'DEAD'> {
  const answered = mine.answered + 1
  if (answered >= patience.maxAttempts) return { ...dead(mine, refusal.why), answered }
  return { ...givenBack(mine, Math.max(refusal.notBefore, now + backOff(answered))), answered }
}

/** Nobody knows whether the provider took it: to be looked up at `doubtUntil`, never sooner. */
export function ambiguous(mine: Entry<'CLAIMED'>): Entry<'AMBIGUOUS'> {
  return { ...base(mine), state: 'AMBIGUOUS', doubtUntil: mine.doubtUntil, doubtful: true }
}

/** It will not be sent any more, and somebody has to know. */
export function dead(mine: LedgerEntry, why: string): Entry<'DEAD'> {
  return { ...base(mine), state: 'DEAD', why, doubtful: false }
}

/** It need not be sent any more. */
export function cancelled(seen: LedgerEntry): Entry<'CANCELLED'> {
  return { ...base(seen), state: 'CANCELLED', doubtful: false }
}

/** Too many answers or too old: after a last look-up it is dead. */
export function isExhausted(entry: LedgerEntry, now: number, patience: Patience): boolean {
  return entry.answered >= patience.maxAttempts || now - entry.createdAt >= patience.maxAge
}

/**
 * Milliseconds before the next attempt after so many refusals: 10 s, three times as long each time, at most 6 hours, so
 * that a provider may refuse everything for a whole day before anything is given up.
 */
export function backOff(answered: number): number {
  return Math.min(10_000 * 3 ** (answered - 1), 6 * 3_600_000)
}

/** Whether each delivery of a notice has an entry for which nothing will be sent any more. */
export function allSettled(content: NoticeContent, entries: readonly LedgerEntry[]): boolean {
  const settled = new Set(entries.filter(isSettled).map(({ key }) => key))
  return content.deliveries.every((delivery) => settled.has(deliveryKey(delivery)))
}

type Common = Omit<Entry<'PENDING'>, 'state'>

function base(entry: LedgerEntry): Common {
  const { workspace, notice, key, task, subject, delivery, attempt, answered, createdAt, doubtful } = entry
  return { workspace, notice, key, task, subject, delivery, attempt, answered, createdAt, doubtful }
}

function fresh(content: NoticeContent, delivery: Delivery, now: number): Common {
  const { workspace, notice, task, subject } = content
  const key = deliveryKey(delivery)
  // Days of holding do not count as days of trying.
  const createdAt = Math.max(now, heldUntil(delivery))
  return { workspace, notice, key, task, subject, delivery, attempt: 0, answered: 0, createdAt, doubtful: false }
}
