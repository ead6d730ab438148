import { afterAll, beforeAll, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { importBook } from '../../app/dynamo/import-book.ts'
import { issueIndex } from '../../app/dynamo/issue-index.ts'
import { taskGraph, taskLog } from '../../app/dynamo/task-log.ts'
import { type ImportPorts, importStep } from '../../app/github/import/run.ts'
import { startImport } from '../../app/github/import/start.ts'
import type { ImportOrder, ImportState } from '../../app/ports/imports.ts'
import { fakeGitHub } from '../github/import/fake-github.ts'
import { REPOSITORY, W, world } from '../github/world.ts'
import { startTable, type TestTable } from '../support/table.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const CONNECTED = { id: REPOSITORY.id, fullName: REPOSITORY.full_name, installation: 7 }

it('An import on the real table makes each issue a task once, finds it by its issue, and costs the same for each', async () => {
  const { store } = table
  const people = directory(store)
  const project = { workspace: W, key: 'UAPI', name: 'User API', phaseChannels: {}, repositories: [], gates: [] }
  await people.createProject({
    ...project,
    ...{ requiredChecks: [], documents: [], import: { kind: 'all' }, version: 1 },
  })
  await people.connect(W, 'UAPI', CONNECTED)
  const queue: ImportOrder[] = []
  const told: ImportState[] = []
  const issues = issueIndex(store)
  const ports: ImportPorts = {
    acts: { ...world().ports, tasks: taskLog(store), graph: taskGraph(store), issues, directory: people },
    directory: people,
    book: importBook(store),
    client: fakeGitHub(Array.from({ length: 200 }, (_, index) => ({ number: index + 1 }))),
    later: async (order) => void queue.push(order),
    tell: async (state) => void told.push(state),
    now: () => Date.parse('2026-06-02T08:00:00Z'),
    log: world().ports.log,
  }
  const wanted = { workspace: W, project: 'UAPI', repository: CONNECTED, rule: { kind: 'all' } as const, asked: {} }
  await startImport(ports, { ...wanted, run: 'r', by: 'per_dev', startedAt: '2026-06-02T08:00:00Z' })
  const bills: { readonly calls: Readonly<Record<string, number>>; readonly read: number; readonly write: number }[] =
    []
  while (queue.length > 0) {
    table.reset()
    await importStep(ports, queue.shift()!)
    bills.push(table.bill())
  }
  expect(told).toMatchObject([{ stage: 'done', counts: { seen: 200, tasks: 200 } }])
  const row = await issues.issue(W, { repository: REPOSITORY.id, number: 137 })
  expect(await taskLog(store).load(W, row!.task!)).toMatchObject({ issue: { number: 137 }, issueFacts: row?.facts })
  // A hundred issues: seven reads, the row of the issue, and the transaction of four items that makes the task.
  const slice = {
    calls: { GetItem: 705, Query: 1, PutItem: 101, TransactWriteItems: 100, UpdateItem: 1 },
    read: 706,
    write: 1_202,
  }
  expect(bills.slice(0, 2)).toEqual([slice, slice])
  // The second look, which finds nothing new, reads a hundred rows and writes how far it is.
  expect(bills.slice(2).map(({ write }) => write)).toEqual([2, 2, 2])
})
