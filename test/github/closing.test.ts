import { describe, expect, it } from 'vitest'
import { closedIssues } from '../../app/github/references.ts'
import { pullRequest } from '../../app/github/sources/pull-request.ts'
import type { PullWork } from '../../app/github/work.ts'
import { livePulls } from '../../app/tasks/live-facts.ts'
import { beginnings, endsTheSame, parts } from './any-order.ts'
import type { Delivered } from './deliver.ts'
import { issue, issueWorld } from './issue-world.ts'
import { closedIssuePayload, issuePayload, mergedPayload, pullPayload, WEB } from './payloads.ts'
import { world as pullWorld } from './world.ts'

const pull = (payload: object): Delivered => ['pull_request', payload]

/** A workspace whose issues become tasks, and whose pull requests may close them. */
function world(...args: Parameters<typeof issueWorld>) {
  const stage = issueWorld(...args)
  const { pulls, deployments, contains, restate, files } = pullWorld().ports
  Object.assign(stage.ports, { pulls, deployments, contains, restate, files })
  return stage
}

describe('the issues that a description closes', () => {
  it.each([
    [
      'by every word of GitHub',
      'close #1, Closes #2; closed #3\nfix #4 fixes #5 FIXED: #6\nresolve #7',
      '1 2 3 4 5 6 7',
    ],
    ['anywhere in a sentence', 'With this the API fixes #7.', '7'],
    ['of another repository', 'Fixes northwind/web#8', 'northwind/web#8'],
    ['by their address', 'Closes https://github.com/northwind/web/issues/8', 'northwind/web#8'],
    ['each once', 'Closes #7, closes #7', '7'],
    ['each behind its own word', 'Closes #7, #8 and fixes #9', '7 9'],
    ['not where it is only mentioned', 'See #7. Part of #8. Reverts #9', ''],
    ['not as a part of other words', 'prefix #7 enclosed#8 closes #9-a closes#10', ''],
    ['not in code, quotes and templates', '`Closes #7`\n> Closes #8\n<!-- Closes #9 -->\n    Closes #10', ''],
    ['not pull requests by their address', 'Closes https://github.com/northwind/web/pull/8', ''],
  ])('%s', (_, body, found) => {
    expect(
      closedIssues(body)
        .map(({ repository = '', number }) => (repository === '' ? `${number}` : `${repository}#${number}`))
        .join(' '),
    ).toBe(found)
  })

  it('are ten at most, and whatever is written is read in a moment', () => {
    expect(closedIssues(Array.from({ length: 30 }, (_, index) => `closes #${index + 1}`).join(' '))).toHaveLength(10)
    expect(closedIssues(`closes ${' '.repeat(50_000)}#7 ${'closes '.repeat(9_000)} ${'a/'.repeat(20_000)}#7`)).toEqual(
      [],
    )
  })

  it('count where it is to be merged into the default branch, as on GitHub', () => {
    const into = (ref: string, repo?: object) => {
      const payload = pullPayload('opened', '09:00:00', { body: 'Closes #7', base: { ref, ...(repo && { repo }) } })
      const read = pullRequest.read(payload)
      return read.ok ? read.value.flatMap((work) => (work as PullWork).closes ?? []) : read.error
    }
    const repo = { default_branch: 'main' }
    expect([into('main', repo), into('stable', repo), into('anything')]).toEqual([[{ number: 7 }], [], [{ number: 7 }]])
  })
})

const OPENED = issue(issuePayload('opened', '08:00:00'))
const closing = { body: 'Closes #7', title: 'Endpoints', base: { ref: 'main', repo: { default_branch: 'main' } } }
const merge = { ...closing, merge_commit_sha: 'e'.repeat(40) }

