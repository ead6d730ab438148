import { describe, expect, it } from 'vitest'
import type { Log } from '../../app/log.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { deliver } from './deliver.ts'
import { checkPayload, commentPayload, deploymentPayload, mergedPayload, pullPayload, SHA1, SHA2 } from './payloads.ts'
import { PRIYA, W, type World, world } from './world.ts'

type Payload = { readonly action: string }

const pull = (stage: World, ...payloads: readonly Payload[]) => inTurn(stage, 'pull_request', payloads)
const check = (stage: World, ...payloads: readonly Payload[]) => inTurn(stage, 'check_run', payloads)

async function inTurn(stage: World, name: string, payloads: readonly Payload[]): Promise<void> {
  await deliver(stage, ...payloads.map((payload) => [name, payload] as const))
}

const task = (stage: World, id: TaskId = 'UAPI-12') => stage.tasks.get(id)!
const SUBJECT = 'northwind/user-api#12'
const MERGE = { merge_commit_sha: SHA1, base: { ref: 'main' } }

function recordingLog(): { log: Log; lines: string[] } {
  const lines: string[] = []
  const write = (message: string) => void lines.push(message)
  return { lines, log: { info: write, warn: write, error: write } }
}

it('a repository that belongs to another owner now says nothing here any more', async () => {
  const stage = world()
  const found = (await stage.ports.directory.repository(1001))!
  const repository = { ...found.repository, away: { why: 'moved', since: '2026-06-01T08:00:00.000Z' } } as const
  Object.assign(stage.ports.directory, { repository: async () => ({ ...found, repository }) })
  await pull(stage, mergedPayload('10:00:00'))
  expect(task(stage)).toMatchObject({ status: 'open', version: 1 })
})

