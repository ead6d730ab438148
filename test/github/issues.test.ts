import { describe, expect, it } from 'vitest'
import type { ImportRule } from '../../app/projects/import-rule.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import { ask } from '../support/tasks.ts'
import { beginnings, endsTheSame, parts } from './any-order.ts'
import type { Delivered } from './deliver.ts'
import { issueLives, NINA } from './issue-lives.ts'
import { dependency, ELSEWHERE, issue, issueWorld, noticeable, part } from './issue-world.ts'
import { closedIssuePayload, dependencyPayload, issuePayload, subIssuePayload, WEB } from './payloads.ts'
import { DEV, PRIYA, W } from './world.ts'

const priya = { assignee: { login: 'priya-gh' } }
const only = (world: ReturnType<typeof issueWorld>) => world.tasks()[0]!

describe('an issue that a project wants', () => {
  it('becomes a task, once, with its title, its phase and its assignee', async () => {
    const world = issueWorld()
    const opened = issue(
      issuePayload('opened', '09:00:00', {
        labels: [{ name: 'phase:frontend' }],
        assignees: [{ login: 'priya-gh' }, { login: 'dev-gh' }],
      }),
    )
    await world.hear(opened, opened)
    expect(world.tasks()).toMatchObject([
      {
        id: 'UAPI-1',
        title: 'Build the endpoint',
        phase: 'frontend',
        assignee: PRIYA,
        createdBy: { kind: 'person', id: DEV },
        issue: { repository: 'northwind/user-api', number: 7, repositoryId: 1001, imported: true },
        ready: true,
      },
    ])
    expect(missingNotices(only(world)).map(({ to }) => to)).toEqual([PRIYA])
  })

  it('is one with the label, where the project asks for that', async () => {
    const world = issueWorld({ kind: 'label', label: 'codexflow' })
    await world.hear(issue(issuePayload('opened', '09:00:00', { labels: [{ name: 'bug' }] })))
    expect(world.tasks()).toEqual([])
    await world.hear(issue(issuePayload('labeled', '09:01:00', { labels: [{ name: 'CodexFlow' }] })))
    expect(world.tasks()).toHaveLength(1)
    // It has become work: that the label goes takes nothing back.
    await world.hear(issue(issuePayload('unlabeled', '09:02:00')))
    expect(only(world).status).toBe('open')
  })

  it('is none where the project wants none, or is archived, or nobody has connected the repository', async () => {
    const none = issueWorld(undefined)
    const unwanted = { ...none, ...issueWorld() }
    const { mind } = unwanted
    const project = (await mind.directory.project(W, 'UAPI'))!
    await mind.directory.saveProject({ ...project, archivedAt: '2026-05-01T00:00:00Z', version: 2 })
    await unwanted.hear(issue(issuePayload('opened', '09:00:00')))
    const elsewhere = { repository: { id: 9, full_name: 'octo/none' } }
    const nowhere = issueWorld()
    await nowhere.hear(issue(issuePayload('opened', '09:00:00', {}, elsewhere)))
    const wanted = issueWorld()
    Object.assign(wanted.ports, {
      directory: { ...wanted.ports.directory, project: async () => ({ ...project, import: undefined }) },
    })
    await wanted.hear(issue(issuePayload('opened', '09:00:00')))
    expect([unwanted.tasks(), nowhere.tasks(), wanted.tasks(), wanted.mind.issues.writes()]).toEqual([[], [], [], 0])
  })

  it('is none of a stranger until somebody takes it up, nor of a bot', async () => {
    const publicly = { repository: { id: 1001, full_name: 'northwind/user-api' }, by: 'stranger' }
    const strange = { user: { login: 'stranger' }, author_association: 'NONE' }
    const world = issueWorld()
    await world.hear(issue(issuePayload('opened', '09:00:00', strange, publicly)))
    const bot = { user: { login: 'renovate[bot]', type: 'Bot' }, number: 8 }
    await world.hear(issue(issuePayload('opened', '09:00:00', bot)))
    expect(world.tasks()).toEqual([])
    const taken = { ...strange, assignees: [{ login: 'priya-gh' }] }
    await world.hear(issue(issuePayload('assigned', '10:00:00', taken, { ...publicly, by: 'priya-gh', ...priya })))
    expect(world.tasks()).toMatchObject([{ assignee: PRIYA }])
    // Whoever has proved the login is no stranger, whatever GitHub says.
    const linked = { user: { login: 'dev-gh' }, author_association: 'NONE', number: 9 }
    await world.hear(issue(issuePayload('opened', '11:00:00', linked, publicly)))
    expect(world.tasks()).toHaveLength(2)
  })

  it('is not heeded where our own app has touched it', async () => {
    const world = issueWorld()
    await world.hear(issue(issuePayload('opened', '09:00:00', {}, { by: 'codexflow[bot]' })))
    await world.hear(
      dependency({
        ...dependencyPayload('blocked_by_added', '09:00:00', { number: 7 }, { number: 8 }),
        sender: { login: 'codexflow[bot]' },
      } as never),
    )
    expect([world.tasks(), world.mind.issues.writes()]).toEqual([[], 0])
  })
})

