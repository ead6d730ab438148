import { expect, it } from 'vitest'
import { arrivalSubject, sinceOf } from '../../app/tasks/external.ts'
import { unmetGates } from '../../app/tasks/gates.ts'
import { mergedPulls } from '../../app/tasks/live-facts.ts'
import type { Task } from '../../app/tasks/task.ts'
import { beginnings, endsTheSame, parts } from './any-order.ts'
import { type Delivered, deliver } from './deliver.ts'
import { deployedLives, MAIN as MAIN_OF_LIVES } from './deployment-lives.ts'
import { deploymentPayload, mergedPayload, pullPayload, statusPayload } from './payloads.ts'
import { world } from './world.ts'

const sha = (letter: string) => letter.repeat(40)
const [OLD, M12, M15, REVERT, REAPPLY, HEAD] = [sha('a'), sha('c'), sha('d'), sha('1'), sha('2'), sha('b')]
const MAIN = [OLD, M12, M15, REVERT, REAPPLY]
const TASKS = [
  { gates: [{ kind: 'merged' }, { kind: 'deployed', environment: 'production' }] },
  { id: 'UAPI-13', gates: [{ kind: 'deployed', environment: 'staging' }] },
  { id: 'UAPI-14' },
] as const

const pull = (payload: object): Delivered => ['pull_request', payload]
const merged = (number: number, at: string, commit: string, more: object = {}) =>
  pull(mergedPayload(at, { number, merge_commit_sha: commit, base: { ref: 'main' }, ...more }))
const reverting = (number: number, of: number, at: string, commit: string) =>
  merged(number, at, commit, { title: 'Revert "x"', body: `Reverts #${of}`, head: { sha: commit, ref: 'x' } })
const status = { environment_url: 'https://there.example' }
const deployment = (state: string, at: string, commit: string, environment = 'production'): Delivered => [
  'deployment_status',
  deploymentPayload(state, at, { sha: commit, environment, status }),
]

/** Two pull requests on their way to two environments, with failures, a rollback, a revert and its revert. */
const STORY: readonly Delivered[] = [
  pull(pullPayload('opened', '09:00:00', { body: 'Task: UAPI-13\nTask: UAPI-14' })),
  deployment('success', '09:05:00', HEAD, 'Preview'),
  ['status', statusPayload('failure', '09:06:00')],
  ['status', statusPayload('success', '09:08:00')],
  deployment('success', '09:30:00', OLD),
  merged(12, '10:00:00', M12, { body: 'Task: UAPI-13\nTask: UAPI-14' }),
  merged(15, '10:10:00', M15, { title: 'UAPI-13 more', head: { sha: sha('e'), ref: 'more' } }),
  ['deployment', deploymentPayload('', '10:11:00', { sha: M15, environment: 'Staging' })],
  deployment('failure', '10:12:00', M15, 'Staging'),
  deployment('success', '10:13:00', M15, 'staging'),
  deployment('failure', '10:20:00', M12),
  deployment('success', '10:30:00', M15),
  deployment('inactive', '10:30:01', OLD),
  deployment('success', '11:00:00', OLD),
  deployment('failure', '11:10:00', OLD, 'staging'),
  deployment('success', '11:30:00', M12),
  deployment('inactive', '11:30:00', OLD),
  reverting(20, 12, '12:00:00', REVERT),
  deployment('success', '12:10:00', REVERT),
  reverting(30, 20, '12:20:00', REAPPLY),
  deployment('success', '12:30:00', REAPPLY),
]

/**
 * What people can notice of a task. Not whose deployment it was that brought what many hold, nor in which case it wrote its
 * environment; nor, of an environment where the merge is not, whether it was there once; nor what is known of one for which
 * only other tasks wait, that the pull request named at some time.
 */
function noticeable(task: Task) {
  const { status, ready, impediments, pulls, gates } = task
  const isWatched = (place: string) =>
    place === 'production' || gates.some((gate) => gate.kind === 'deployed' && gate.environment === place)
  const there = mergedPulls(task).flatMap(([subject]) =>
    ['production', 'staging']
      .filter(isWatched)
      .flatMap((place) =>
        task.deployments[arrivalSubject(subject, place)]?.state === 'success' ? [`${subject} in ${place}`] : [],
      ),
  )
  const resources = Object.values(task.resources)
    .map(({ kind, label, value, source }) => ({
      kind,
      label: label.toLowerCase(),
      value,
      source: source.toLowerCase(),
    }))
    .filter(({ label }) => label.startsWith('preview') || there.some((each) => label.endsWith(each.split(' ').at(-1)!)))
    .map((each) => Object.values(each).join(' '))
  return {
    ...{ status, ready, impediments: Object.keys(impediments).toSorted(), there: there.toSorted() },
    missing: unmetGates(task)
      .flatMap((unmet) => unmet.missing)
      .toSorted(),
    resources: resources.toSorted(),
    states: Object.entries(pulls)
      .filter(([, { state }]) => state !== 'unlinked')
      .map(([subject, pull]) => `${subject} ${pull.state} ${sinceOf(pull)}`)
      .toSorted(),
  }
}

