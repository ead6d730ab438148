import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb'
import { marshall } from '@aws-sdk/util-dynamodb'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTask } from '../../app/dependencies.ts'
import { taskItem } from '../../app/dynamo/task-item.ts'
import { taskGraph, taskLog } from '../../app/dynamo/task-log.ts'
import { propagate } from '../../app/propagate.ts'
import { submit } from '../../app/submit.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { ANN, ask, aTask, BEN, minute, person } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

/** Fills a project with tasks, then completes one that three wait for, and tells what that cost. */
async function costOfCompleting(tenant: string, tasksInProject: number) {
  const workspace = workspaceOf(tenant)
  for (let from = 0; from < tasksInProject; from += 25) {
    const requests = Array.from({ length: 25 }, (_, n) => {
      const task = aTask({ workspace, id: `UAPI-${1_000_000 + from + n}` })
      return { PutRequest: { Item: marshall(taskItem(task, []), { removeUndefinedValues: true }) } }
    })
    await table.sdk.send(new BatchWriteItemCommand({ RequestItems: { [table.store.table]: requests } }))
  }
  const log = taskLog(table.store)
  const ports = { log, graph: taskGraph(table.store) }
  const project = { key: 'UAPI', gates: [], requiredChecks: [] }
  let made = 0
  const add = async (after: TaskId[]) => {
    const wanted = { workspace, project, title: 'T', phase: 'backend', assignee: BEN, after, gates: [] } as const
    const task = await createTask(ports, { ...wanted, by: person(ANN), at: minute(0) }, `c${++made}`)
    if (!task.ok) throw new Error(task.error.kind)
    return task.value.task.id
  }
  const blocker = await add([])
  for (let dependents = 0; dependents < 3; dependents++) await add([blocker])

  // Told long ago that it could be started: nothing but the propagation is owed when it is completed.
  await log.clearOwed(workspace, blocker, 'notice', 1)

  table.reset()
  await submit(log, { workspace, task: blocker, command: ask.done(), cause: 'done' })
  await propagate(log, workspace, blocker, minute(2))
  return structuredClone(table.bill())
}

describe('what completing a task costs', () => {
  it('is the same in a project of 100 tasks and of 10,000, and depends only on who waits for it', async () => {
    const small = await costOfCompleting('TSMALL', 100)
    const large = await costOfCompleting('TLARGE', 10_000)
    expect(large).toEqual(small)
    // (1 + k) task reads and one for the blocker to be propagated, one edge query, (1 + k) task writes, one clearing.
    expect(small.calls).toEqual({ GetItem: 5, PutItem: 4, Query: 1, UpdateItem: 1 })
    expect(small.read).toBeGreaterThan(0)
    expect(small.write).toBeGreaterThan(0)
  })
})