describe('a task that an issue became', () => {
  it('follows it: title, assignee, closing and reopening', async () => {
    const world = issueWorld()
    await world.hear(issue(issuePayload('opened', '09:00:00')))
    await world.hear(
      issue(issuePayload('edited', '09:10:00', { title: 'Build it well' }, { changes: { title: { from: 'x' } } })),
    )
    expect(only(world).title).toBe('Build it well')
    await world.hear(issue(issuePayload('assigned', '09:20:00', { assignees: [{ login: 'priya-gh' }] }, priya)))
    expect(only(world).assignee).toBe(PRIYA)
    await world.hear(issue(closedIssuePayload('10:00:00')))
    expect(only(world)).toMatchObject({ status: 'done', closedBy: { kind: 'person', id: DEV } })
    await world.hear(issue(issuePayload('reopened', '11:00:00')))
    expect(only(world).status).toBe('open')
    await world.hear(issue(closedIssuePayload('12:00:00', 'not_planned')))
    expect(only(world).status).toBe('cancelled')
  })

  it('is written only for news', async () => {
    const world = issueWorld()
    await world.hear(issue(issuePayload('opened', '09:00:00')))
    const { version } = only(world)
    const labelled = issue(issuePayload('labeled', '09:30:00', { labels: [{ name: 'bug' }] }))
    await world.hear(issue(issuePayload('opened', '09:00:00')))
    expect(only(world).version).toBe(version)
    await world.hear(labelled, labelled)
    expect(only(world).version).toBeLessThanOrEqual(version + 1)
  })

  it('moves with it where we are, and says so where we are not', async () => {
    const world = issueWorld()
    await world.hear(issue(issuePayload('opened', '09:00:00')))
    const to = (repository: typeof WEB, number: number) => ({ new_issue: { number }, new_repository: repository })
    await world.hear(issue(issuePayload('transferred', '10:00:00', {}, { changes: to(WEB, 3) })))
    // The new repository hears of it as of a new issue.
    const arrival = {
      changes: { old_issue: { number: 7 }, old_repository: { id: 1001, full_name: 'northwind/user-api' } },
    }
    const arrived = issuePayload('opened', '10:00:00', { number: 3 }, { repository: WEB, ...arrival })
    await world.hear(issue(arrived), issue(arrived))
    expect(world.tasks()).toMatchObject([
      { id: 'UAPI-1', issue: { repository: 'northwind/web', number: 3, repositoryId: 1002 } },
    ])
    await world.hear(issue(closedIssuePayload('11:00:00', 'completed', { number: 3 }, { repository: WEB })))
    expect(only(world).status).toBe('done')
    const away = issuePayload('transferred', '12:00:00', { number: 3 }, { repository: WEB, changes: to(ELSEWHERE, 1) })
    await world.hear(issue(away))
    expect(world.tasks()).toMatchObject([
      { issue: { repository: 'northwind/web', number: 3, movedTo: 'elsewhere/app#1' } },
    ])
  })

  it('is one task, whichever of the two repositories is heard first', async () => {
    const world = issueWorld()
    await world.hear(issue(issuePayload('opened', '09:00:00')))
    const arrival = {
      changes: { old_issue: { number: 7 }, old_repository: { id: 1001, full_name: 'northwind/user-api' } },
    }
    await world.hear(issue(issuePayload('opened', '10:00:00', { number: 3 }, { repository: WEB, ...arrival })))
    const changes = { new_issue: { number: 3 }, new_repository: WEB }
    await world.hear(issue(issuePayload('transferred', '10:00:00', {}, { changes })))
    // And a word of the old one that comes late is a word of the new one.
    await world.hear(issue(issuePayload('assigned', '09:30:00', { assignees: [{ login: 'priya-gh' }] }, priya)))
    expect(world.tasks()).toMatchObject([{ assignee: PRIYA, issue: { repository: 'northwind/web', number: 3 } }])
  })

  it('has its name from people where people made it, and still hears of its issue', async () => {
    const world = issueWorld(undefined)
    const project = (await world.mind.directory.project(W, 'UAPI'))!
    const made = await (await import('../../app/dependencies.ts')).createTask(
      { log: world.mind.log, graph: world.mind.graph },
      {
        ...{ workspace: W, project, title: 'My name for it', phase: 'qa', after: [], gates: [] },
        issue: { repository: 'northwind/user-api', number: 7, repositoryId: 1001 },
        by: { kind: 'person', id: DEV },
        at: '2026-06-01T08:30:00.000Z',
      },
      'cause',
    )
    expect(made.ok).toBe(true)
    await world.hear(issue(issuePayload('labeled', '09:00:00', { labels: [{ name: 'backend' }] })))
    expect(only(world)).toMatchObject({ title: 'My name for it', phase: 'qa' })
    await world.hear(issue(closedIssuePayload('10:00:00')))
    expect(only(world).status).toBe('done')
  })
})

