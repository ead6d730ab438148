import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pullIndex } from '../../app/dynamo/pull-index.ts'
import { pullWatch } from '../../app/dynamo/pull-watch.ts'
import { partitions } from '../../app/dynamo/table.ts'
import { act } from '../../app/github/act.ts'
import { unpackDelivery } from '../../app/github/inbox.ts'
import { sourceOf } from '../../app/github/sources/registry.ts'
import { type VisitPorts, visit } from '../../app/github/visit.ts'
import { silentLog } from '../../app/log.ts'
import type { Visit } from '../../app/ports/visits.ts'
import type { Project } from '../../app/projects/project.ts'
import { startTable, type TestTable } from '../support/table.ts'
import { refused } from './life-world.ts'
import {
  checkPayload,
  closedIssuePayload,
  deploymentPayload,
  issuePayload,
  mergedPayload,
  pullPayload,
  SHA1,
  SHA2,
} from './payloads.ts'
import { newTask, REPOSITORY, W, world } from './world.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())
beforeEach(async () => {
  const pk = partitions.repository(W, REPOSITORY.id)
  const { items } = await table.store.query({ pk: { name: 'pk', value: pk } })
  for (const { sk } of items) await table.store.remove({ pk, sk: String(sk) })
})

type Pull = ReturnType<typeof pullPayload>['pull_request'] & Readonly<Record<string, unknown>>
type Issue = ReturnType<typeof issuePayload>['issue'] & Readonly<Record<string, unknown>>
type Deployed = { readonly deployment: { readonly id: number }; readonly statuses: readonly object[] }
type Run = ReturnType<typeof checkPayload>['check_run'] & Readonly<Record<string, unknown>>

