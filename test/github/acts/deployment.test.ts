import { describe, expect, it } from 'vitest'
import { unmetGates } from '../../../app/tasks/gates.ts'
import type { Task } from '../../../app/tasks/task.ts'
import { type Delivered, deliver } from '../deliver.ts'
import { checkPayload, deploymentPayload, mergedPayload, pullPayload, releasePayload } from '../payloads.ts'
import { PRIYA, type World, world } from '../world.ts'

const sha = (letter: string) => letter.repeat(40)
const [M12, M15, LATER, EARLIER, HEAD12] = [sha('c'), sha('d'), sha('e'), sha('a'), sha('b')]
const MAIN = [EARLIER, M12, M15, LATER]
const GATES = [{ kind: 'merged' }, { kind: 'deployed', environment: 'Production' }] as const

const merged = (number: number, at: string, commit: string, more: object = {}): Delivered => [
  'pull_request',
  mergedPayload(at, { number, merge_commit_sha: commit, base: { ref: 'main' }, ...more }),
]
const deployed = (at: string, commit: string, more: object = {}, state = 'success'): Delivered => [
  'deployment_status',
  deploymentPayload(state, at, { sha: commit, ...more }),
]
const failed = (at: string, commit: string, more: object = {}) => deployed(at, commit, more, 'failure')

function stage(given: Parameters<typeof world>[0] = [{ gates: GATES }]): World {
  const made = world(given)
  made.history.push(MAIN)
  return made
}
const task = (here: World, id: Task['id'] = 'UAPI-12') => here.tasks.get(id)!
const standing = (here: World) => {
  const { status, impediments } = task(here)
  return [status, ...Object.keys(impediments), ...unmetGates(task(here)).flatMap(({ missing }) => missing)].join(', ')
}