describe('an issue that waits for another', () => {
  const seven = issue(issuePayload('opened', '09:00:00'))
  const eight = issue(issuePayload('opened', '09:00:00', { number: 8 }))
  const three = issue(issuePayload('opened', '09:00:00', { number: 3 }, { repository: WEB }))
  const [at7, at8, at3] = [{ number: 7 }, { number: 8 }, { number: 3, repository: WEB }]
  const added = dependency(dependencyPayload('blocked_by_added', '10:00:00', at7, at8))
  const removed = dependency(dependencyPayload('blocked_by_removed', '11:00:00', at7, at8))

  it('has its task wait for that one, also across repositories, and a parent for its parts', async () => {
    const world = issueWorld()
    await world.hear(seven, eight, three, added)
    await world.hear(dependency(dependencyPayload('blocking_added', '10:00:00', at7, at8)))
    await world.hear(part(subIssuePayload('sub_issue_added', '10:00:00', at7, at3)))
    expect(noticeable(world)['northwind/user-api#7']).toMatchObject({
      ready: false,
      waits: ['northwind/user-api#8 open', 'northwind/web#3 open'],
    })
    await world.hear(removed)
    expect(noticeable(world)['northwind/user-api#7']).toMatchObject({ waits: ['northwind/web#3 open'] })
  })

  it('does so too when the issues are heard of later', async () => {
    const world = issueWorld()
    await world.hear(added, seven, eight)
    expect(noticeable(world)['northwind/user-api#7']).toMatchObject({ waits: ['northwind/user-api#8 open'] })
  })

  it('still waits for a part of it that it was also blocked by', async () => {
    const world = issueWorld()
    await world.hear(seven, eight, added, part(subIssuePayload('sub_issue_added', '10:00:00', at7, at8)), removed)
    expect(noticeable(world)['northwind/user-api#7']).toMatchObject({ waits: ['northwind/user-api#8 open'] })
    await world.hear(part(subIssuePayload('sub_issue_removed', '12:00:00', at7, at8)))
    expect(noticeable(world)['northwind/user-api#7']).toMatchObject({ waits: [] })
  })

  it('is not tied again by an old word, after a person has untied it', async () => {
    const world = issueWorld()
    await world.hear(seven, eight, added)
    const { removeDependency } = await import('../../app/dependencies.ts')
    const order = {
      workspace: W,
      task: 'UAPI-1',
      blocker: 'UAPI-2',
      by: { kind: 'person', id: DEV },
      at: '2026-06-01T12:00:00Z',
    } as const
    await removeDependency({ log: world.mind.log, graph: world.mind.graph }, order)
    await world.hear(added)
    expect(noticeable(world)['northwind/user-api#7']).toMatchObject({ waits: [] })
  })

  it('never waits in a circle, nor for a task of others', async () => {
    const warned: unknown[] = []
    const log = {
      info: () => {},
      warn: (_: string, data?: unknown) => void warned.push(data),
      error: () => {},
      debug: () => {},
    }
    const world = issueWorld({ kind: 'all' }, log as never)
    await world.hear(seven, eight, added, dependency(dependencyPayload('blocked_by_added', '10:00:00', at8, at7)))
    await world.hear(
      dependency(dependencyPayload('blocked_by_added', '10:00:00', at7, { number: 1, repository: ELSEWHERE })),
    )
    expect(noticeable(world)['northwind/user-api#8']).toMatchObject({ waits: [] })
    expect(noticeable(world)['northwind/user-api#7']).toMatchObject({ waits: ['northwind/user-api#8 open'] })
    expect(warned).toMatchObject([{ task: 'UAPI-2', blocker: 'UAPI-1', refusal: 'cycle' }])
  })
})