/** GitHub's pull requests and check runs, and everything of ours that compares with them. */
function stage(tasks: Parameters<typeof world>[0] = [{}]) {
  const pulls = new Map<number, Pull>()
  const runs: Run[] = []
  const statuses: object[] = []
  const calls: string[] = []
  const left: { readonly job: Visit; readonly at: number }[] = []
  const mind = world(tasks)
  const repository = {
    workspace: W,
    project: 'UAPI',
    repository: { id: 1001, fullName: 'northwind/user-api', installation: 7 },
  } as const
  const project: Project = {
    ...{ workspace: W, key: 'UAPI', name: 'User API', phaseChannels: {}, gates: [], requiredChecks: [], documents: [] },
    ...{ repositories: [repository.repository], import: { kind: 'all' }, version: 1 },
  }
  const deployments: Deployed[] = []
  const issues = new Map<number, Issue>()
  let now = Date.parse('2026-06-01T12:00:00Z')
  let failing: Error | undefined
  const index = pullIndex(table.store)
  const directory = { ...mind.ports.directory, project: async () => project }
  const acting = { ...mind.ports, directory, pulls: index, now: () => now }
  const hear = async (name: string, payload: { readonly action: string }) => {
    const read = sourceOf(name, payload.action)!.read(payload)
    if (!read.ok) throw new Error(read.error)
    for (const work of read.value) await act(acting, work, async () => {})
  }
  const answer = async (route: string, given: Readonly<Record<string, unknown>>): Promise<unknown> => {
    calls.push(route.replace('GET /repos/{owner}/{repo}', ''))
    if (failing !== undefined) throw failing
    if (route.endsWith('/pulls')) {
      const wanted = [...pulls.values()].filter(({ state }) => given['state'] === 'all' || state === 'open')
      const all = wanted.toSorted((a, b) => String(b.updated_at).localeCompare(String(a.updated_at)))
      const from = (Number(given['page']) - 1) * Number(given['per_page'])
      // Lists tell less than the pull request itself.
      return all.slice(from, from + Number(given['per_page'])).map(({ merged: _, merged_by: __, ...rest }) => rest)
    }
    if (route.endsWith('/deployments')) return deployments.map(({ deployment }) => deployment)
    if (route.includes('/deployments/')) {
      return deployments.find(({ deployment }) => deployment.id === given['deployment_id'])!.statuses
    }
    if (route.endsWith('/issues')) {
      return [...issues.values()].filter((each) => Date.parse(each.updated_at) >= Date.parse(String(given['since'])))
    }
    if (route.includes('/issues/')) return issues.get(Number(given['issue_number']))
    if (route.endsWith('/{repo}')) return { private: true }
    if (route.endsWith('/statuses')) return statuses
    if (route.endsWith('/check-runs')) return { check_runs: runs.filter(({ head_sha }) => head_sha === given['ref']) }
    const found = pulls.get(Number(given['pull_number']))
    if (found === undefined) throw refused(404)
    return found
  }
  const ports: VisitPorts = {
    client: { asApp: answer, asInstallation: async () => answer },
    directory: {
      repository: async () => repository,
      changeRepository: async () => undefined,
      project: async () => project,
    },
    deployments: mind.ports.deployments,
    issues: mind.ports.issues,
    pulls: index,
    watch: pullWatch(table.store),
    enqueue: async (message) => {
      const delivery = unpackDelivery(message)
      if (!delivery.ok) throw new Error(delivery.error)
      const { name, payload } = delivery.value
      brought.push(delivery.value.id)
      await hear(name, payload as { action: string })
    },
    later: async (job, at) => void left.push({ job, at }),
    tell: async () => {},
    now: () => now,
    log: silentLog,
  }
  const brought: string[] = []
  return {
    ...{ brought, calls, left, hear, ports },
    task: (id: 'UAPI-12' | 'UAPI-13' = 'UAPI-12') => mind.tasks.get(id)!,
    has: (payload: { readonly pull_request: object }) => {
      const pull = { user: { login: 'priya-gh', type: 'User' }, ...payload.pull_request } as unknown as Pull
      pulls.set(pull.number, pull)
    },
    deployed: (...all: readonly Deployed[]) => void deployments.unshift(...all),
    told: ({ issue }: { readonly issue: object }) => void issues.set((issue as Issue).number, issue as Issue),
    tasks: () => [...mind.tasks.values()],
    reported: (...all: readonly object[]) => void statuses.push(...all),
    ran: (payload: { readonly check_run: object }) =>
      void runs.push({ id: 77, ...payload.check_run } as unknown as Run),
    fails: (error: Error | undefined) => {
      failing = error
    },
    later: (time: string) => {
      now = Date.parse(`2026-06-01T${time}Z`)
    },
    async compare(): Promise<{ readonly brought: readonly string[]; readonly calls: readonly string[] }> {
      brought.length = 0
      calls.length = 0
      await visit(ports, { type: 'compare', repository: 1001, begun: now, stage: 'changed', page: 1, tries: 0 })
      for (let next = left.shift(); next !== undefined; next = left.shift()) await visit(ports, next.job)
      return { brought: [...brought], calls: [...calls] }
    },
  }
}