describe('a pull request that closes an issue', () => {
  it('is one of the task that follows the issue, and finishes it when it is merged', async () => {
    const on = world()
    await on.hear(OPENED, pull(pullPayload('opened', '09:00:00', closing)))
    expect(on.tasks()).toMatchObject([{ status: 'in_review', pulls: { 'northwind/user-api#12': { state: 'open' } } }])
    await on.hear(pull(mergedPayload('09:10:00', merge)))
    expect(on.tasks()).toMatchObject([{ status: 'done', closedBy: { id: 'per_priya' } }])
  })

  it('may be there before the issue is a task', async () => {
    const on = world({ kind: 'label', label: 'codexflow' })
    await on.hear(OPENED, pull(pullPayload('opened', '09:00:00', closing)))
    expect(on.tasks()).toEqual([])
    await on.hear(issue(issuePayload('labeled', '09:30:00', { labels: [{ name: 'codexflow' }] })))
    expect(on.tasks()).toMatchObject([{ status: 'in_review', pulls: { 'northwind/user-api#12': { state: 'open' } } }])
  })

  it('of another repository of the workspace does the same, and nothing where nobody connected it or a neighbour did', async () => {
    const on = world()
    const inWeb = { ...issuePayload('opened', '08:00:00'), repository: WEB }
    await on.hear(OPENED, issue(inWeb))
    const body = 'Fixes northwind/web#7, fixes elsewhere/app#7, fixes northwind/nobody#7'
    await on.hear(pull(pullPayload('opened', '09:00:00', { ...closing, body })))
    expect(on.tasks().map(({ id, status }) => `${id} ${status}`)).toEqual(['UAPI-1 open', 'WEB-1 in_review'])
  })

  it('is none of it any more when it says so no longer', async () => {
    const on = world()
    await on.hear(OPENED, pull(pullPayload('opened', '09:00:00', closing)))
    await on.hear(pull(pullPayload('edited', '09:05:00', { ...closing, body: 'Part of #7' })))
    expect(on.tasks()).toMatchObject([{ status: 'open', pulls: { 'northwind/user-api#12': { state: 'unlinked' } } }])
  })

  it('by a stranger from a fork closes nothing before somebody merges it', async () => {
    const on = world()
    const fork = {
      ...{ user: { login: 'mallory', type: 'User' }, author_association: 'NONE' },
      head: { sha: 'f'.repeat(40), ref: 'x', repo: { id: 9 } },
    }
    await on.hear(OPENED, pull(pullPayload('opened', '09:00:00', { ...closing, ...fork }, 'mallory')))
    expect(on.tasks()).toMatchObject([{ status: 'open', pulls: {} }])
    await on.hear(pull(mergedPayload('09:10:00', { ...merge, ...fork })))
    expect(on.tasks()).toMatchObject([{ status: 'done' }])
  })

  it('of which only its issue was left untold when we were killed is told by the next word about the issue', async () => {
    const on = world({ kind: 'label', label: 'codexflow' })
    await on.hear(OPENED, pull(pullPayload('opened', '09:00:00', closing)))
    const { pull: read } = on.ports.pulls
    const labelled = issue(issuePayload('labeled', '09:30:00', { labels: [{ name: 'codexflow' }] }))
    Object.assign(on.ports.pulls, { pull: () => Promise.reject(new Error('killed')) })
    await expect(on.hear(labelled)).rejects.toThrow('killed')
    expect(on.tasks()).toMatchObject([{ status: 'open' }])
    Object.assign(on.ports.pulls, { pull: read })
    await on.hear(labelled)
    expect(on.tasks()).toMatchObject([{ status: 'in_review' }])
  })
})

/** An issue, three pull requests that say at times that they close it, and GitHub closing it. */
const STORY: readonly Delivered[] = [
  OPENED,
  pull(pullPayload('opened', '09:00:00', { ...closing, draft: true })),
  pull(pullPayload('opened', '09:01:00', { ...closing, number: 13, head: { sha: 'c'.repeat(40), ref: 'y' } })),
  pull(
    pullPayload('edited', '09:02:00', { ...closing, number: 13, head: { sha: 'c'.repeat(40), ref: 'y' }, body: '' }),
  ),
  issue(issuePayload('labeled', '09:03:00', { labels: [{ name: 'codexflow' }] })),
  pull(pullPayload('ready_for_review', '09:04:00', closing)),
  pull(mergedPayload('09:10:00', merge)),
  issue(closedIssuePayload('09:10:01', 'completed', { labels: [{ name: 'codexflow' }] })),
  pull(
    mergedPayload('09:20:00', {
      number: 20,
      title: 'Revert "Endpoints"',
      body: 'Reverts #12',
      head: { sha: 'd'.repeat(40), ref: 'z' },
      merge_commit_sha: 'd'.repeat(40),
      base: { ref: 'main' },
    }),
  ),
]

async function endOf(deliveries: readonly Delivered[]) {
  const on = world({ kind: 'label', label: 'codexflow' })
  await on.hear(...deliveries)
  return on
    .tasks()
    .map((task) => ({ status: task.status, ready: task.ready, live: Object.fromEntries(livePulls(task)) }))
}

it('tells the story in order', async () => {
  const told: string[] = []
  for (let length = 1; length <= STORY.length; length++) {
    told.push((await endOf(STORY.slice(0, length))).map(({ status }) => status).join())
  }
  expect(told).toEqual(['', '', '', '', 'open', 'in_review', 'done', 'done', 'open'])
})

it('ends the same however its deliveries are shuffled and repeated', async () => {
  await endsTheSame(beginnings(STORY, [5, 6, 7, 8, 9]), endOf, { most: 3, numRuns: 300 })
})

it('ends the same whatever part of it happened', async () => {
  await endsTheSame(parts(STORY), endOf, { most: 3, numRuns: 300 })
})
