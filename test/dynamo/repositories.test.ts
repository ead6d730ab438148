import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { pullIndex } from '../../app/dynamo/pull-index.ts'
import { pullWatch } from '../../app/dynamo/pull-watch.ts'
import type { PullRow } from '../../app/ports/pulls.ts'
import type { Project } from '../../app/projects/project.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const W = workspaceOf('T1')
const PROJECT: Project = {
  ...{
    workspace: W,
    key: 'UAPI',
    name: 'User API',
    phaseChannels: {},
    repositories: [],
    gates: [],
    requiredChecks: [],
  },
  ...{ documents: [], version: 1 },
}

describe('connected repositories in the table', () => {
  it('are found by their ids and by their installation, and change in all places or in none', async () => {
    const places = directory(table.store)
    await places.createProject(PROJECT)
    for (const id of [1, 2]) await places.connect(W, 'UAPI', { id, fullName: `northwind/r${id}`, installation: 7 })
    expect(await places.connectedThrough(7)).toEqual([1, 2])
    expect(await places.connectedAmong([2, 3, 2])).toEqual([2])

    const changed = await places.changeRepository(2, (seen) => ({ ...seen, installation: 8, lookedAt: 5 }))
    const before = { id: 2, fullName: 'northwind/r2', installation: 7 }
    const after = { ...before, installation: 8, lookedAt: 5 }
    expect(changed).toEqual({ workspace: W, project: 'UAPI', before, after })
    expect([await places.connectedThrough(7), await places.connectedThrough(8)]).toEqual([[1], [2]])
    expect((await places.repository(2))?.repository).toEqual(after)
    const repositories = [{ id: 1, fullName: 'northwind/r1', installation: 7 }, after]
    expect(await places.project(W, 'UAPI')).toEqual({ ...PROJECT, repositories, version: 4 })

    table.reset()
    await places.changeRepository(2, (seen) => seen)
    expect(table.bill().write).toBe(0)
    expect(await places.changeRepository(9, (seen) => seen)).toBeUndefined()
  })

  it('lose no change to others of their project', async () => {
    const places = directory(table.store)
    const at = (lookedAt: number) => (id: number) => places.changeRepository(id, (seen) => ({ ...seen, lookedAt }))
    await Promise.all([1, 2].map(at(50)))
    const { repositories } = (await places.project(W, 'UAPI'))!
    expect(repositories.map(({ lookedAt }) => lookedAt)).toEqual([50, 50])
  })

  it('keep the name of their facts when they are connected again under another', async () => {
    const places = directory(table.store)
    await places.connect(W, 'UAPI', { id: 1, fullName: 'contoso/r1', installation: 9 })
    const again = { id: 1, fullName: 'northwind/r1', nameNow: 'contoso/r1', installation: 9, lookedAt: 50 }
    expect((await places.repository(1))?.repository).toEqual(again)
    expect([await places.connectedThrough(7), await places.connectedThrough(9)]).toEqual([[], [1]])
  })
})

describe('the list of open pull requests', () => {
  const pull = (number: number, ordinal: number, more: Partial<PullRow> = {}): PullRow => ({
    ...{ repository: 1, number, sha: `sha${number}`, tasks: ['UAPI-1'], isOpen: true, ordinal },
    ...more,
  })
  const { isOpen: _, ...closed } = pull(2, 2)

  it('holds those that name tasks and can still be merged, whatever comes first, and however often', async () => {
    const [index, watch] = [pullIndex(table.store), pullWatch(table.store)]
    for (const row of [pull(1, 1), pull(2, 1), closed, pull(2, 1), closed, pull(3, 1, { tasks: [] })]) {
      await index.link(W, row)
    }
    expect(await watch.openPulls(W, 1)).toEqual({ items: [1] })
    await index.link(W, pull(2, 3))
    await index.link(W, pull(3, 2))
    await index.link(W, pull(1, 2, { tasks: [] }))
    expect(await watch.openPulls(W, 1)).toEqual({ items: [2, 3] })
  })

  it('is turned page by page, in the order of the numbers', async () => {
    const [index, watch] = [pullIndex(table.store), pullWatch(table.store)]
    for (let number = 60; number > 0; number--) await index.link(W, { ...pull(number, 1), repository: 5 })
    const first = await watch.openPulls(W, 5)
    const second = await watch.openPulls(W, 5, first.next)
    const third = await watch.openPulls(W, 5, second.next)
    const all = [first, second, third].flatMap(({ items }) => items)
    expect(all).toEqual(Array.from({ length: 60 }, (_, index) => index + 1))
    expect([first.next, second.next, third.next]).toEqual([25, 50, undefined])
  })

  it('goes with a date until which all was compared, which only ever moves forward', async () => {
    const watch = pullWatch(table.store)
    expect(await watch.comparedUntil(W, 1)).toBeUndefined()
    await watch.compareUntil(W, 1, 20)
    await watch.compareUntil(W, 1, 10)
    expect(await watch.comparedUntil(W, 1)).toBe(20)
  })
})