describe('what was missed', () => {
  it('is every open pull request that names a task, when a repository is compared for the first time', async () => {
    const here = stage([{}, { id: 'UAPI-13' }])
    here.has(pullPayload('opened', '09:00:00'))
    here.has(pullPayload('opened', '09:00:00', { number: 13, title: 'Something else' }))
    here.has(mergedPayload('08:30:00', { number: 11, title: 'UAPI-13 Long over' }))
    const { calls } = await here.compare()
    expect([here.task().status, here.task('UAPI-13').status]).toEqual(['in_review', 'open'])
    // The list; the one that counts, with its checks; and once more as one of those that are open.
    const one = '/pulls/{pull_number}'
    const checks = ['/commits/{ref}/check-runs', '/commits/{ref}/statuses']
    expect(calls).toEqual(['/pulls', one, ...checks, one, ...checks])
  })

  it('is a merge of which nobody heard: the task is done, by the one who merged, and twice is once', async () => {
    const here = stage()
    await here.hear('pull_request', pullPayload('opened', '09:00:00'))
    here.has(pullPayload('opened', '09:00:00'))
    await here.compare()
    here.later('13:00:00')
    here.has(mergedPayload('12:30:00', {}, 'dev-gh'))
    const first = await here.compare()
    expect(first.brought).toHaveLength(1)
    expect(here.task()).toMatchObject({ status: 'done', closedBy: { kind: 'person', id: 'per_dev' } })
    const { version } = here.task()
    here.later('14:00:00')
    expect(await here.compare()).toEqual({ brought: [], calls: ['/pulls', '/issues'] })
    expect(here.task().version).toBe(version)
  })

  it('is what became, meanwhile, of those that were open before the first comparison', async () => {
    const here = stage()
    await here.hear('pull_request', pullPayload('opened', '09:00:00'))
    here.has(mergedPayload('10:00:00'))
    await here.compare()
    expect(here.task().status).toBe('done')
  })

  it('is a check of an open pull request, even though the pull request itself did not change', async () => {
    const here = stage()
    await here.hear('pull_request', pullPayload('opened', '09:00:00'))
    here.has(pullPayload('opened', '09:00:00'))
    await here.compare()
    here.ran(checkPayload('completed', '11:30:00', { head_sha: SHA2, conclusion: 'failure' }))
    here.ran(checkPayload('completed', '11:30:00', { head_sha: SHA1, conclusion: 'failure' }))
    here.ran(checkPayload('completed', '11:30:00', { head_sha: SHA2, name: 'CodexFlow' }))
    here.later('12:10:00')
    expect((await here.compare()).brought).toHaveLength(1)
    expect(Object.keys(here.task().impediments)).toHaveLength(1)
    here.later('12:20:00')
    // One page of the list, whose only pull request is older than all that is asked for, and its checks.
    expect(await here.compare()).toEqual({
      brought: [],
      calls: ['/pulls', '/commits/{ref}/check-runs', '/commits/{ref}/statuses', '/issues'],
    })
  })

  it('is the present commit status of each context', async () => {
    const here = stage()
    await here.hear('pull_request', pullPayload('opened', '09:00:00'))
    here.has(pullPayload('opened', '09:00:00'))
    const creator = { login: 'ci-bot', type: 'Bot', html_url: 'https://github.com/ci-bot' }
    const one = (context: string, state: string, time: string) => ({
      ...{ id: 1, context, state, creator, target_url: null, created_at: `2026-06-01T${time}Z` },
    })
    here.reported(one('ci/build', 'failure', '11:10:00'), one('ci/build', 'pending', '11:00:00'))
    here.reported(one('ci/test', 'success', '11:05:00'))
    expect((await here.compare()).brought.filter((id) => id.includes('ci/'))).toHaveLength(2)
    expect(Object.values(here.task().impediments)).toHaveLength(1)
    expect((await here.compare()).brought).toEqual([])
  })

  it('is nothing of what was heard in time', async () => {
    const here = stage()
    await here.hear('pull_request', pullPayload('opened', '09:00:00'))
    await here.hear('pull_request', mergedPayload('10:00:00'))
    here.has(mergedPayload('10:00:00'))
    expect(await here.compare()).toEqual({ brought: [], calls: ['/pulls'] })
  })

  it('is read page by page, and no further back than the last comparison', async () => {
    const titled = Array.from({ length: 70 }, (_, index) => ({ number: 100 + index, title: `Chore ${index}` }))
    const here = stage([newTask()])
    for (const pull of titled) here.has(pullPayload('opened', '09:00:00', pull))
    expect((await here.compare()).calls).toEqual(['/pulls', '/pulls', '/pulls'])
    here.later('12:30:00')
    for (const pull of titled.slice(0, 5)) here.has(pullPayload('edited', '12:20:00', pull))
    expect((await here.compare()).calls).toEqual(['/pulls', '/issues'])
  })

  it('is how the last deployments went, back to the last that went well, where a merge waits for any', async () => {
    const here = stage([{ gates: [{ kind: 'deployed', environment: 'production' }] }])
    const base = { merge_commit_sha: 'c'.repeat(40), base: { ref: 'main' } }
    here.deployed(deployed('success', '09:00:00', 'b'.repeat(40)))
    // Nobody waits for any: nothing is asked.
    expect((await here.compare()).calls).toEqual(['/pulls'])
    await here.hear('pull_request', mergedPayload('10:00:00', base))
    here.has(mergedPayload('10:00:00', base))
    here.deployed(deployed('success', '11:00:00', 'c'.repeat(40), ['inactive', '11:20:00']))
    here.deployed(deployed('failure', '11:10:00', 'd'.repeat(40)), deployed('in_progress', '11:15:00', 'd'.repeat(40)))
    here.later('12:30:00')
    const { brought, calls } = await here.compare()
    expect(brought).toHaveLength(2)
    const [list, statuses] = ['/deployments', '/deployments/{deployment_id}/statuses']
    expect(calls).toEqual(['/pulls', list, statuses, statuses, statuses, '/issues'])
    expect(here.task()).toMatchObject({ status: 'done', impediments: {} })
    const { version } = here.task()
    here.later('13:00:00')
    expect((await here.compare()).brought).toEqual([])
    expect(here.task().version).toBe(version)
  })

  it('is what became of issues since the last comparison: closed, renamed, assigned, new', async () => {
    const here = stage([])
    await here.hear('issues', issuePayload('opened', '09:00:00'))
    here.told(issuePayload('opened', '09:00:00'))
    await here.compare()
    here.later('12:30:00')
    const closed_by = { login: 'priya-gh', type: 'User' }
    here.told(closedIssuePayload('12:10:00', 'completed', { title: 'Build two endpoints', closed_by }))
    here.told(issuePayload('opened', '12:20:00', { number: 8, title: 'Another', created_at: '2026-06-01T12:20:00Z' }))
    here.told(issuePayload('opened', '12:20:00', { number: 9, title: 'A pull request', pull_request: {} }))
    const { calls } = await here.compare()
    const one = '/issues/{issue_number}'
    expect(calls).toEqual(['/pulls', '/issues', '', one, one])
    const told = here.tasks().map(({ title, status, closedBy }) => ({ title, status, closedBy }))
    expect(told).toEqual([
      { title: 'Build two endpoints', status: 'done', closedBy: { kind: 'person', id: 'per_priya' } },
      { title: 'Another', status: 'open', closedBy: undefined },
    ])
    here.later('13:00:00')
    expect((await here.compare()).brought).toEqual([])
  })
})

