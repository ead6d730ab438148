import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { installations } from '../../app/dynamo/installations.ts'
import type { Unversioned } from '../../app/projects/installation.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const workspace = workspaceOf('T1')
const settings = { workspace, name: 'Northwind' }
const installed: Unversioned = {
  state: 'installed',
  workspace,
  appId: 'A1',
  botUser: 'U0BOT',
  scopes: ['commands'],
  installer: 'per_amy',
  installedAt: 5,
  token: 'v1.key.sealed',
}
const removed: Unversioned = { state: 'removed', workspace, removedAt: 9, purge: 'due', settings }

describe('installations in the table', () => {
  it('move from version to version with the settings beside them; whoever saw an older one changes nothing', async () => {
    const kept = installations(table.store)
    const { settings: present } = directory(table.store)
    expect(await kept.find(workspace)).toBeUndefined()
    const first = await kept.save(installed, undefined, settings)
    expect(first).toEqual({ ...installed, version: 1 })
    expect([await kept.find(workspace), await present(workspace)]).toEqual([first, settings])

    expect(await kept.save(installed, undefined, { workspace, name: 'Another' })).toBeUndefined()
    const second = await kept.save({ ...installed, token: 'v1.key.next' }, first)
    expect(await kept.save({ ...installed, token: 'v1.key.late' }, first)).toBeUndefined()
    expect([await kept.find(workspace), await present(workspace)]).toEqual([second, settings])

    const third = await kept.save(removed, second, 'none')
    expect([await kept.find(workspace), await present(workspace)]).toEqual([{ ...removed, version: 3 }, undefined])
    expect(await kept.find(workspaceOf('T2'))).toBeUndefined()
    expect(third?.version).toBe(3)
  })

  it('use up an attempt once', async () => {
    const { useUp } = installations(table.store)
    const both = await Promise.all([useUp('a', 10_000), useUp('a', 10_000)])
    expect([...both.toSorted(), await useUp('b', 10_000)]).toEqual([false, true, true])
  })
})