describe('somebody who is assigned, and whom nobody here knows', () => {
  const opened = issue(issuePayload('opened', '09:00:00'))
  const given = (who: object, at = '09:20:00') =>
    issue(issuePayload('assigned', at, { assignees: [who] }, { assignee: who }))

  it('is put down as a guest who has that account, where GitHub lets them write, and the task is theirs', async () => {
    const world = issueWorld()
    world.writers.add('nina-gh')
    await world.hear(opened, given(NINA), given(NINA))
    const person = (await world.mind.directory.personByLogin(W, 'nina-gh', 31))!
    const { id, ...rest } = person
    expect(rest).toEqual({ workspace: W, name: 'nina-gh', role: 'guest', githubLogin: 'nina-gh', githubId: 31 })
    expect(only(world).assignee).toBe(id)
    expect(missingNotices(only(world)).map(({ to }) => to)).toEqual([id])
    // Named twice in the delivery, asked once; known from then on.
    expect(world.asked).toEqual(['nina-gh in northwind/user-api'])
  })

  it('is the same person where they did it themselves', async () => {
    const world = issueWorld()
    world.writers.add('nina-gh')
    const own = { assignees: [NINA], user: NINA }
    await world.hear(issue(issuePayload('opened', '09:00:00', own, { by: 'nina-gh' })))
    expect(only(world).createdBy).toEqual({ kind: 'person', id: only(world).assignee })
  })

  it.each([
    ['GitHub does not let them write', NINA, ['nina-gh in northwind/user-api']],
    ['a machine has the account', { login: 'Copilot', id: 32, type: 'Bot' }, []],
  ])('stays nobody where %s', async (_, who, asked) => {
    const world = issueWorld()
    world.writers.add('Copilot')
    await world.hear(opened, given(who))
    expect([only(world).assignee, await world.mind.directory.personByLogin(W, who.login)]).toEqual([
      undefined,
      undefined,
    ])
    expect(world.asked).toEqual(asked)
  })

  it('stays who they are where they have left the workspace: only their own word brings them back', async () => {
    const world = issueWorld()
    world.writers.add('dev-gh')
    const dev = (await world.mind.directory.person(W, DEV))!
    const stay = { state: 'gone', since: '2026-05-01T00:00:00Z' } as const
    await world.mind.directory.changePerson(dev, { ...dev, stay })
    await world.hear(opened, given({ login: 'dev-gh' }))
    expect([only(world).assignee, world.asked]).toEqual([undefined, []])
  })

  it('is whoever was linked to the account at that very moment', async () => {
    const world = issueWorld()
    const { directory } = world.mind
    const her = (await directory.person(W, PRIYA))!
    const mayWrite = async () => {
      await directory.changePerson(her, { ...her, githubLogin: 'nina-gh', githubId: 31 })
      return true
    }
    Object.assign(world.ports, { mayWrite })
    await world.hear(opened, given(NINA))
    expect(only(world).assignee).toBe(PRIYA)
  })

  it('is asked for again when GitHub could not be asked: nothing is kept of the delivery', async () => {
    const world = issueWorld()
    await world.hear(opened)
    const writes = world.mind.issues.writes()
    Object.assign(world.ports, { mayWrite: () => Promise.reject(new Error('GitHub is away')) })
    await expect(world.hear(given(NINA))).rejects.toThrow('GitHub is away')
    expect([only(world).assignee, world.mind.issues.writes()]).toEqual([undefined, writes])
  })
})

const labelled = { labels: [{ name: 'codexflow' }, { name: 'qa' }] }
const [A, B, C] = [{ number: 7 }, { number: 8 }, { number: 3, repository: WEB }]
const rename = (title: string) => ({ title, ...labelled })

