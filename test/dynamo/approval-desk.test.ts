import { afterAll, beforeAll, expect, it } from 'vitest'
import { approvalDesk } from '../../app/dynamo/approval-desk.ts'
import type { TaskImage } from '../../app/ports/task-log.ts'
import type { Command } from '../../app/tasks/commands.ts'
import type { Task } from '../../app/tasks/task.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { ANN, ask, aTask, BEN, CHO, changed, WORKSPACE } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

const GATES = [{ kind: 'approved', roles: ['tech-lead', 'qa'], quorum: 2 }] as const
const APPROVERS = { 'tech-lead': [ANN, CHO], qa: [CHO] }

/** The images of a task's changes, as the stream brings them. */
function images(task: Task, ...commands: readonly Command[]): TaskImage[] {
  let now = task
  return commands.map((command) => {
    const change = changed(now, command)
    now = change.task
    return change
  })
}

it('knows who has to decide about what, whatever comes twice or late', async () => {
  const desk = approvalDesk(table.store)
  const waiting = async () => [await desk.waitingFor(WORKSPACE, ANN), await desk.waitingFor(WORKSPACE, CHO)]
  const [asked, voted, rejected] = images(
    aTask({ id: 'UAPI-9', gates: GATES }),
    ask.approval(APPROVERS),
    ask.vote(CHO, 'approved'),
    ask.vote(ANN, 'rejected', 'no plan'),
  )
  await desk.settle(asked!)
  expect(await waiting()).toEqual([['UAPI-9'], ['UAPI-9']])
  await desk.settle(voted!)
  await desk.settle(asked!)
  expect(await waiting()).toEqual([['UAPI-9'], []])
  await desk.settle(rejected!)
  await desk.settle(voted!)
  expect(await waiting()).toEqual([[], []])
  expect(await desk.waitingFor(WORKSPACE, BEN)).toEqual([])
})

it('costs nothing where nobody is asked', async () => {
  const desk = approvalDesk(table.store)
  const [started] = images(aTask({ id: 'UAPI-8', gates: GATES }), ask.start())
  table.reset()
  await desk.settle(started!)
  expect(table.bill().calls).toEqual({})
})