describe('a pull request that names a task', () => {
  it('puts it into review, and finishes it when it is merged, in the name of the one who merged', async () => {
    const stage = world()
    await pull(stage, pullPayload('opened', '09:00:00'))
    expect(task(stage)).toMatchObject({ status: 'in_review', owed: {} })
    await pull(stage, mergedPayload('10:00:00'))
    expect(task(stage)).toMatchObject({
      status: 'done',
      closedBy: { kind: 'person', id: PRIYA },
      closedAt: '2026-06-01T10:00:00Z',
    })
  })

  it('is the act of a bare GitHub account when nobody has proved its login', async () => {
    const stage = world()
    await pull(stage, mergedPayload('10:00:00', {}, 'stranger'))
    expect(task(stage).closedBy).toEqual({ kind: 'github', login: 'stranger' })
  })

  it('gives it back when it is closed without a merge', async () => {
    const stage = world()
    const closed = { state: 'closed', closed_at: '2026-06-01T09:30:00Z' }
    await pull(stage, pullPayload('opened', '09:00:00'), pullPayload('closed', '09:30:00', closed))
    expect(task(stage)).toMatchObject({ status: 'open', pulls: { [SUBJECT]: { state: 'closed' } } })
  })

  it('lets go of it when it names it no more, and takes it up again', async () => {
    const stage = world()
    const away = pullPayload('edited', '09:10:00', { title: 'Provision the Lambda' })
    await pull(stage, pullPayload('opened', '09:00:00'), away)
    expect(task(stage)).toMatchObject({ status: 'open', pulls: { [SUBJECT]: { state: 'unlinked' } } })
    await pull(stage, pullPayload('edited', '09:20:00'))
    expect(task(stage).status).toBe('in_review')
  })

  it('can be corrected after the merge, both ways', async () => {
    const stage = world()
    const merged = {
      state: 'closed',
      merged: true,
      merged_at: '2026-06-01T10:00:00Z',
      closed_at: '2026-06-01T10:00:00Z',
    }
    await pull(stage, mergedPayload('10:00:00'))
    await pull(stage, pullPayload('edited', '10:10:00', { ...merged, title: 'No task at all' }))
    expect(task(stage).status).toBe('open')
    await pull(stage, pullPayload('edited', '10:20:00', merged))
    expect(task(stage).status).toBe('done')
  })

  it('leaves its resources with the merge and not before', async () => {
    const stage = world()
    const body = '```codexflow\ndb: user-table\nnonsense\n```'
    await pull(stage, pullPayload('opened', '09:00:00', { body }))
    expect(task(stage).resources).toEqual({})
    await pull(stage, mergedPayload('10:00:00', { body }))
    expect(Object.values(task(stage).resources)).toEqual([
      {
        kind: 'database',
        label: 'Database',
        value: 'user-table',
        source: 'pull request northwind/user-api#12',
        by: { kind: 'person', id: PRIYA },
        ordinal: task(stage).pulls[SUBJECT]!.ordinal,
      },
    ])
  })

  it('that says whom it takes back undoes that one, and its own revert does it again', async () => {
    const stage = world()
    const revert = (number: number, of: number, at: string) =>
      mergedPayload(at, { number, title: 'Revert "UAPI-12"', body: `Reverts #${of}`, head: { sha: SHA1, ref: 'x' } })
    await pull(stage, mergedPayload('10:00:00'), revert(20, 12, '11:00:00'))
    expect(task(stage)).toMatchObject({ status: 'open', pulls: { [SUBJECT]: { state: 'reverted' } } })
    await pull(stage, revert(30, 20, '12:00:00'))
    expect(task(stage)).toMatchObject({ status: 'done', pulls: { [SUBJECT]: { state: 'merged' } } })
    await pull(stage, revert(40, 30, '13:00:00'))
    expect(task(stage).status).toBe('open')
    // Reverts name no task of their own.
    expect(Object.keys(task(stage).pulls)).toEqual([SUBJECT])
  })

  it('that only offers to take another one back undoes nothing', async () => {
    const stage = world()
    const revert = { number: 20, title: 'Revert "UAPI-12"', body: 'Reverts #12' }
    await pull(stage, mergedPayload('10:00:00'), pullPayload('opened', '11:00:00', revert))
    expect(task(stage).status).toBe('done')
  })

  it('does nothing for tasks that do not exist, and for repositories that nobody connected', async () => {
    const { log, lines } = recordingLog()
    const stage = world([{}], log)
    await pull(
      stage,
      pullPayload('opened', '09:00:00', { title: 'OTHER-1 UTF-8 things', head: { sha: SHA2, ref: 'x' } }),
    )
    await pull(stage, { ...pullPayload('opened', '09:00:00'), repository: { id: 9, full_name: 'a/b' } } as Payload)
    expect(task(stage).version).toBe(1)
    expect(lines).toEqual([
      'A pull request names what is no task here',
      'A delivery of a repository that nobody connected',
    ])
  })

  it('is linked to ten tasks at most', async () => {
    const ids = Array.from({ length: 12 }, (_, index): TaskId => `UAPI-${index + 1}`)
    const stage = world(ids.map((id) => ({ id })))
    await pull(stage, pullPayload('opened', '09:00:00', { title: ids.join(' ') }))
    expect(ids.filter((id) => task(stage, id).status === 'in_review')).toEqual(ids.slice(0, 10))
  })
})

describe('a check', () => {
  const failing = checkPayload('completed', '09:01:00', { head_sha: SHA2, conclusion: 'failure' })
  const green = checkPayload('completed', '09:05:00', { head_sha: SHA2 })

  it('stands in the way while it fails, as nobody’s own act, and lifts when it is green', async () => {
    const stage = world()
    await pull(stage, pullPayload('opened', '09:00:00'))
    await check(stage, failing)
    expect(Object.values(task(stage).impediments)).toEqual([
      {
        reason: `the check build fails on ${SUBJECT}`,
        by: { kind: 'github', login: 'github-actions' },
        since: task(stage).version,
        url: 'https://github.com/northwind/user-api/runs/1',
      },
    ])
    await check(stage, green)
    expect(task(stage).impediments).toEqual({})
  })

  it('that came before its pull request was known still counts', async () => {
    const stage = world()
    await check(stage, failing)
    expect(task(stage).version).toBe(1)
    await pull(stage, pullPayload('opened', '09:00:00'))
    expect(Object.keys(task(stage).impediments)).toEqual([`check:${SUBJECT}:build`])
  })

  it('of an old head says nothing', async () => {
    const stage = world()
    await pull(stage, pullPayload('opened', '09:00:00'))
    await check(stage, checkPayload('completed', '09:01:00', { head_sha: SHA1, conclusion: 'failure' }))
    expect(task(stage).impediments).toEqual({})
  })

  it('that nobody requires stands in nobody’s way', async () => {
    const stage = world([{ requiredChecks: ['test'] }])
    await pull(stage, pullPayload('opened', '09:00:00'))
    await check(stage, failing)
    expect(task(stage).impediments).toEqual({})
  })
})

