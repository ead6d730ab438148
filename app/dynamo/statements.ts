import type { Claim, StatementRef, StatementState, Statements } from '../ports/statements.ts'
import type { Item, Store } from './store.ts'
import { type Key, keys } from './table.ts'

/** What stands on GitHub, one row a statement: what was last said, and who is at it. */
export function statements(store: Store): Statements {
  return {
    async find(ref) {
      const row = await store.get(keyOf(ref))
      return row === undefined ? undefined : stateOf(row)
    },
    // The order is put down first: whoever has the claim reads the count when they let go, and so sees it.
    async claim(ref, now, leaseUntil) {
      const key = keyOf(ref)
      const put = await store.update(key, {
        kind: 'stated',
        expression: 'ADD #asked :one SET #kind = :kind',
        names: { '#asked': 'asked', '#kind': 'kind' },
        values: { ':one': 1, ':kind': 'stated' },
      })
      // No two orders have the same number, so the claim of one whose answer was lost, and which is sent again, is known as ours.
      const holder = put!['asked'] as number
      const row = await store.update(key, {
        kind: 'stated',
        expression: 'SET #lease = :until, #holder = :holder',
        condition: 'attribute_not_exists(#lease) OR #lease < :now OR #holder = :holder',
        names: { '#lease': 'leaseUntil', '#holder': 'holder' },
        values: { ':until': leaseUntil, ':now': now, ':holder': holder },
      })
      return row === undefined ? 'busy' : { holder, leaseUntil, asked: row['asked'] as number, state: stateOf(row) }
    },
    async letGo(ref, { holder, asked }: Claim, state) {
      const row = await store.update(keyOf(ref), {
        kind: 'stated',
        expression: 'SET #state = :state REMOVE #lease, #holder',
        condition: '#holder = :mine',
        names: { '#state': 'state', '#lease': 'leaseUntil', '#holder': 'holder' },
        values: { ':state': state, ':mine': holder },
      })
      if (row === undefined) return 'lost'
      return (row['asked'] as number) > asked ? 'more' : 'done'
    },
  }
}

function keyOf(ref: StatementRef): Key {
  const { workspace } = ref
  return ref.kind === 'task'
    ? keys.statedTask(workspace, ref.task)
    : keys.statedPull(workspace, ref.repository, ref.number)
}

function stateOf(row: Item): StatementState {
  return (row['state'] as StatementState | undefined) ?? {}
}