describe('a deployment', () => {
  it('finishes what waits for it, in the name of the one who deployed, once it holds the merge', async () => {
    const here = stage()
    await deliver(here, merged(12, '10:00:00', M12), deployed('09:59:00', EARLIER))
    expect(standing(here)).toBe('in_review, a deployment to Production')
    await deliver(here, deployed('11:00:00', LATER, { status: { creator: { login: 'priya-gh' } } }))
    expect(task(here)).toMatchObject({ status: 'done', closedBy: { kind: 'person', id: PRIYA } })
  })

  it('of the merge itself, or of the last commit of its branch, is taken at its word', async () => {
    for (const commit of [M12, HEAD12]) {
      const here = stage()
      await deliver(here, merged(12, '10:00:00', M12), deployed('11:00:00', commit))
      expect([task(here).status, here.asked.filter((asked) => commit === M12 || !asked.startsWith(M12))]).toEqual([
        'done',
        [],
      ])
    }
  })

  it('that came before its merge was known is found when that comes, without asking anybody', async () => {
    const here = stage()
    await deliver(here, deployed('10:30:00', M12), merged(12, '10:00:00', M12))
    expect([task(here).status, here.asked]).toEqual(['done', []])
  })

  it('of a commit without the merge takes its arrival back, and the next one with it brings it again', async () => {
    const here = stage()
    await deliver(here, merged(12, '10:00:00', M12), deployed('11:00:00', LATER), deployed('12:00:00', EARLIER))
    expect(standing(here)).toBe('open, a deployment to Production')
    await deliver(here, deployed('13:00:00', M12))
    expect(standing(here)).toBe('done')
  })

  it('tells nothing by becoming inactive, which GitHub does by itself', async () => {
    const here = stage()
    await deliver(here, merged(12, '10:00:00', M12), deployed('11:00:00', M12))
    const before = task(here)
    await deliver(here, deployed('12:00:00', M12, {}, 'inactive'), deployed('12:01:00', LATER))
    // The next hundred deployments that hold it too are no news.
    expect(task(here)).toEqual(before)
  })

  it('to another environment, or of another branch, is another matter', async () => {
    const here = stage()
    here.history.push([EARLIER, sha('f')])
    await deliver(here, merged(12, '10:00:00', M12))
    await deliver(here, deployed('11:00:00', M12, { environment: 'staging' }), deployed('11:30:00', sha('f')))
    expect(standing(here)).toBe('open, a deployment to Production')
  })

  it('that fails stands in the way until another one goes well, or begins', async () => {
    const here = stage()
    await deliver(here, merged(12, '10:00:00', M12), failed('11:00:00', M12))
    const inTheWay = 'in_review, deployment:northwind/user-api:production, a deployment to Production'
    expect(standing(here)).toBe(inTheWay)
    await deliver(here, ['deployment', deploymentPayload('', '11:05:00', { sha: M12 })])
    expect(standing(here)).toBe('in_review, a deployment to Production')
    await deliver(here, failed('11:10:00', M12, {}), deployed('11:20:00', EARLIER))
    expect(standing(here)).toBe('open, a deployment to Production')
    await deliver(here, failed('11:30:00', M12))
    expect(standing(here)).toBe(inTheWay.replace('in_review', 'open'))
    await deliver(here, deployed('11:40:00', M12))
    expect(standing(here)).toBe('done')
  })

  it('to production is on record where nobody waits for it too, with where to find it', async () => {
    const here = stage([{}])
    const status = { environment_url: 'https://api.northwind.example', log_url: 'https://ci.example/7' }
    const payload = { web_url: 'https://x.example', queue: 'arn:aws:sqs:eu-west-1:123456789012:jobs', password: 'x' }
    await deliver(here, merged(12, '10:00:00', M12), deployed('11:00:00', M12, { status, payload }))
    expect(task(here).deployments).toMatchObject({ 'northwind/user-api#12:production': { state: 'success', sha: M12 } })
    const source = 'deployment of northwind/user-api to production'
    expect(Object.values(task(here).resources).map(({ by: _, ordinal: __, ...rest }) => rest)).toEqual([
      { kind: 'url', label: 'user-api in production', value: 'https://api.northwind.example', source },
      { kind: 'document', label: 'Log of user-api in production', value: 'https://ci.example/7', source },
      { kind: 'url', label: 'web_url', value: 'https://x.example', source },
      { kind: 'arn', label: 'queue', value: 'arn:aws:sqs:eu-west-1:123456789012:jobs', source },
    ])
    // Elsewhere nobody cares, nor for what fails.
    const before = task(here)
    await deliver(here, deployed('12:00:00', M12, { environment: 'qa' }), failed('12:30:00', M12))
    expect(task(here)).toEqual(before)
  })

  it('is asked about few times, however many merges there are', async () => {
    const commits = Array.from({ length: 100 }, (_, n) => String(n).padStart(40, '0'))
    const ids = commits.map((_, n): Task['id'] => `UAPI-${n + 1}`)
    const here = world(ids.map((id) => ({ id, gates: GATES })))
    here.history.push([...commits.flatMap((commit, n) => [commit, String(1_000 + n).padStart(40, '0')])])
    for (const [n, commit] of commits.entries()) {
      const at = `0${Math.floor(n / 60)}:${String(n % 60).padStart(2, '0')}:00`
      await deliver(here, merged(n + 1, at, commit, { title: ids[n], head: { sha: sha('f'), ref: 'x' } }))
    }
    // A commit that was pushed after the seventieth merge.
    await deliver(here, deployed('11:00:00', String(1_069).padStart(40, '0')))
    const done = ids.filter((id) => task(here, id).status === 'done')
    expect([done.length, done.at(-1), here.asked.length <= 8]).toEqual([70, 'UAPI-70', true])
    here.asked.length = 0
    await deliver(here, deployed('12:00:00', commits[29]!))
    expect([ids.filter((id) => task(here, id).status === 'done').length, here.asked]).toEqual([30, []])
  })
})

describe('several pull requests of a task', () => {
  it('have to be deployed all', async () => {
    const here = stage()
    await deliver(here, merged(12, '10:00:00', M12), merged(15, '10:30:00', M15), deployed('11:00:00', M12))
    expect(standing(here)).toBe('open, a deployment to Production')
    await deliver(here, deployed('12:00:00', LATER))
    expect(standing(here)).toBe('done')
  })

  it('never finish it for a moment when the second one is merged', async () => {
    const here = stage()
    await deliver(here, merged(12, '10:00:00', M12), deployed('11:00:00', M12))
    await deliver(here, ['pull_request', pullPayload('opened', '11:10:00', { number: 15 })])
    expect(task(here).status).toBe('in_review')
    const { append } = here.ports.tasks
    const seen: string[] = []
    Object.assign(here.ports.tasks, {
      append: (change: Parameters<typeof append>[0]) => {
        seen.push(change.task.status)
        return append(change)
      },
    })
    await deliver(here, merged(15, '11:30:00', M15))
    expect([seen.includes('done'), standing(here)]).toEqual([false, 'in_review, a deployment to Production'])
  })
})

describe('a merge that was taken back and made again', () => {
  it('is deployed when the second merge is', async () => {
    const revert = (number: number, of: number, at: string, commit: string): Delivered =>
      merged(number, at, commit, { title: 'Revert "x"', body: `Reverts #${of}`, head: { sha: commit, ref: 'x' } })
    const here = stage()
    here.history.push([...MAIN, sha('1'), sha('2')])
    await deliver(here, merged(12, '10:00:00', M12), deployed('11:00:00', M12), revert(20, 12, '12:00:00', sha('1')))
    expect(task(here).status).toBe('open')
    await deliver(here, revert(30, 20, '13:00:00', sha('2')))
    expect(standing(here)).toBe('in_review, a deployment to Production')
    await deliver(here, deployed('14:00:00', LATER))
    expect(standing(here)).toBe('open, a deployment to Production')
    await deliver(here, deployed('15:00:00', sha('2')))
    expect(standing(here)).toBe('done')
  })
})

