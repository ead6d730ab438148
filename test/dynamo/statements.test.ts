import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { statements } from '../../app/dynamo/statements.ts'
import type { Claim, StatementRef, Statements } from '../../app/ports/statements.ts'
import { statementsMemory } from '../support/memory-statements.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { WORKSPACE } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const rows: Readonly<Record<string, () => Statements>> = {
  'in the table': () => statements(table.store),
  'in memory': statementsMemory,
}
const mine = (claim: Claim | 'busy'): Claim => {
  if (claim === 'busy') throw new Error('somebody else has it')
  return claim
}

describe.each(Object.keys(rows))('a statement %s', (where) => {
  let next = 0
  const begin = () => {
    const ref: StatementRef = { kind: 'pull', workspace: WORKSPACE, repository: 1, number: ++next }
    return { rows: rows[where]!(), ref }
  }

  it('is unknown until somebody asks for it, and then one has it at a time', async () => {
    const { rows, ref } = begin()
    expect(await rows.find(ref)).toBeUndefined()
    const first = mine(await rows.claim(ref, 0, 10))
    expect(first).toEqual({ holder: 1, asked: 1, leaseUntil: 10, state: {} })
    expect(await rows.claim(ref, 5, 15)).toBe('busy')
    expect(await rows.find(ref)).toEqual({})
  })

  it('tells whoever lets go that others have asked meanwhile, and keeps what came of it', async () => {
    const { rows, ref } = begin()
    const first = mine(await rows.claim(ref, 0, 10))
    await rows.claim(ref, 5, 15)
    const posted = { id: '7', hash: 'h', sha: 'aaa' }
    expect(await rows.letGo(ref, first, { posted })).toBe('more')
    const second = mine(await rows.claim(ref, 6, 16))
    expect(second).toEqual({ holder: 3, asked: 3, leaseUntil: 16, state: { posted } })
    expect(await rows.letGo(ref, second, { posted, failed: 1 })).toBe('done')
    expect(await rows.find(ref)).toEqual({ posted, failed: 1 })
  })

  it('goes to the next when whoever has it is gone, whose word then counts no more', async () => {
    const { rows, ref } = begin()
    const first = mine(await rows.claim(ref, 0, 10))
    const second = mine(await rows.claim(ref, 11, 21))
    expect(await rows.letGo(ref, first, { failed: 9 })).toBe('lost')
    expect(await rows.letGo(ref, second, {})).toBe('done')
    expect(await rows.letGo(ref, second, { failed: 9 })).toBe('lost')
    expect(await rows.find(ref)).toEqual({})
  })

  it('of a task is another one', async () => {
    const { rows, ref } = begin()
    await rows.claim(ref, 0, 10)
    const onIssue: StatementRef = { kind: 'task', workspace: WORKSPACE, task: `UAPI-${next}` }
    expect(await rows.find(onIssue)).toBeUndefined()
    expect(await rows.claim(onIssue, 0, 10)).not.toBe('busy')
  })
})