/** A deployment as GitHub lists it, and what was told of it, newest first. */
function deployed(state: string, at: string, sha: string, ...later: readonly (readonly [string, string])[]): Deployed {
  const told = (said: string, when: string) => deploymentPayload(said, when, { sha, begun: at }).deployment_status
  const creator = { login: 'deployer[bot]', type: 'Bot', html_url: 'https://github.com/apps/deployer' }
  const { deployment } = deploymentPayload(state, at, { sha, creator })
  return { deployment, statuses: [...later.map(([said, when]) => told(said, when)).toReversed(), told(state, at)] }
}

describe('a comparison that GitHub does not let us make', () => {
  it('waits until the limit is lifted and goes on with the same page', async () => {
    const here = stage()
    const reset = Date.parse('2026-06-01T12:40:00Z')
    here.fails(refused(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset / 1000) }))
    const job = { type: 'compare', repository: 1001, begun: 1, since: 1, stage: 'changed', page: 3, tries: 0 } as const
    await visit(here.ports, job)
    expect(here.left).toEqual([{ job: { ...job, tries: 1 }, at: reset }])
  })

  it('ends where the list is refused for good, and leaves the last comparison as it was', async () => {
    for (const status of [403, 404, 410, 422]) {
      const here = stage()
      here.fails(refused(status))
      await here.compare()
      expect(here.left).toEqual([])
      expect(await here.ports.watch.comparedUntil(W, 1001)).toBeUndefined()
    }
  })

  it('does without what may not be seen: a pull request that is gone, checks that are not granted', async () => {
    const here = stage()
    await here.hear('pull_request', pullPayload('opened', '09:00:00'))
    await here.compare()
    expect(await here.ports.watch.comparedUntil(W, 1001)).toBe(Date.parse('2026-06-01T11:55:00Z'))
  })

  it('is none of ours while the repository is out of reach', async () => {
    const here = stage()
    const found = (await here.ports.directory.repository(1001))!
    const away = { why: 'suspended', since: '2026-06-01T08:00:00.000Z' } as const
    const directory = {
      ...here.ports.directory,
      repository: async () => ({ ...found, repository: { ...found.repository, away } }),
    }
    const job = { type: 'compare', repository: 1001, begun: 1, stage: 'open', page: 1, tries: 0 } as const
    await visit({ ...here.ports, directory }, job)
    expect([here.calls, here.left]).toEqual([[], []])
  })
})
