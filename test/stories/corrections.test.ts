import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { taskLog } from '../../app/dynamo/task-log.ts'
import { submit } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { type Inside, inside } from '../support/inside.ts'
import { type Stack, startStack } from '../support/stack.ts'
import { addTask } from '../support/story.ts'

let stack: Stack
let within: Inside
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
  within = inside(stack)
})
afterAll(() => stack?.stop())

/** A task of Gaius's that went out by mail too. */
async function mailed(): Promise<TaskId> {
  const task = await addTask(stack, '"Write the endpoint" phase:backend assign:@gaius')
  await stack.settled()
  return task as TaskId
}

const corrections = async (task: string) =>
  (await stack.mails()).filter(({ subject }) => subject.startsWith(`Correction: ${task}`)).length

describe('a mail that is not true any more is corrected by whoever comes to it', () => {
  it('also when its task is cancelled just while somebody makes the message show that it was begun', async () => {
    const task = await mailed()
    const taken = await within.slowMail()
    await stack.slack('gaius', `start ${task}`)
    await taken()
    await stack.slack('amy', `cancel ${task}`)
    await within.until('redraw: sns:Publish on mail-topics')
    await stack.settled({ delayed: 'ignore' })
    expect(await corrections(task)).toBeGreaterThan(0)
  })

  it('or while a click on it has it looked at anew', async () => {
    const task = await mailed()
    const { workspace, store, send } = within
    const [notice] = Object.values((await taskLog(store).load(workspace, task))!.notices)
    const taken = await within.slowMail()
    await send('follow-ups', packFollowUp({ type: 'RefreshNotice', workspace, task, notice: notice!.id }))
    await taken()
    await stack.slack('amy', `cancel ${task}`)
    await within.until('follow-up: sns:Publish on mail-topics')
    await stack.settled({ delayed: 'ignore' })
    expect(await corrections(task)).toBeGreaterThan(0)
  })

  it('or by the one who finds it after a crash', async () => {
    const task = await mailed()
    const { workspace, store } = within
    await stack.kill()
    await within.slowMail()
    const command = { type: 'CancelTask', by: SYSTEM, at: new Date().toISOString() } as const
    expect((await submit(taskLog(store), { workspace, task, command })).ok).toBe(true)
    await stack.restart()
    await within.until('reconcile: sns:Publish on mail-topics')
    await stack.settled({ delayed: 'ignore' })
    expect(await corrections(task)).toBeGreaterThan(0)
  })
})
