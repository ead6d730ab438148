import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { keys } from '../../app/dynamo/table.ts'
import { taskLog } from '../../app/dynamo/task-log.ts'
import { packAlarm } from '../../app/queue/alarms.ts'
import { packVisit } from '../../app/queue/visits.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { packFollowUp } from '../../app/verbs/follow-up.ts'
import { type Inside, inside } from '../support/inside.ts'
import { PATIENT, type Stack, startStack } from '../support/stack.ts'
import { addTask, completes } from '../support/story.ts'

const REPOSITORY = 'northwind/user-api'
/** Longer than a queue keeps a message back. Seconds. */
const LONG = 1_000

let stack: Stack
let within: Inside
beforeAll(async () => {
  stack = await startStack({ env: PATIENT })
  await stack.settleIn()
  within = inside(stack)
})
afterAll(() => stack?.stop())

const settled = () => stack.settled({ delayed: 'ignore' })
const schedules = (name: string) =>
  within.until(`${name}: scheduler:CreateSchedule on schedules`, `${name}: iam:PassRole on scheduler-role`)

/** A task that somebody was told of. */
async function told(who: string): Promise<TaskId> {
  const task = await addTask(stack, `"Provision it" phase:infrastructure assign:@${who}`)
  await settled()
  return task as TaskId
}

describe('what has to wait for longer than a queue can hold becomes a schedule', () => {
  it('when Slack wants a long pause before a message is edited, whoever edits it', async () => {
    const theirs = await told('gaius')
    const ours = await told('devi')
    const edits = { slack: '429', method: 'chat.update', times: 1, retryAfterSeconds: LONG } as const
    await stack.faults(edits)
    await stack.slack('gaius', `start ${theirs}`)
    await within.until('redraw: dynamodb:UpdateItem on table')
    await schedules('redraw')

    await stack.faults(edits)
    const task = await taskLog(within.store).load(within.workspace, ours)
    const [notice] = Object.values(task!.notices)
    const { workspace } = within
    await within.send('follow-ups', packFollowUp({ type: 'RefreshNotice', workspace, task: ours, notice: notice!.id }))
    await schedules('follow-up')
    await settled()
  })

  it('when GitHub wants one before something is stated there, or before a repository is looked at', async () => {
    const task = await addTask(stack, '"Wire it" phase:backend assign:@gaius')
    await settled()
    const pause = { github: '429', times: 1, retryAfterSeconds: LONG } as const
    await stack.faults({ ...pause, method: 'POST /repos/:owner/:repo/check-runs' })
    await stack.github.openPull('devi', REPOSITORY, { title: `${task} Wire it`, branch: task, body: completes(task) })
    await schedules('publish')
    await settled()

    await stack.faults(pause)
    const [repository] = await connected()
    await within.send('visits', packVisit({ type: 'look', repository: repository!, compare: false, tries: 0 }))
    await schedules('visit')
    await settled()
  })

  it('when the clock of a task runs out only in hours', async () => {
    const task = await told('devi')
    await within.send('alarms', packAlarm({ workspace: within.workspace, task }))
    await schedules('alarm')
  })
})

/** Repositories that are connected through the one installation. */
async function connected(): Promise<readonly number[]> {
  const { items } = await within.store.query({ pk: { name: 'pk', value: installed(0).pk } })
  return items.map((item) => item['id'] as number)
}

const installed = (repository: number) => keys.installed(stack.local.github.installationId, repository)

describe('an installation with hundreds of repositories', () => {
  it('is gone round at a pace: of the last ones the turn comes only in a quarter of an hour', async () => {
    for (let id = 100_001; id <= 100_460; id++) await within.store.put({ ...installed(id), kind: 'installed', id })
    expect(await connected()).toHaveLength(461)
    // So long ago that GitHub has forgotten what failed since.
    await within.store.put({ ...keys.sweep(), kind: 'sweep', until: 1_000 })
    await stack.restart()
    await schedules('rounds')
    await within.until('sweep: dynamodb:Query on table', 'sweep: sqs:SendMessage on queue visits')
    await schedules('sweep')

    const { githubWebhookSecret } = stack.local.secrets
    const installation = { id: stack.local.github.installationId }
    const body = JSON.stringify({ action: 'new_permissions_accepted', installation })
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'installation',
      'x-github-delivery': randomUUID(),
      'x-hub-signature-256': `sha256=${createHmac('sha256', githubWebhookSecret).update(body).digest('hex')}`,
    }
    expect((await fetch(stack.local.doors.github, { method: 'POST', headers, body })).status).toBe(202)
    await within.until('github-worker: sqs:SendMessage on queue visits')
    await schedules('github-worker')
  })
})