describe('a code', () => {
  it('links the login that brings it, and says so again when the delivery is repeated', async () => {
    const stage = world()
    stage.codes.set('ABCD-1234', 'newcomer')
    const payload = commentPayload('/codexflow link ABCD-1234', { sender: 'newcomer' })
    expect(await deliver(stage, ['issue_comment', payload])).toEqual(['linked'])
    expect(await deliver(stage, ['issue_comment', payload])).toEqual(['linked'])
  })

  it('is refused to anybody else', async () => {
    const stage = world()
    stage.codes.set('ABCD-1234', 'newcomer')
    const payload = commentPayload('/codexflow link ABCD-1234', { sender: 'impostor' })
    expect(await deliver(stage, ['issue_comment', payload])).toEqual(['wrong'])
    expect([...stage.codes]).toEqual([['ABCD-1234', 'newcomer']])
  })

  it('works in a repository that nobody connected yet: the first one to connect has to prove a login', async () => {
    const stage = world()
    stage.codes.set('ABCD-1234', 'newcomer')
    const payload = commentPayload('/codexflow link ABCD-1234', { sender: 'newcomer' })
    const elsewhere = { ...payload, repository: { id: 9, full_name: 'a/b' } }
    expect(await deliver(stage, ['issue_comment', elsewhere])).toEqual(['linked'])
  })

  it('that nobody was given is answered where we are known, and nowhere else', async () => {
    const payload = commentPayload('/codexflow link ABCD-1234')
    expect(await deliver(world(), ['issue_comment', payload])).toEqual(['wrong'])
    const elsewhere = { ...payload, repository: { ...payload.repository, id: 999 } }
    expect(await deliver(world(), ['issue_comment', elsewhere])).toEqual([])
  })
})

describe('an outage', () => {
  it('throws, so that the delivery comes back, and coming back finishes the work, wherever it broke', async () => {
    const payloads = [
      ['check_run', checkPayload('completed', '09:01:00', { head_sha: SHA2, conclusion: 'failure' })],
      ['pull_request', pullPayload('opened', '09:00:00', { body: 'Task: UAPI-13' })],
      ['pull_request', pullPayload('edited', '09:02:00')],
      ['deployment_status', deploymentPayload('success', '09:30:00', { sha: SHA2 })],
      ['pull_request', mergedPayload('10:00:00', { body: '```codexflow\ndb: user-table\n```', ...MERGE })],
      ['deployment_status', deploymentPayload('failure', '10:10:00', { sha: SHA1 })],
      ['deployment_status', deploymentPayload('success', '10:20:00', { sha: SHA1 })],
      ['pull_request', mergedPayload('11:00:00', { number: 20, title: 'Revert "x"', body: 'Reverts #12' })],
    ] as const
    const given = [{ gates: [{ kind: 'deployed', environment: 'production' }] }, { id: 'UAPI-13' }] as const
    const smooth = world(given)
    for (const [name, payload] of payloads) await deliver(smooth, [name, payload])

    for (let broken = 1; ; broken++) {
      const stage = world(given)
      const calls = breaking(stage, broken)
      for (const [name, payload] of payloads) {
        await deliver(stage, [name, payload]).catch(() => deliver(stage, [name, payload]))
      }
      expect([...stage.tasks.values()]).toEqual([...smooth.tasks.values()])
      if (calls() < broken) break
      expect(broken).toBeLessThan(500)
    }
  })
})

/** Lets the n-th call of a port fail, once; answers how many calls there were. */
function breaking(stage: World, nth: number): () => number {
  let calls = 0
  const fragile = <T extends object>(port: T): T =>
    new Proxy(port, {
      get(target, name) {
        const call: unknown = Reflect.get(target, name)
        if (typeof call !== 'function') return call
        return async (...given: readonly unknown[]) => {
          calls++
          if (calls === nth) throw new Error('the table is away')
          return call.apply(target, given)
        }
      },
    })
  const { tasks, directory, pulls, deployments } = stage.ports
  const index = { pulls: fragile(pulls), deployments: fragile(deployments) }
  Object.assign(stage.ports, { tasks: fragile(tasks), directory: fragile(directory), ...index })
  return () => calls
}

