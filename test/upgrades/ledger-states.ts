import { ledger } from '../../app/dynamo/ledger.ts'
import type { Store } from '../../app/dynamo/store.ts'
import { type LedgerEntry, PATIENCE } from '../../app/handoffs/ledger.ts'
import { ambiguous, cancelled, claimed, dead, pending, refused } from '../../app/handoffs/transitions.ts'
import type { Task } from '../../app/tasks/task.ts'

/** Each state but SENT, in which the deliveries stand already. */
export const STATES = ['PENDING', 'CLAIMED', 'AMBIGUOUS', 'RETRY', 'DEAD', 'CANCELLED'] as const

/** Takes the notices of each task back to one of the states, by the steps that lead there in earnest. */
export async function inEveryState(store: Store, tasks: readonly Task[], now: number): Promise<void> {
  const book = ledger(store)
  for (const [place, task] of tasks.entries()) {
    for (const { id } of Object.values(task.notices)) {
      const content = (await book.content(task.workspace, id))!
      for (const entry of await book.entries(task.workspace, id)) {
        if (entry.delivery.role !== 'notice') continue
        const begun = pending(content, entry.delivery, entry.createdAt)
        if ((await book.move(entry, led(begun, STATES[place]!, now))) !== 'moved') throw new Error('It moved.')
      }
    }
  }
}

/** The entry after the steps that lead to that state. */
export function led(entry: LedgerEntry, state: (typeof STATES)[number], now: number): LedgerEntry {
  const claim = claimed(entry, now, PATIENCE)
  switch (state) {
    case 'PENDING':
      return entry
    case 'CLAIMED':
      return claim
    case 'AMBIGUOUS':
      return ambiguous(claim)
    case 'RETRY':
      return refused(claim, { notBefore: now, why: 'ratelimited' }, now, PATIENCE)
    case 'DEAD':
      return dead(claim, 'channel_not_found')
    case 'CANCELLED':
      return cancelled(entry)
  }
}
