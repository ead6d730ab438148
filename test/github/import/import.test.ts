import { describe, expect, it } from 'vitest'
import { nextPage } from '../../../app/github/import/answers.ts'
import { type ImportPorts, importStep } from '../../../app/github/import/run.ts'
import { startImport } from '../../../app/github/import/start.ts'
import { NotAsked } from '../../../app/github/membership.ts'
import type { ImportOrder, ImportState } from '../../../app/ports/imports.ts'
import type { ImportRule } from '../../../app/projects/import-rule.ts'
import { inSlack } from '../../../app/slack/messages/in-slack.ts'
import { missingNotices } from '../../../app/tasks/wanted-notices.ts'
import { importLine, importReply } from '../../../app/verbs/words/import-words.ts'
import { importMemory } from '../../support/memory-imports.ts'
import { type IssueWorld, issue, issueWorld } from '../issue-world.ts'
import { issuePayload, WEB } from '../payloads.ts'
import { DEV, PRIYA, REPOSITORY, W, world } from '../world.ts'
import { type FakeGitHub, fakeGitHub, httpError, type Past } from './fake-github.ts'

const NOW = Date.parse('2026-06-02T08:00:00Z')
const CONNECTED = { id: REPOSITORY.id, fullName: REPOSITORY.full_name, installation: 7 }

/** An import from a GitHub that is not there, with a queue whose messages may be killed or come twice. */
type Stage = {
  readonly home: IssueWorld
  readonly github: FakeGitHub
  readonly ports: ImportPorts
  readonly queue: { readonly order: ImportOrder; readonly at: number }[]
  readonly told: ImportState[]
  clock: number
  start(rule?: ImportRule, run?: string): Promise<string>
  state(): Promise<ImportState>
  /** Works the queue off; `each` sees every message before it is taken. */
  run(each?: (order: ImportOrder, count: number) => void): Promise<void>
}

function stageOf(past: readonly Past[], pulls: readonly Record<string, unknown>[] = [], given?: ImportRule): Stage {
  const home = issueWorld(given ?? { kind: 'all' })
  const github = fakeGitHub(past, pulls)
  const book = importMemory()
  const queue: { order: ImportOrder; at: number }[] = []
  const told: ImportState[] = []
  const acts = { ...home.ports, pulls: world().ports.pulls, deployments: world().ports.deployments }
  const ports: ImportPorts = {
    acts,
    directory: home.mind.directory,
    book,
    client: github,
    later: async (order, at) => void queue.push({ order, at }),
    tell: async (state) => void told.push(state),
    now: () => stage.clock,
    log: home.ports.log,
  }
  const stage: Stage = {
    ...{ home, github, ports, queue, told },
    clock: NOW,
    async start(rule = { kind: 'all' }, run = 'first') {
      const wanted = {
        workspace: W,
        project: 'UAPI',
        repository: CONNECTED,
        rule,
        run,
        by: DEV,
        asked: { slackUser: 'U0DEV' },
      }
      return startImport(ports, { ...wanted, startedAt: '2026-06-02T08:00:00Z' })
    },
    state: async () => (await book.load(W, REPOSITORY.id))!,
    async run(each = () => {}) {
      for (let count = 0; queue.length > 0; count++) {
        if (count > 5_000) throw new Error('it does not come to an end')
        const { order, at } = queue.shift()!
        // The queue gives no message sooner.
        stage.clock = Math.max(stage.clock, at)
        each(order, count)
        try {
          await importStep(ports, order)
        } catch (error) {
          if (!(error instanceof Killed)) throw error
          queue.push({ order, at: stage.clock + 360_000 })
        }
      }
    },
  }
  return stage
}

class Killed extends Error {}

const numbered = (count: number, over: (number: number) => Partial<Past> = () => ({})): Past[] =>
  Array.from({ length: count }, (_, index) => ({ number: index + 1, ...over(index + 1) }))

/** What waits for what, by the issues. */
function edgesOf({ home }: Stage): string[] {
  const numberOf = new Map(home.tasks().map(({ id, issue }) => [id, issue?.number]))
  return home
    .tasks()
    .flatMap(({ id, blockers }) =>
      Object.keys(blockers).map((other) => `${numberOf.get(id)} ${numberOf.get(other as never)}`),
    )
    .toSorted()
}