it('stays within the workspace of the repository', async () => {
  const seen = new Set<string>()
  const stage = world()
  const { loadMany } = stage.ports.tasks
  Object.assign(stage.ports.tasks, {
    loadMany: (...given: Parameters<typeof loadMany>) => {
      seen.add(given[0])
      return loadMany(...given)
    },
  })
  await pull(stage, mergedPayload('10:00:00'))
  expect([...seen]).toEqual([W])
})

describe('a pull request from a stranger’s fork', () => {
  const STRANGER = { login: 'mallory', type: 'User' }
  const FORK = {
    user: STRANGER,
    author_association: 'NONE',
    head: { sha: SHA2, ref: 'provision', repo: { id: 666, fork: true } },
  }
  const opened = (more: object = {}) => pullPayload('opened', '09:00:00', { ...FORK, ...more }, 'mallory')
  const red = checkPayload('completed', '09:05:00', { head_sha: SHA2, conclusion: 'failure' })

  it('does not put the task that it names into review, and its red check does not block it', async () => {
    const stage = world()
    const written: number[] = []
    const { link } = stage.ports.pulls
    const pulls = {
      ...stage.ports.pulls,
      link: async (...row: Parameters<typeof link>) => {
        written.push(1)
        return link(...row)
      },
    }
    const watched = { ...stage, ports: { ...stage.ports, pulls } }
    await pull(watched, opened(), pullPayload('synchronize', '09:10:00', FORK, 'mallory'))
    await check(watched, red)
    expect(task(stage)).toEqual(world().tasks.get('UAPI-12'))
    expect(written).toEqual([])
    // The same from a member of the organisation does both.
    await pull(stage, opened({ author_association: 'MEMBER' }))
    await check(stage, red)
    expect(task(stage)).toMatchObject({ status: 'in_review', impediments: { [`check:${SUBJECT}:build`]: {} } })
  })

  it('counts when somebody of the workspace has proved that login', async () => {
    const stage = world()
    stage.logins.set('mallory', PRIYA)
    await pull(stage, opened())
    expect(task(stage).status).toBe('in_review')
  })

  it('does not count for a guest, who may not finish what is not theirs', async () => {
    const stage = world()
    const personByLogin = async () => ({ workspace: W, id: PRIYA, name: 'Gaia', role: 'guest' }) as const
    const directory = { ...stage.ports.directory, personByLogin }
    await pull({ ...stage, ports: { ...stage.ports, directory } }, opened())
    expect(task(stage).status).toBe('open')
  })

  it('finishes the task when it is merged, with what it brings along', async () => {
    const stage = world()
    const body = '```codexflow\ndb: user-table\n```'
    await pull(stage, opened({ body }), mergedPayload('10:00:00', { ...FORK, body }))
    expect(task(stage)).toMatchObject({ status: 'done', closedBy: { kind: 'person', id: PRIYA } })
    expect(Object.keys(task(stage).resources)).toEqual(['database:database'])
  })

  it('finishes, reopens and reverts nothing by what its author writes after the merge', async () => {
    const stage = world([{}, { id: 'UAPI-13' }])
    const merged = mergedPayload('10:00:00', FORK)
    await pull(stage, merged)
    const asMerged = merged.pull_request
    const later = (title: string, body: string) =>
      pullPayload('edited', '11:00:00', { ...asMerged, title, body, updated_at: '2026-06-01T11:00:00Z' }, 'mallory')
    await pull(stage, later('UAPI-13 mine now', ''), later('Nothing', ''), later('Revert "UAPI-12"', 'Reverts #11'))
    expect([task(stage).status, task(stage, 'UAPI-13').status]).toEqual(['done', 'open'])
    // Those who may write to the repository correct it as before.
    const sender = { login: 'priya-gh', type: 'User' }
    const rather = { ...later('UAPI-13 rather', ''), ...{ sender } }
    await pull(stage, rather)
    expect([task(stage).status, task(stage, 'UAPI-13').status]).toEqual(['open', 'done'])
  })

  it('lets go of the task when its author no longer belongs to the repository', async () => {
    const stage = world()
    await pull(stage, opened({ author_association: 'COLLABORATOR' }))
    await check(stage, red)
    await pull(stage, pullPayload('synchronize', '09:10:00', FORK, 'mallory'))
    expect(task(stage)).toMatchObject({ status: 'open', impediments: {}, pulls: { [SUBJECT]: { state: 'unlinked' } } })
  })
})
