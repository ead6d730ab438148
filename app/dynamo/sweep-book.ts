import { createHash } from 'node:crypto'
import type { SweepBook } from '../ports/visits.ts'
import type { Store } from './store.ts'
import { keys } from './table.ts'

/** How far the sweep over failed webhook deliveries has come. One row, and one for each delivery that was asked for again. */
export function sweepBook(store: Store): SweepBook {
  return {
    async sweptUntil() {
      return (await store.get(keys.sweep()))?.['until'] as number | undefined
    },
    async settleUntil(until) {
      // A sweep that was slow must not take back what a later one has settled.
      const forward = { expression: 'attribute_not_exists(pk) OR #until < :until', names: { '#until': 'until' } }
      await store.put({ ...keys.sweep(), kind: 'sweep', until }, { ...forward, values: { ':until': until } })
    },
    async countAsking(guid, most, expires) {
      // GitHub names it, or whoever could forge its list: the key is of one length.
      const key = keys.askedAgain(createHash('sha256').update(`delivery\n${guid}`).digest('hex'))
      const counted = await store.update(key, {
        kind: 'asked-again',
        expression: 'SET #kind = :kind, #expires = :expires ADD #times :one',
        condition: 'attribute_not_exists(#times) OR #times < :most',
        names: { '#kind': 'kind', '#expires': 'expires', '#times': 'times' },
        values: { ':kind': 'asked-again', ':expires': Math.ceil(expires / 1000), ':one': 1, ':most': most },
      })
      return counted !== undefined
    },
  }
}