describe('the history of a repository', () => {
  it('comes in: open issues, what they wait for, and open pull requests, and its tasks tell nobody', async () => {
    const assigned = { assignees: [{ login: 'priya-gh' }], labels: [{ name: 'phase:qa' }] }
    const pull = {
      ...{ number: 40, title: 'UAPI-1 it', body: null, state: 'open', draft: false, user: { login: 'dev-gh' } },
      html_url: 'https://github.com/northwind/user-api/pull/40',
      ...{ updated_at: '2026-06-01T09:00:00Z', head: { sha: 'a'.repeat(40), ref: 'x', repo: { id: REPOSITORY.id } } },
    }
    const stage = stageOf(
      [
        { number: 1, over: assigned },
        { number: 2, blockers: [1, 3] },
        { number: 3, parts: [4] },
        { number: 4 },
        { number: 40, over: { pull_request: { url: 'x' } } },
      ],
      [pull],
    )
    await stage.home.hear(issue(issuePayload('opened', '08:30:00', { number: 3 }, { repository: WEB })))
    expect(await stage.start()).toBe('begun')
    await stage.run()
    const tasks = stage.home.tasks().filter(({ project }) => project === 'UAPI')
    expect(tasks.map(({ id, title, phase, assignee, status }) => [id, title, phase, assignee, status])).toEqual([
      ['UAPI-1', 'Issue 1', 'qa', PRIYA, 'in_review'],
      ['UAPI-2', 'Issue 2', 'backend', undefined, 'open'],
      ['UAPI-3', 'Issue 3', 'backend', undefined, 'open'],
      ['UAPI-4', 'Issue 4', 'backend', undefined, 'open'],
    ])
    expect(edgesOf(stage)).toEqual(['2 1', '2 3', '3 4'])
    expect(tasks.flatMap(missingNotices)).toEqual([])
    expect(stage.told).toMatchObject([{ stage: 'done', counts: { seen: 4, tasks: 4, edges: 3, pulls: 1 } }])
    expect(inSlack(importReply(stage.told[0]!)).text).toMatchInlineSnapshot(`
      "northwind/user-api is in: 4 of 4 open issues are tasks of *UAPI*. I also read 3 dependencies and sub-issues, and 1 open pull request.
      You read this because you asked for it. From now on, issues become tasks as they are opened (all). See them: \`/codexflow list UAPI\`"
    `)
  })

  it('brings its assignees: whom nobody here knows, but GitHub lets write, has theirs, asked for once in a slice', async () => {
    const [nina, vera] = ['nina-gh', 'vera-gh'].map((login, place) => ({ login, id: 31 + place, type: 'User' }))
    const assigned = (number: number, who: object): Past => ({ number, over: { assignees: [who] } })
    const stage = stageOf([assigned(1, nina!), assigned(2, vera!), assigned(3, nina!), assigned(4, vera!)])
    stage.home.writers.add('nina-gh')
    await stage.start()
    await stage.run()
    const id = (await stage.home.mind.directory.personByLogin(W, 'nina-gh'))?.id
    expect(stage.home.tasks().map(({ assignee }) => assignee)).toEqual([id, undefined, id, undefined])
    expect([id === undefined, stage.home.asked]).toEqual([
      false,
      ['nina-gh in northwind/user-api', 'vera-gh in northwind/user-api'],
    ])
  })

  it('is only what has the label, where that was asked for', async () => {
    const label = { kind: 'label', label: 'codexflow' } as const
    const stage = stageOf([{ number: 1, over: { labels: [{ name: 'codexflow' }] } }], [], label)
    await stage.start(label)
    await stage.run()
    expect(stage.home.tasks()).toHaveLength(1)
    expect(await stage.state()).toMatchObject({ stage: 'done', about: 0 })
  })

  it('says what was left out, and why', async () => {
    const stage = stageOf([
      { number: 1, over: { author_association: 'NONE', user: { login: 'renovate[bot]', type: 'Bot' } } },
      { number: 2, blockers: ['octo/none#1'] },
      { number: 3, blockers: [4] },
      { number: 4, parts: [3] },
      { number: 5, blockers: Array.from({ length: 101 }, (_, index) => 100 + index) },
      ...Array.from({ length: 101 }, (_, index) => ({ number: 100 + index })),
      { number: 300, over: { updated_at: 'soon' } },
    ])
    await stage.start()
    await stage.run()
    const { skipped } = stage.told[0]!
    expect(skipped).toEqual({
      stranger: { count: 1, examples: ['northwind/user-api#1'] },
      elsewhere: { count: 1, examples: ['northwind/user-api#2'] },
      cycle: { count: 1, examples: ['northwind/user-api#4'] },
      'too-many': { count: 1, examples: ['northwind/user-api#5'] },
      unreadable: { count: 1, examples: ['northwind/user-api'] },
    })
    expect(inSlack(importReply(stage.told[0]!)).text).toMatchInlineSnapshot(`
      "northwind/user-api is in: 105 of 106 open issues are tasks of *UAPI*. I also read 102 dependencies and sub-issues, and 0 open pull requests.
      Left out:
      • 1 issue by somebody who does not belong to the repository, or by a bot: assign somebody, and it comes in, such as northwind/user-api#1
      • 1 dependency on an issue of a repository that is not connected, such as northwind/user-api#2
      • 1 dependency that would close a circle, such as northwind/user-api#4
      • 1 dependency beyond the 100 that a task can have, such as northwind/user-api#5
      • 1 answer of GitHub that could not be read, such as northwind/user-api
      You read this because you asked for it. From now on, issues become tasks as they are opened (all). See them: \`/codexflow list UAPI\`"
    `)
  })

  it('asks GitHub a known number of times: each page twice, and twice at most for an issue that says it waits', async () => {
    const stage = stageOf(numbered(950, (number) => (number % 100 === 0 ? { blockers: [number - 1] } : {})))
    await stage.start()
    await stage.run()
    const { requests, counts } = await stage.state()
    // One look, ten pages twice, nine issues that wait, and a page of pull requests.
    expect([requests, stage.github.asked.length, counts.tasks]).toEqual([1 + 2 * 10 + 9 + 1, 31, 950])
  })

  it('finds in the second look what was opened meanwhile, and loses nothing that moved', async () => {
    const stage = stageOf(numbered(250))
    await stage.start()
    await stage.run((_, count) => {
      if (count === 1) for (let number = 1; number <= 50; number++) stage.github.close(number)
    })
    expect(stage.home.tasks().filter(({ issue }) => issue!.number > 100)).toHaveLength(150)
  })
})

