import type { StatementRef, StatementState, Statements } from '../../app/ports/statements.ts'

type Row = { asked: number; leaseUntil?: number; holder?: number; state: StatementState }

/** What stands on GitHub, in memory, with the conditions of the real table. */
export function statementsMemory(): Statements & { state(ref: StatementRef): StatementState | undefined } {
  const rows = new Map<string, Row>()
  const at = (ref: StatementRef) =>
    ref.kind === 'task' ? `${ref.workspace} ${ref.task}` : `${ref.workspace} ${ref.repository}#${ref.number}`
  const state = (ref: StatementRef) => rows.get(at(ref))?.state
  return {
    state,
    find: async (ref) => state(ref),
    async claim(ref, now, leaseUntil) {
      const row = rows.get(at(ref)) ?? { asked: 0, state: {} }
      rows.set(at(ref), row)
      row.asked++
      if (row.leaseUntil !== undefined && row.leaseUntil >= now) return 'busy'
      Object.assign(row, { leaseUntil, holder: row.asked })
      return { holder: row.asked, leaseUntil, asked: row.asked, state: row.state }
    },
    async letGo(ref, { holder, asked }, next) {
      const row = rows.get(at(ref))
      if (row?.holder !== holder) return 'lost'
      delete row.leaseUntil
      delete row.holder
      row.state = next
      return row.asked > asked ? 'more' : 'done'
    },
  }
}