describe('a preview', () => {
  const preview = (at: string, more: object = {}) =>
    deployed(at, HEAD12, {
      environment: 'Preview',
      status: { environment_url: 'https://user-api-12.preview.example' },
      ...more,
    })
  const shown = (here: World) => Object.values(task(here).resources).map(({ label, value }) => `${label}: ${value}`)

  it('is there for everybody at once, whichever is heard of first', async () => {
    const opened: Delivered = ['pull_request', pullPayload('opened', '09:00:00')]
    for (const order of [
      [opened, preview('09:05:00')],
      [preview('09:05:00', { transient_environment: true }), opened],
    ]) {
      const here = stage()
      await deliver(here, ...order)
      expect([task(here).status, shown(here)]).toEqual(['in_review', ['Preview: https://user-api-12.preview.example']])
    }
  })

  it('of a head that is old, or of a stranger’s fork, is nobody’s', async () => {
    const here = stage()
    await deliver(here, ['pull_request', pullPayload('opened', '09:00:00', { head: { sha: EARLIER, ref: 'x' } })])
    await deliver(here, preview('09:05:00'))
    expect(shown(here)).toEqual([])
    const fork = {
      user: { login: 'mallory' },
      author_association: 'NONE',
      head: { sha: HEAD12, ref: 'x', repo: { id: 6 } },
    }
    const strange = stage()
    await deliver(strange, ['pull_request', pullPayload('opened', '09:00:00', fork, 'mallory')], preview('09:05:00'))
    expect([task(strange).version, shown(strange)]).toEqual([1, []])
  })
})

describe('what the output of a check leaves', () => {
  const outputs = (commit: string, conclusion = 'success'): Delivered => [
    'check_run',
    checkPayload('completed', '10:10:00', {
      name: 'terraform',
      head_sha: commit,
      conclusion,
      output: { text: '```codexflow\noutput: table = users\noutput: token = ghp_abcdefghijklmnopqrstuvwxyz0123\n```' },
    }),
  ]
  const left = [{ kind: 'note', label: 'table', value: 'users', source: 'check terraform of northwind/user-api' }]

  it('stays with the tasks of the merge that it ran on, whichever is heard of first', async () => {
    for (const order of [
      [merged(12, '10:00:00', M12), outputs(M12)],
      [outputs(M12), merged(12, '10:00:00', M12)],
      [outputs(HEAD12), merged(12, '10:00:00', M12)],
    ]) {
      const here = stage()
      await deliver(here, ...order)
      expect(Object.values(task(here).resources)).toMatchObject(left)
    }
  })

  it('is nothing where the check failed, or ran on what is no business of ours', async () => {
    const here = stage()
    await deliver(here, merged(12, '10:00:00', M12), outputs(M12, 'failure'), outputs(LATER))
    expect(task(here).resources).toEqual({})
  })
})

describe('a release', () => {
  const released = (tag: string, at: string): Delivered => ['release', releasePayload(tag, at, ['user-api.zip'])]
  const versions = (here: World) =>
    Object.values(task(here).resources).map(({ label, value, source }) => `${label}: ${value}, ${source}`)

  it('leaves its version and its files to what it is the first to hold, whichever is heard of first', async () => {
    for (const order of [
      [merged(12, '10:00:00', M12), released('v1', '09:00:00'), released('v2', '11:00:00'), released('v3', '12:00:00')],
      [released('v2', '11:00:00'), released('v3', '12:00:00'), merged(12, '10:00:00', M12), released('v1', '09:00:00')],
    ]) {
      const here = stage([{}])
      here.history.push([EARLIER, 'v1', M12, 'v2', LATER, 'v3'])
      await deliver(here, ...order)
      const source = 'release v2 of northwind/user-api'
      expect(versions(here)).toEqual([
        `Release of user-api: v2, ${source}`,
        `Release notes of user-api: https://github.com/northwind/user-api/releases/tag/v2, ${source}`,
        `user-api.zip: https://github.com/northwind/user-api/releases/download/v2/user-api.zip, ${source}`,
      ])
    }
  })

  it('that does not hold it leaves nothing', async () => {
    const here = stage([{}])
    here.history.push([EARLIER, 'hotfix'])
    await deliver(here, merged(12, '10:00:00', M12), released('hotfix', '11:00:00'))
    expect(versions(here)).toEqual([])
  })
})
