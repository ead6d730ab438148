import { expect, it } from 'vitest'
import { livePulls } from '../../app/tasks/live-facts.ts'
import type { Task } from '../../app/tasks/task.ts'
import { beginnings, endsTheSame, parts } from './any-order.ts'
import { type Delivered, deliver } from './deliver.ts'
import { checkPayload, mergedPayload, pullPayload, SHA1, SHA2 } from './payloads.ts'
import { type World, world } from './world.ts'

const pull = (payload: object): Delivered => ['pull_request', payload]
const check = (payload: object): Delivered => ['check_run', payload]

const ARN = 'arn:aws:lambda:eu-west-1:123456789012:function:user-api'
const BODY = `Completes UAPI-14\n\n\`\`\`codexflow\narn: ${ARN}\n\`\`\``

/** One pull request from its opening to the revert of its revert. */
const STORY: readonly Delivered[] = [
  pull(
    pullPayload('opened', '09:00:00', { draft: true, head: { sha: SHA1, ref: 'provision' }, body: 'Task: UAPI-13' }),
  ),
  check(checkPayload('created', '', { status: 'in_progress', conclusion: null, completed_at: null })),
  check(checkPayload('completed', '09:01:00', { conclusion: 'failure' })),
  pull(pullPayload('ready_for_review', '09:02:00', { head: { sha: SHA1, ref: 'provision' }, body: 'Task: UAPI-13' })),
  pull(pullPayload('synchronize', '09:03:00', { body: 'Task: UAPI-13' })),
  check(
    checkPayload('completed', '09:04:00', {
      head_sha: SHA2,
      started_at: '2026-06-01T09:03:10Z',
      conclusion: 'failure',
    }),
  ),
  check(checkPayload('completed', '09:05:00', { head_sha: SHA2, started_at: '2026-06-01T09:04:10Z' })),
  pull(pullPayload('edited', '09:06:00', { body: BODY })),
  pull(mergedPayload('09:07:00', { body: BODY })),
  pull(
    mergedPayload(
      '09:20:00',
      {
        number: 20,
        title: 'Revert "Provision"',
        body: 'Reverts northwind/user-api#12',
        head: { sha: 'c'.repeat(40), ref: 'revert-12-UAPI-12' },
      },
      'dev-gh',
    ),
  ),
  pull(
    mergedPayload('09:30:00', {
      number: 30,
      title: 'Reapply "Provision"',
      body: 'Reverts #20',
      head: { sha: 'd'.repeat(40), ref: 'revert-20-revert-12-UAPI-12' },
    }),
  ),
]

const TASKS = [{}, { id: 'UAPI-13' }, { id: 'UAPI-14', requiredChecks: ['build'] }] as const

async function play(deliveries: readonly Delivered[]): Promise<World> {
  const stage = world(TASKS)
  await deliver(stage, ...deliveries)
  return stage
}

/** What people can notice of a task: its status, what stands in the way, and the facts that still speak. */
function noticeable(task: Task) {
  const live = Object.fromEntries(livePulls(task))
  const heads = new Set(Object.values(live).map(({ sha }) => sha))
  const checks = Object.entries(task.checks).filter(([, { sha }]) => heads.has(sha))
  const { status, ready, impediments, resources } = task
  return { status, ready, impediments: Object.keys(impediments), live, checks: Object.fromEntries(checks), resources }
}

async function endOf(deliveries: readonly Delivered[]) {
  const { tasks } = await play(deliveries)
  return [...tasks.values()].map(noticeable)
}

it('tells the whole story in order', async () => {
  const states = []
  for (let length = 1; length <= STORY.length; length++) {
    const { tasks } = await play(STORY.slice(0, length))
    states.push([...tasks.values()].map(({ status, impediments }) => [status, ...Object.keys(impediments)].join(' ')))
  }
  expect(states).toMatchInlineSnapshot(`
    [
      [
        "open",
        "open",
        "open",
      ],
      [
        "open",
        "open",
        "open",
      ],
      [
        "open check:northwind/user-api#12:build",
        "open check:northwind/user-api#12:build",
        "open",
      ],
      [
        "in_review check:northwind/user-api#12:build",
        "in_review check:northwind/user-api#12:build",
        "open",
      ],
      [
        "in_review",
        "in_review",
        "open",
      ],
      [
        "in_review check:northwind/user-api#12:build",
        "in_review check:northwind/user-api#12:build",
        "open",
      ],
      [
        "in_review",
        "in_review",
        "open",
      ],
      [
        "in_review",
        "open",
        "in_review",
      ],
      [
        "done",
        "open",
        "done",
      ],
      [
        "open",
        "open",
        "open",
      ],
      [
        "done",
        "open",
        "done",
      ],
    ]
  `)
})

it('ends the same however its deliveries are shuffled and repeated', async () => {
  await endsTheSame(beginnings(STORY, [9, 10, 11]), endOf, { most: 20, numRuns: 150 })
})

it('ends the same whatever part of it happened', async () => {
  await endsTheSame(parts(STORY), endOf, { most: 3, numRuns: 200 })
})