describe('an import that is killed', () => {
  it('anywhere, and whose messages come twice, ends as if nothing had been', async () => {
    const past = numbered(1_200, (number) => ({
      ...(number % 10 === 0 ? { blockers: [number - 1, number + 7] } : {}),
      ...(number % 45 === 0 ? { parts: [number - 2] } : {}),
    }))
    const smooth = stageOf(past)
    await smooth.start()
    await smooth.run()

    const stage = stageOf(past)
    let deeds = 0
    // Dies at every so many-th thing that it does to the world.
    const mortal = <A extends unknown[], R>(deed: (...args: A) => Promise<R>) => {
      return async (...args: A): Promise<R> => {
        deeds++
        if (deeds % 397 === 0) throw new Killed('before')
        const done = await deed(...args)
        if (deeds % 401 === 0) throw new Killed('after')
        return done
      }
    }
    const { graph, tasks, issues } = stage.ports.acts
    const { book } = stage.ports
    Object.assign(stage.ports, {
      acts: {
        ...stage.ports.acts,
        graph: { ...graph, create: mortal(graph.create), addEdge: mortal(graph.addEdge) },
        tasks: { ...tasks, append: mortal(tasks.append) },
        issues: { ...issues, change: mortal(issues.change) },
      },
      book: { ...book, save: mortal(book.save), sent: mortal(book.sent) },
      later: mortal(stage.ports.later),
    })
    await stage.start()
    await stage.run((order, count) => {
      if (count % 7 === 0) stage.queue.push({ order, at: stage.clock })
    })
    expect(stage.home.tasks()).toHaveLength(1_200)
    expect(edgesOf(stage)).toEqual(edgesOf(smooth))
    expect(edgesOf(stage)).toHaveLength(240 + 26 - 1)
    const { counts, skipped } = await stage.state()
    expect({ counts, skipped }).toEqual(await smooth.state().then(({ counts, skipped }) => ({ counts, skipped })))
    expect(new Set(stage.told.map(({ run }) => run))).toEqual(new Set(['first']))
  })

  it('goes on when somebody asks for it once more, and begins anew once it is over', async () => {
    const stage = stageOf(numbered(250))
    await stage.start()
    // Its message was lost.
    await importStep(stage.ports, stage.queue.shift()!.order)
    stage.queue.length = 0
    expect(await stage.start({ kind: 'all' }, 'second')).toBe('goes-on')
    await stage.run()
    expect(await stage.state()).toMatchObject({ run: 'first', stage: 'done' })
    expect(await stage.start({ kind: 'all' }, 'third')).toBe('begun')
    await stage.run()
    expect([(await stage.state()).run, stage.home.tasks().length]).toEqual(['third', 250])
  })
})