async function endOf(deliveries: readonly Delivered[], main: readonly string[] = MAIN) {
  const stage = world(TASKS)
  stage.history.push([...main])
  await deliver(stage, ...deliveries)
  return [...stage.tasks.values()].map(noticeable)
}

it('tells the story in order', async () => {
  const told: string[] = []
  for (let length = 1; length <= STORY.length; length++) {
    const [name, payload] = STORY[length - 1]!
    const tasks = await endOf(STORY.slice(0, length))
    const what = (payload as { deployment_status?: { state: string } }).deployment_status?.state ?? ''
    told.push(
      `${name} ${what}: ${tasks.map(({ status, impediments }) => [status, ...impediments].join(' ')).join(' | ')}`,
    )
  }
  expect(told).toMatchInlineSnapshot(`
    [
      "pull_request : in_review | in_review | in_review",
      "deployment_status success: in_review | in_review | in_review",
      "status : in_review check:northwind/user-api#12:ci/build | in_review check:northwind/user-api#12:ci/build | in_review check:northwind/user-api#12:ci/build",
      "status : in_review | in_review | in_review",
      "deployment_status success: in_review | in_review | in_review",
      "pull_request : in_review | in_review | done",
      "pull_request : in_review | in_review | done",
      "deployment : in_review | in_review | done",
      "deployment_status failure: in_review | in_review deployment:northwind/user-api:staging | done",
      "deployment_status success: in_review | done | done",
      "deployment_status failure: in_review deployment:northwind/user-api:production | done | done",
      "deployment_status success: done | done | done",
      "deployment_status inactive: done | done | done",
      "deployment_status success: open | done | done",
      "deployment_status failure: open | done | done",
      "deployment_status success: done | done | done",
      "deployment_status inactive: done | done | done",
      "pull_request : open | open | open",
      "deployment_status success: open | open | open",
      "pull_request : in_review | in_review | done",
      "deployment_status success: done | in_review | done",
    ]
  `)
})

it('ends the same however its deliveries are shuffled, repeated and late', async () => {
  await endsTheSame(beginnings(STORY, [10, 12, 14, 16, 17, 19, 20, 21]), (told) => endOf(told), {
    most: 3,
    numRuns: 250,
  })
})

it('ends the same whatever part of it happened', async () => {
  await endsTheSame(parts(STORY), (told) => endOf(told), { most: 3, numRuns: 400 })
})

it('ends the same whatever the life of the branch and of its environments', async () => {
  await endsTheSame(deployedLives, (told) => endOf(told, MAIN_OF_LIVES), { most: 2, numRuns: 400 })
})

it('does not hold against a merge a failure that is older and comes late', async () => {
  const failure = STORY[10]!
  const story = [...STORY.slice(0, 10), ...STORY.slice(11, 20)]
  const [task] = await endOf([...story, failure])
  expect(task).toMatchObject({ status: 'in_review', impediments: [] })
})

it('does not raise a late failure where what came after it went well', async () => {
  const [failure, success] = [STORY[10]!, STORY[11]!]
  const story = STORY.slice(0, 10)
  const [task] = await endOf([...story, deployment('success', '10:30:00', OLD), failure])
  expect(task).toMatchObject({ status: 'open', impediments: [] })
  const [failed] = await endOf([...story, failure])
  expect(failed).toMatchObject({
    status: 'in_review',
    impediments: ['deployment:northwind/user-api:production'],
  })
  const [there] = await endOf([...story, failure, success])
  expect(there).toMatchObject({ status: 'done', impediments: [] })
})

it('does not take a merge for younger than a revert because its description names the task anew', async () => {
  const second = (action: string, at: string, title: string) => {
    const { pull_request: pull } = mergedPayload('10:10:00', {
      number: 15,
      title,
      merge_commit_sha: M15,
      base: { ref: 'main' },
    })
    return { ...mergedPayload(at, { ...pull, updated_at: `2026-06-01T${at}Z` }), action }
  }
  const story = [
    merged(12, '10:00:00', M12),
    pull(second('closed', '10:10:00', 'UAPI-12 more')),
    reverting(20, 12, '12:00:00', REVERT),
  ]
  const reverted = expect.arrayContaining(['northwind/user-api#12 was reverted'])
  expect((await endOf(story))[0]!.missing).toEqual(reverted)
  const edits = [pull(second('edited', '12:05:00', 'More')), pull(second('edited', '12:06:00', 'UAPI-12 more'))]
  expect((await endOf([...story, ...edits]))[0]!.missing).toEqual(reverted)
  const [again] = await endOf([...story, ...edits, merged(16, '12:10:00', REAPPLY, { title: 'UAPI-12 anew' })])
  expect(again!.missing).not.toEqual(reverted)
})
