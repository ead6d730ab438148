import { ScanCommand } from '@aws-sdk/client-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { audit } from '../../app/dynamo/audit.ts'
import { purge } from '../../app/dynamo/purge.ts'
import type { Store } from '../../app/dynamo/store.ts'
import { canonical } from '../../app/tasks/ordinal.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { richWorkspace } from '../support/rich-workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

let tenants = 0

/** Everything in the table, as text, by its key. Tests may scan. */
async function whole(): Promise<Map<string, string>> {
  const rows = new Map<string, string>()
  let after: Record<string, never> | undefined
  do {
    const page = await table.sdk.send(new ScanCommand({ TableName: table.store.table, ExclusiveStartKey: after }))
    for (const item of page.Items ?? []) {
      rows.set(`${item['pk']?.S} ${item['sk']?.S}`, canonical(item))
    }
    after = page.LastEvaluatedKey as typeof after
  } while (after !== undefined)
  return rows
}

async function purged(store: Store, workspace: ReturnType<typeof workspaceOf>, rows: number): Promise<number> {
  const { slice } = purge(store, audit(store))
  for (let slices = 1; ; slices++) {
    if (slices > 500) throw new Error('it does not come to an end')
    const outcome = await slice(workspace, rows).catch(() => 'killed')
    if (outcome === 'done') return slices
  }
}

/** Killed at every so many-th row that it deletes. */
function killedEvery(times: number): Store {
  let removed = 0
  return {
    ...table.store,
    remove: async (...key) => {
      if (++removed % times === 0) throw new Error('killed')
      return table.store.remove(...key)
    },
  }
}

describe('what is left of a workspace', () => {
  it.each([
    ['in one go', 10_000, () => table.store, 1],
    ['slice by slice', 100, () => table.store, 3],
    ['killed again and again', 200, () => killedEvery(17), 10],
  ] as const)(
    'is its tombstone and its audit, and its neighbour is untouched byte for byte: %s',
    async (_, rows, store, least) => {
      const number = ++tenants
      await richWorkspace(table.store, workspaceOf(`T0NEIGHBOUR${number}`), number)
      const others = await whole()
      const gone = workspaceOf(`T0GONE${number}`)
      const witnesses = await richWorkspace(table.store, gone, 100 + number)
      const full = await whole()
      const missing = Object.entries(witnesses).filter(([, { pk, sk }]) => !full.has(`${pk} ${sk}`))
      expect([missing, full.size - others.size > 150]).toEqual([[], true])

      expect(await purged(store(), gone, rows)).toBeGreaterThanOrEqual(least)

      const left = await whole()
      expect([...others].filter(([key, item]) => left.get(key) !== item)).toEqual([])
      const kept = [...left.keys()].filter((key) => !others.has(key) && !key.startsWith('ATTEMPT#')).toSorted()
      const log = kept[0]?.split(' ')[0]
      expect(kept.map((key) => key.replace(/CAUSE#\w{64}/, 'CAUSE'))).toEqual([
        ...[`${log} CAUSE`, `${log} CAUSE`, `${log} CAUSE`],
        ...[`${log} ENTRY#000000001`, `${log} ENTRY#000000002`, `${log} ENTRY#000000003`],
        `W#${gone}#INSTALLATION INSTALLATION`,
      ])
      expect(kept.filter((key) => key.startsWith('AUDIT#')).join()).not.toContain(gone)
      expect(await audit(table.store).verify(gone)).toEqual({ entries: 3 })
      // Done again, there is nothing to do.
      expect([await purged(table.store, gone, rows), await whole()]).toEqual([1, left])
    },
  )
})
