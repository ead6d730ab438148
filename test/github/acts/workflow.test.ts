import { expect, it } from 'vitest'
import { beginnings, endsTheSame, parts } from '../any-order.ts'
import { type Delivered, deliver } from '../deliver.ts'
import { checkPayload, pullPayload, SHA2, suitePayload, workflowPayload } from '../payloads.ts'
import { world } from '../world.ts'

const second = { run_attempt: 2, run_started_at: '2026-06-01T09:06:00Z' }
const STORY: readonly Delivered[] = [
  ['pull_request', pullPayload('opened', '09:00:00')],
  ['check_suite', suitePayload('completed', '09:00:30')],
  ['check_suite', suitePayload('rerequested', '09:00:30')],
  ['workflow_run', workflowPayload('requested', '09:00:00')],
  ['workflow_run', workflowPayload('in_progress', '09:01:00')],
  ['check_run', checkPayload('completed', '09:04:00', { head_sha: SHA2, name: 'test', conclusion: 'failure' })],
  ['workflow_run', workflowPayload('completed', '09:05:00', { conclusion: 'failure' })],
  ['workflow_run', workflowPayload('in_progress', '09:06:00', second)],
  ['check_run', checkPayload('completed', '09:07:00', { head_sha: SHA2, name: 'test' })],
  ['workflow_run', workflowPayload('completed', '09:08:00', second)],
]

async function endOf(deliveries: readonly Delivered[]) {
  const stage = world([{ gates: [{ kind: 'checks', names: ['CI'] }] }, { id: 'UAPI-13' }])
  const both = deliveries.map(([name, payload]): Delivered => {
    if (name !== 'pull_request') return [name, payload]
    return [name, pullPayload('opened', '09:00:00', { body: 'Task: UAPI-13' })]
  })
  await deliver(stage, ...both)
  return [...stage.tasks.values()].map(({ status, checks, impediments }) => {
    const said = Object.values(checks).map(({ name, sums = 'check', conclusion }) => `${sums} ${name} ${conclusion}`)
    return { status, checks: said.toSorted(), impediments: Object.keys(impediments).toSorted() }
  })
}

it('a workflow finishes the task that waits for it by name, and is not heard of by the other', async () => {
  expect(await endOf(STORY.slice(0, 7))).toEqual([
    {
      status: 'in_review',
      checks: ['check test failure', 'suite github-actions pending', 'workflow CI failure'],
      impediments: ['check:northwind/user-api#12:test'],
    },
    {
      status: 'in_review',
      checks: ['check test failure', 'suite github-actions pending'],
      impediments: ['check:northwind/user-api#12:test'],
    },
  ])
  expect(await endOf(STORY)).toEqual([
    {
      status: 'done',
      checks: ['check test success', 'suite github-actions pending', 'workflow CI success'],
      impediments: [],
    },
    { status: 'in_review', checks: ['check test success', 'suite github-actions pending'], impediments: [] },
  ])
})

it('a workflow file that cannot be read stands in the way', async () => {
  const [, other] = await endOf(STORY.slice(0, 2))
  expect(other).toMatchObject({ impediments: ['check:northwind/user-api#12:github-actions'] })
})

it('ends the same in any order, with any repetition', async () => {
  await endsTheSame(beginnings(STORY, [7, STORY.length]), endOf, { most: 3, numRuns: 60 })
  await endsTheSame(parts(STORY), endOf, { most: 3, numRuns: 200 })
})
