import { afterAll, beforeAll, expect, it } from 'vitest'
import { directory } from '../../app/dynamo/directory.ts'
import { installations } from '../../app/dynamo/installations.ts'
import { taskLog } from '../../app/dynamo/task-log.ts'
import { packVisit } from '../../app/queue/visits.ts'
import { submit } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { cloudWatchSays } from '../support/cloud-watch.ts'
import { type Inside, inside } from '../support/inside.ts'
import { installAs } from '../support/install-as.ts'
import { PATIENT, type Stack, startStack } from '../support/stack.ts'
import { addTask } from '../support/story.ts'

let stack: Stack
let within: Inside
beforeAll(async () => {
  stack = await startStack({ env: PATIENT })
  await stack.settleIn()
  expect((await (await installAs(stack, 'amy')).comeBack()).status).toBe(200)
  within = inside(stack)
  // None of the functions knows a token from before.
  await stack.restart()
})
afterAll(() => stack?.stop())

const HOUR = 3_600_000

async function installed() {
  const found = await installations(within.store).find(within.workspace)
  if (found?.state !== 'installed' || found.rotation === undefined) throw new Error('It is not installed')
  return { ...found, rotation: found.rotation }
}

/** Has the token expire soon while something is done for which Slack is called, and waits until it has been renewed. */
async function renewedWhile(what: string, act: () => Promise<unknown>): Promise<void> {
  const seen = await installed()
  const rotation = { ...seen.rotation, expiresAt: Date.now() + HOUR / 2 }
  await installations(within.store).save({ ...seen, rotation }, seen)
  await act()
  await stack.until(`the renewal by ${what}`, async () => {
    const now = await installed()
    return now.rotation.expiresAt > Date.now() + 11 * HOUR && now.broken === undefined
  })
  await stack.settled({ delayed: 'ignore' })
}

async function told(who: string): Promise<TaskId> {
  return (await addTask(stack, `"Write the endpoint" phase:backend assign:@${who}`)) as TaskId
}

it('A token that expires soon is renewed by whoever needs it first, and what they had to say is said', async () => {
  let task = '' as TaskId
  await renewedWhile('deliver', async () => {
    task = await told('gaius')
  })
  await renewedWhile('redraw', () => stack.slack('gaius', `start ${task}`))
  await renewedWhile('slack-door', () => stack.shortcut('amy', 'task.new'))
  await renewedWhile('follow-up', async () => {
    const [notice] = Object.values((await taskLog(within.store).load(within.workspace, task))!.notices)
    const { workspace } = within
    await within.send('follow-ups', packFollowUp({ type: 'RefreshNotice', workspace, task, notice: notice!.id }))
  })
  await renewedWhile('orchestrate', () => stack.slack('amy', `cancel ${task}`))
  await told('devi')
  await stack.settled()
  await renewedWhile('digest', () => stack.slack('devi', 'settings hours:0-24 days:mon-sun zone:UTC digest:on'))
  await within.until('digest: dynamodb:PutItem on table')
  await renewedWhile('visit', async () => {
    const { project, changeRepository } = directory(within.store)
    const [repository] = (await project(within.workspace, 'UAPI'))!.repositories
    await changeRepository(repository!.id, (seen) => ({ ...seen, untold: 'back' }))
    await within.send('visits', packVisit({ type: 'tell', workspace: within.workspace, project: 'UAPI' }))
  })
  await renewedWhile('incident', () => cloudWatchSays(stack, 'ALARM', '01'))
  const alarms = (await stack.outside.channel('team-infrastructure')).filter(({ text }) =>
    text.includes('hand-off-late'),
  )
  expect(alarms.map(({ text }) => text)).toEqual([expect.stringContaining('has begun')])
})

it('Also by whoever finds after a crash what a message does not say yet', async () => {
  const task = await told('gaius')
  await stack.settled()
  await stack.kill()
  const { workspace, store } = within
  const command = { type: 'CancelTask', by: SYSTEM, at: new Date().toISOString() } as const
  expect((await submit(taskLog(store), { workspace, task, command })).ok).toBe(true)
  await renewedWhile('reconcile', () => stack.restart())
  expect((await stack.dms('gaius')).at(-1)?.text).toContain(task)
})