describe('an import that GitHub does not answer', () => {
  const limited = httpError(403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 + 1_800) })
  const failing = (error: Error) => () => {
    throw error
  }

  it('waits for as long as GitHub asks, and says so', async () => {
    const stage = stageOf(numbered(250))
    await stage.start()
    stage.github.trouble.push(() => {}, failing(limited))
    const waits: number[] = []
    await stage.run(() => waits.push(stage.clock - NOW))
    expect(waits.slice(0, 3)).toEqual([0, 1_800_000, 1_800_000])
    expect(await stage.state()).toMatchObject({ stage: 'done', counts: { tasks: 250 } })
  })

  it('leaves a fifth of the hour to everything else', async () => {
    const stage = stageOf(numbered(450))
    stage.github.limit = { left: 1_003, reset: NOW + 600_000 }
    await stage.start()
    const asked: number[] = []
    await stage.run(() => {
      asked.push(stage.github.asked.length)
      if (stage.clock > NOW) stage.github.limit = { left: 5_000, reset: NOW + 3_600_000 }
    })
    expect(stage.clock).toBe(NOW + 601_000)
    expect(asked[asked.findIndex((count) => count >= 4)]).toBe(4)
  })

  it('tries again later and later, keeps what it had, and stops in words in the end', async () => {
    const stage = stageOf(numbered(250))
    await stage.start()
    stage.github.trouble.push(() => {}, ...Array.from({ length: 3 }, () => failing(httpError(502, {}))))
    await stage.run()
    expect([stage.clock - NOW, (await stage.state()).stage]).toEqual([15_000 + 30_000 + 60_000, 'done'])

    const dead = stageOf(numbered(250))
    await dead.start()
    dead.github.trouble.push(...Array.from({ length: 30 }, () => failing(httpError(500))))
    await dead.run()
    expect(dead.told).toMatchObject([{ stage: 'stopped', why: 'GitHub gave no answer' }])
    expect(importLine(dead.told[0]!)).toMatchInlineSnapshot(
      `"Bringing in northwind/user-api stopped: GitHub gave no answer. To go on: \`/codexflow project connect northwind/user-api project:UAPI import:all\`"`,
    )
  })

  it('waits too where it cannot ask who may write, and counts nothing twice', async () => {
    const who = { login: 'nina-gh', id: 31, type: 'User' }
    const stage = stageOf(numbered(5, (number) => (number === 4 ? { over: { assignees: [who] } } : {})))
    const { mayWrite } = stage.ports.acts
    let asked = 0
    Object.assign(stage.ports.acts, {
      mayWrite: async (access: Parameters<typeof mayWrite>[0]) => {
        if (asked++ === 0) throw new NotAsked('GitHub could not be asked about a repository')
        return mayWrite(access)
      },
    })
    stage.home.writers.add('nina-gh')
    await stage.start()
    await stage.run()
    expect([stage.clock - NOW, stage.told.map(({ counts }) => [counts.seen, counts.tasks])]).toEqual([15_000, [[5, 5]]])
    expect(stage.home.tasks().filter(({ assignee }) => assignee !== undefined)).toHaveLength(1)
  })

  it('stops at once where it may not look any more', async () => {
    const stage = stageOf(numbered(5))
    await stage.start()
    stage.github.trouble.push(failing(httpError(404, {})))
    await stage.run()
    expect(stage.told).toMatchObject([{ stage: 'stopped', why: 'GitHub answered 404: GitHub says 404' }])
  })

  it('throws what is our own fault, so that the message comes again', async () => {
    const stage = stageOf(numbered(5))
    await stage.start()
    Object.assign(stage.ports, { directory: { projects: () => Promise.reject(new Error('the table is away')) } })
    await expect(importStep(stage.ports, stage.queue[0]!.order)).rejects.toThrow('the table is away')
  })
})

it('An import says how far it is', async () => {
  const stage = stageOf(numbered(3_000))
  await stage.start()
  const lines: (string | undefined)[] = []
  await stage.run(() => {
    void stage.state().then((state) => lines.push(importLine(state)))
  })
  expect([...new Set(lines)].filter((_, place) => [0, 12, 30, 31].includes(place))).toMatchInlineSnapshot(`
    [
      "Importing northwind/user-api: 0 issues so far.",
      "Importing northwind/user-api: 1,200 of about 3,000 issues.",
      "Importing northwind/user-api: its issues are in; now what moved meanwhile.",
      "Importing northwind/user-api: its issues are in; now its open pull requests.",
    ]
  `)
  expect(importLine(await stage.state())).toBeUndefined()
})

it('The next page is the one that GitHub names, by nothing but its own two parameters', () => {
  const link = (url: string) => `<https://api.github.com/x?page=1>; rel="prev", <${url}>; rel="next"`
  expect([
    nextPage(link('https://api.github.com/repositories/1/issues?after=Y3Vyc29y&page=2&state=all&x=1')),
    nextPage(link('https://api.github.com/repositories/1/pulls?page=3')),
    nextPage('<https://api.github.com/x?page=9>; rel="last"'),
    nextPage(link('nonsense')),
    nextPage(undefined),
  ]).toEqual([{ after: 'Y3Vyc29y', page: '2' }, { page: '3' }, undefined, undefined, undefined])
})