/** Three issues from their opening to their end, with all that may happen to them. */
const STORY: readonly Delivered[] = [
  issue(issuePayload('opened', '09:00:00')),
  issue(issuePayload('labeled', '09:01:00', labelled)),
  issue(issuePayload('opened', '09:02:00', { number: 8, ...labelled })),
  dependency(dependencyPayload('blocked_by_added', '09:03:00', A, B)),
  dependency(dependencyPayload('blocking_added', '09:03:00', A, B)),
  issue(issuePayload('assigned', '09:04:00', { ...labelled, assignees: [{ login: 'priya-gh' }] }, priya)),
  issue(
    issuePayload(
      'assigned',
      '09:05:00',
      { ...labelled, assignees: [{ login: 'dev-gh' }, { login: 'priya-gh' }] },
      { assignee: { login: 'dev-gh' } },
    ),
  ),
  issue(issuePayload('opened', '09:06:00', { number: 3, ...labelled }, { repository: WEB })),
  part(subIssuePayload('sub_issue_added', '09:07:00', B, C)),
  part(subIssuePayload('parent_issue_added', '09:07:00', B, C)),
  // Nobody knew her until then; GitHub lets her write.
  issue(issuePayload('assigned', '09:07:30', { ...labelled, number: 8, assignees: [NINA] }, { assignee: NINA })),
  issue(issuePayload('edited', '09:08:00', rename('Build it well'), { changes: { title: { from: 'x' } } })),
  issue(closedIssuePayload('09:09:00', 'not_planned', labelled)),
  issue(issuePayload('reopened', '09:10:00', labelled)),
  issue(closedIssuePayload('09:11:00', 'completed', { number: 8, ...labelled }, { by: 'priya-gh' })),
  issue(
    issuePayload('edited', '09:12:00', { ...labelled, number: 8, state: 'closed', closed_at: '2026-06-01T09:11:00Z' }),
  ),
  part(subIssuePayload('sub_issue_removed', '09:13:00', B, C)),
  issue(issuePayload('unassigned', '09:14:00', { ...labelled, assignees: [{ login: 'dev-gh' }] }, priya)),
  issue(issuePayload('unlabeled', '09:15:00', { assignees: [{ login: 'dev-gh' }] })),
  issue(issuePayload('deleted', '09:16:00', { number: 3, ...labelled }, { repository: WEB })),
]

async function endOf(deliveries: readonly Delivered[], rule: ImportRule = { kind: 'label', label: 'codexflow' }) {
  const world = issueWorld(rule)
  world.writers.add(NINA.login)
  await world.hear(...deliveries)
  // What a task that closed owes its dependents.
  for (const task of world.tasks()) {
    const closed = task.status === 'done' || task.status === 'cancelled'
    for (const id of await world.mind.log.dependents(W, task.id)) {
      const { submit } = await import('../../app/submit.ts')
      await submit(world.mind.log, { workspace: W, task: id, command: ask.settle(task.id, !closed, task.changed) })
    }
  }
  return noticeable(world)
}

describe('the deliveries of issues', () => {
  it('end as they should in order', async () => {
    expect(await endOf(STORY)).toMatchInlineSnapshot(`
      {
        "northwind/user-api#7": {
          "assignee": "per_dev",
          "closedBy": undefined,
          "phase": "backend",
          "ready": true,
          "status": "open",
          "title": "Build the endpoint",
          "waits": [
            "northwind/user-api#8 closed",
          ],
        },
        "northwind/user-api#8": {
          "assignee": "per_33abf55b31e76a5319f4",
          "closedBy": {
            "id": "per_priya",
            "kind": "person",
          },
          "phase": "qa",
          "ready": false,
          "status": "done",
          "title": "Build the endpoint",
          "waits": [],
        },
        "northwind/web#3": {
          "assignee": undefined,
          "closedBy": {
            "id": "per_dev",
            "kind": "person",
          },
          "phase": "qa",
          "ready": false,
          "status": "cancelled",
          "title": "Build the endpoint",
          "waits": [],
        },
      }
    `)
  })

  it('end the same however they are shuffled and repeated, from each moment of the story', async () => {
    await endsTheSame(beginnings(STORY, [7, 12, 13, 16, STORY.length]), (told) => endOf(told), {
      most: 3,
      numRuns: 250,
    })
  })

  it('end the same whatever part of it happened', async () => {
    await endsTheSame(parts(STORY), (told) => endOf(told), { most: 3, numRuns: 150 })
  })

  it('end the same whatever the life of the issues', async () => {
    await endsTheSame(issueLives, (told) => endOf(told), { most: 2, numRuns: 150 })
    await endsTheSame(issueLives, (told) => endOf(told, { kind: 'all' }), { most: 2, numRuns: 150 })
  })
})
