import { describe, expect, it } from 'vitest'
import { revertedCommit } from '../../app/github/references.ts'
import { arrivalSubject } from '../../app/tasks/external.ts'
import { unmetGates } from '../../app/tasks/gates.ts'
import { mergedPulls } from '../../app/tasks/live-facts.ts'
import type { Task } from '../../app/tasks/task.ts'
import { beginnings, endsTheSame, parts } from './any-order.ts'
import { pushPayload } from './configuration/stage.ts'
import { type Delivered, deliver } from './deliver.ts'
import { deploymentPayload, mergedPayload } from './payloads.ts'
import { type World, world } from './world.ts'

const sha = (letter: string) => letter.repeat(40)
const MAIN = ['1', '2', '3', '4', '5', '6', '7', '8', '9'].map(sha)
const [OLD, COMMIT, MERGE, BACK, AGAIN, ALSO, UNDO, REDO, LAST] = MAIN as readonly string[] as Nine
const TASKS = [
  {},
  { id: 'UAPI-13', gates: [{ kind: 'deployed', environment: 'production' }] },
  { id: 'UAPI-14', gates: [{ kind: 'deployed', environment: 'production' }] },
] as const

type Nine = readonly [string, string, string, string, string, string, string, string, string]

/** Pushed at a time of day. */
const push = (at: string, commit: string, message: string, how: object = {}): Delivered => {
  const payload = pushPayload({ before: OLD, after: commit }, { by: 'priya-gh', message, touched: [], ...how })
  const pushed_at = Date.parse(`2026-06-01T${at}Z`) / 1_000
  return ['push', { ...payload, repository: { ...payload.repository, pushed_at } }]
}
const takes = (what: string) => `Revert "x"\n\nThis reverts commit ${what}.`
const deployment = (at: string, commit: string, state = 'success'): Delivered => [
  'deployment_status',
  deploymentPayload(state, at, { sha: commit, environment: 'production' }),
]
const merged: Delivered = [
  'pull_request',
  mergedPayload('09:20:00', { title: 'UAPI-14', merge_commit_sha: MERGE, base: { ref: 'main' } }),
]

const reverting = (number: number, of: number, at: string, commit: string): Delivered => {
  const body = { title: 'Revert "x"', body: `Reverts #${of}`, head: { sha: commit, ref: 'x' } }
  return ['pull_request', mergedPayload(at, { number, merge_commit_sha: commit, base: { ref: 'main' }, ...body })]
}

/** A commit and a pull request on their way into production, and what `git revert` does to both of them. */
const STORY: readonly Delivered[] = [
  push('09:00:00', COMMIT, 'Endpoints\n\nCompletes UAPI-12\nCompletes UAPI-13'),
  deployment('09:10:00', OLD),
  merged,
  deployment('09:30:00', MERGE),
  deployment('09:40:00', OLD),
  deployment('09:50:00', MERGE),
  push('10:00:00', BACK, takes(COMMIT)),
  deployment('10:10:00', BACK),
  push('10:20:00', AGAIN, `Reapply "x"\n\nThis reverts commit ${BACK}.`),
  deployment('10:30:00', AGAIN),
  push('10:40:00', ALSO, takes(MERGE)),
  // By the button on GitHub, and once more by hand.
  reverting(20, 12, '10:50:00', UNDO),
  reverting(30, 20, '11:00:00', REDO),
  push('11:10:00', LAST, takes(REDO)),
]

async function played(deliveries: readonly Delivered[]): Promise<World> {
  const stage = world(TASKS)
  stage.history.push(MAIN)
  await deliver(stage, ...deliveries)
  return stage
}

/** What people can notice of a task. */
function noticeable(task: Task) {
  const { status, ready, pulls } = task
  const there = mergedPulls(task).filter(
    ([subject]) => task.deployments[arrivalSubject(subject, 'production')]?.state === 'success',
  )
  return {
    status,
    ready,
    there: there.map(([subject]) => subject).toSorted(),
    missing: unmetGates(task).flatMap((unmet) => unmet.missing),
    states: Object.entries(pulls)
      .map(([subject, { state, ordinal, title }]) => `${subject} ${state} ${ordinal} ${title}`)
      .toSorted(),
  }
}

const endOf = async (deliveries: readonly Delivered[]) => [...(await played(deliveries)).tasks.values()].map(noticeable)

it('tells the story in order', async () => {
  const told: string[] = []
  for (let length = 1; length <= STORY.length; length++) {
    told.push((await endOf(STORY.slice(0, length))).map(({ status }) => status).join(' | '))
  }
  expect(told).toMatchInlineSnapshot(`
    [
      "done | in_review | open",
      "done | open | open",
      "done | open | in_review",
      "done | done | done",
      "done | open | open",
      "done | done | done",
      "open | open | done",
      "open | open | done",
      "done | in_review | done",
      "done | done | done",
      "done | done | open",
      "done | done | open",
      "done | done | in_review",
      "done | done | open",
    ]
  `)
})

it('ends the same however its deliveries are shuffled and repeated', async () => {
  await endsTheSame(beginnings(STORY, [4, 6, 7, 8, 9, 10, 11, 12, 13, 14]), endOf, { most: 3, numRuns: 400 })
})

it('ends the same whatever part of it happened', async () => {
  await endsTheSame(parts(STORY), endOf, { most: 3, numRuns: 400 })
})

describe('a commit that takes another one back', () => {
  it.each([
    ['as git writes it', `Revert "x"\n\nThis reverts commit ${COMMIT}.`, COMMIT],
    ['of a merge', `Revert "x"\n\nThis reverts commit ${MERGE}, reversing\nchanges made to ${OLD}.`, MERGE],
    ['not in a sentence', `It is not that This reverts commit ${COMMIT}.`, undefined],
    ['not by a short name, which may be several', 'This reverts commit 2222222.', undefined],
  ])('is read %s', (_, message, found) => {
    expect(revertedCommit(message)).toBe(found)
  })

  it('opens again what it takes back, and says where', async () => {
    const stage = await played([STORY[0]!, push('10:00:00', BACK, takes(COMMIT))])
    expect(stage.tasks.get('UAPI-12')).toMatchObject({
      status: 'open',
      pulls: {
        [`northwind/user-api@${COMMIT.slice(0, 12)}`]: {
          state: 'reverted',
          title: `Reverted by northwind/user-api@${BACK.slice(0, 12)}`,
        },
      },
    })
  })

  it('leaves it to the pull request that brought it, where that says so itself', async () => {
    const stage = world(TASKS)
    stage.github.brought(BACK, { title: 'Revert "x"', body: 'Reverts northwind/user-api#12', branch: 'revert-12' })
    await deliver(stage, STORY[0]!, push('10:00:00', BACK, takes(COMMIT)))
    expect(stage.tasks.get('UAPI-12')?.status).toBe('done')
  })

  it.each([
    ['on another branch', { ref: 'refs/heads/feature' }],
    ['pushed by a bot that nobody heeds', { by: 'renovate[bot]' }],
    ['that was there before: history was replaced', { forced: true }],
  ])('counts for nothing %s', async (_, how) => {
    const stage = await played([STORY[0]!, push('10:00:00', BACK, takes(COMMIT), how)])
    expect(stage.tasks.get('UAPI-12')?.status).toBe('done')
  })
})
