import { describe, expect, it } from 'vitest'
import { type DigestPorts, sendDigest } from '../../app/digest/send-digest.ts'
import type { Digest } from '../../app/handoffs/digest.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import { silentLog } from '../../app/log.ts'
import type { Sent } from '../../app/ports/channel.ts'
import type { Person } from '../../app/projects/person.ts'
import type { PreferenceChange } from '../../app/projects/preferences.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import { memory } from '../support/memory.ts'
import { aContent } from '../support/notices.ts'
import { ANN, after, ask, aTask, BEN, openSince, person, WORKSPACE } from '../support/tasks.ts'

const ben: Person = { workspace: WORKSPACE, id: BEN, name: 'Ben', role: 'member', slackUser: 'U0BEN' }
const order = { workspace: WORKSPACE, person: BEN }
const daily = { zone: 'Africa/Lagos', digest: 'daily' } as const

/** Ben wants a digest; it is half past nine in Lagos, a Monday, unless somebody moves the clock. */
async function given(change: PreferenceChange = daily, over: Partial<Person> = {}) {
  const table = memory({
    people: [{ ...ben, ...over }],
    settings: [{ workspace: WORKSPACE, name: 'Northwind' }],
  })
  await table.directory.savePreferences(ben, change)
  const clock = { now: Date.parse('2026-03-02T08:30:00Z') }
  const posted: Digest[] = []
  const later: string[] = []
  const provider = { answers: async (): Promise<Sent> => ({ outcome: 'sent', receipt: { id: `D1:${posted.length}` } }) }
  const ports: DigestPorts = {
    directory: table.directory,
    days: table.days,
    views: table.views,
    tasks: table.log,
    ledger: table.ledger,
    approvals: table.approvals,
    channel: {
      send: async (digest) => {
        posted.push(digest)
        return provider.answers()
      },
      find: async ({ day }) => (posted.some((digest) => digest.day === day) ? { id: 'D1:found' } : undefined),
    },
    later: async (_, at) => void later.push(new Date(at).toISOString()),
    clock: () => clock.now,
    patience: PATIENCE,
    log: silentLog,
  }
  const run = () => sendDigest(ports, order)
  return { table, ports, posted, later, clock, provider, run }
}

const tomorrow = '2026-03-03T08:00:00.000Z'

describe('a digest', () => {
  it('is sent once a day, however often the order comes, and the next one is put down each time', async () => {
    const { table, posted, later, run } = await given()
    table.seed(aTask())
    await run()
    await run()
    expect(posted).toEqual([
      {
        workspace: WORKSPACE,
        person: BEN,
        slackUser: 'U0BEN',
        day: '2026-03-02',
        because: 'digest',
        ready: [{ id: 'UAPI-2', title: 'Build the endpoint', awaitedBy: 0, isNew: false }],
        begun: [],
        waiting: [],
        approvals: [],
        folded: [],
      },
    ])
    expect(later).toEqual([tomorrow, tomorrow])
  })

  it('comes again the next day', async () => {
    const { table, posted, clock, run } = await given()
    table.seed(aTask())
    await run()
    clock.now = Date.parse(tomorrow)
    await run()
    expect(posted.map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03'])
  })

  it('waits for the working hours, also when they have moved since the order was put down', async () => {
    const { table, posted, later, clock, run } = await given()
    table.seed(aTask())
    clock.now = Date.parse('2026-03-02T07:59:00Z')
    await run()
    expect([posted, later]).toEqual([[], ['2026-03-02T08:00:00.000Z']])
  })

  it('is not sent when there is nothing to say, nor asked for again that day', async () => {
    const { table, posted, later, run } = await given()
    await run()
    table.seed(aTask())
    await run()
    expect([posted, later]).toEqual([[], [tomorrow, tomorrow]])
  })

  it('ends with the wish for it: no message, and no order any more', async () => {
    const { table, posted, later, run } = await given({ ...daily, digest: 'off' })
    table.seed(aTask())
    await run()
    expect([posted, later]).toEqual([[], []])
  })

  it('is for nobody who is gone: nobody whom we never met, nor who has left the workspace', async () => {
    const { table, ports, posted, later, run } = await given(daily, {
      stay: { state: 'gone', since: '2026-03-02T08:00:00Z' },
    })
    table.seed(aTask())
    await run()
    await sendDigest(ports, { ...order, person: ANN })
    expect([posted, later]).toEqual([[], []])
  })
})

describe('a digest that Slack does not take at once', () => {
  it('waits out a refusal, and is sent then', async () => {
    const { table, posted, later, clock, provider, run } = await given()
    table.seed(aTask())
    const { answers } = provider
    provider.answers = async () => ({ outcome: 'refused', notBefore: clock.now + 90_000, why: '429' })
    await run()
    await run()
    const again = new Date(clock.now + 90_000).toISOString()
    expect(later).toEqual([tomorrow, again, tomorrow, again])
    provider.answers = answers
    clock.now += 90_000
    await run()
    await run()
    expect(posted).toHaveLength(2)
  })

  it('is looked up before it is sent again after no answer, and found', async () => {
    const { table, posted, clock, later, provider, run } = await given()
    table.seed(aTask())
    provider.answers = async () => ({ outcome: 'unknown', why: 'no answer' })
    await run()
    await run()
    expect(later.filter((at) => at !== tomorrow)).toEqual(Array(2).fill(new Date(clock.now + 90_000).toISOString()))
    clock.now += 90_000
    await run()
    clock.now += 90_000
    await run()
    expect(posted).toHaveLength(1)
  })

  it('is sent again after no answer when it is surely not there', async () => {
    const { table, ports, posted, clock, provider, run } = await given()
    table.seed(aTask())
    provider.answers = async () => Promise.reject(new Error('the line is dead'))
    await run()
    const { channel } = ports
    const lost = { ...ports, channel: { ...channel, find: async () => undefined } }
    provider.answers = async () => ({ outcome: 'sent', receipt: { id: 'D1:2' } })
    clock.now += 90_000
    await sendDigest(lost, order)
    await run()
    expect(posted).toHaveLength(2)
    expect((await table.days.day(WORKSPACE, BEN, '2026-03-02')).digest).toEqual({
      state: 'SENT',
      receipt: { id: 'D1:2' },
    })
  })

  it('of two workers at once is sent by one; the other comes back', async () => {
    const { table, posted, run } = await given()
    table.seed(aTask())
    await Promise.all([run(), run()])
    expect(posted).toHaveLength(1)
  })

  it('is given up when it can never be said', async () => {
    const { table, posted, provider, run } = await given()
    table.seed(aTask())
    provider.answers = async () => ({ outcome: 'impossible', why: 'the person has left' })
    await run()
    await run()
    expect(posted).toHaveLength(1)
  })

  it('is not begun with too little of the lease left', async () => {
    const { table, ports, posted, clock } = await given()
    table.seed(aTask())
    const slow: DigestPorts = {
      ...ports,
      tasks: {
        ...ports.tasks,
        loadMany: async (...given) => {
          clock.now += 25_000
          return table.log.loadMany(...given)
        },
      },
    }
    await sendDigest(slow, order)
    expect(posted).toEqual([])
  })
})

describe('a worker that dies', () => {
  /** Ports of which one call, counted over all of them, is the last: it never happens, or nobody hears of it. */
  function mortal(ports: DigestPorts, last: number, when: 'before' | 'after') {
    const calls: string[] = []
    const watched = <T extends object>(what: T, prefix: string): T =>
      new Proxy(what, {
        get(target, key, receiver) {
          const value: unknown = Reflect.get(target, key, receiver)
          if (typeof value !== 'function') return value
          return async (...given: unknown[]) => {
            calls.push(`${prefix}.${String(key)}`)
            if (calls.length > last) throw new Error('dead')
            if (calls.length === last && when === 'before') throw new Error('dead')
            const answer: unknown = await Reflect.apply(value, target, given)
            if (calls.length === last) throw new Error('dead')
            return answer
          }
        },
      })
    const { directory, days, views, tasks, ledger, channel } = ports
    const parts = { directory, days, views, tasks, ledger, channel }
    const all = Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, watched(part, name)]))
    return { calls, ports: { ...ports, ...all } as DigestPorts }
  }

  it('anywhere, before or after what it did last, leaves one digest: the order comes again', async () => {
    const stage = await given()
    stage.table.seed(aTask())
    const whole = mortal(stage.ports, Infinity, 'before')
    await sendDigest(whole.ports, order)
    expect(whole.calls.length).toBeGreaterThan(7)
    for (let last = 1; last <= whole.calls.length; last++) {
      for (const when of ['before', 'after'] as const) {
        const { table, ports, posted, clock, run } = await given()
        table.seed(aTask())
        await sendDigest(mortal(ports, last, when).ports, order).catch(() => {})
        // As long as the queue hides a message.
        clock.now += 360_000
        await run()
        await run()
        const { digest } = await table.days.day(WORKSPACE, BEN, '2026-03-02')
        const call = whole.calls[last - 1]
        expect({ call, when, sent: posted.length, state: digest?.state }).toEqual({
          call,
          when,
          sent: 1,
          state: 'SENT',
        })
      }
    }
  })
})

describe('what a digest tells', () => {
  const line = (id: TaskId, title: string) => ({ id, title, awaitedBy: 0, isNew: false })

  it('is what is theirs, first what most tasks wait for', async () => {
    const { table, posted, run } = await given()
    const begun = after(aTask({ id: 'UAPI-3', title: 'Begun' }), ask.start())
    const stuck = aTask({ id: 'UAPI-4', title: 'Stuck', blockers: { 'UAPI-3': openSince(1) } })
    const few = aTask({ id: 'UAPI-5', title: 'Few wait' })
    const many = aTask({ id: 'UAPI-6', title: 'Many wait' })
    const others = ['UAPI-7', 'UAPI-8'] as const
    table.seed(begun, stuck, few, many)
    for (const id of others) {
      table.seed(aTask({ id, assignee: ANN, blockers: { 'UAPI-6': openSince(1) } }))
    }
    table.seed(aTask({ id: 'UAPI-9', assignee: ANN }), after(aTask({ id: 'UAPI-10' }), ask.start(), ask.done()))
    await run()
    const [digest] = posted
    expect(digest?.ready.map(({ id, awaitedBy }) => [id, awaitedBy])).toEqual([
      ['UAPI-6', 2],
      ['UAPI-5', 0],
    ])
    expect(digest?.begun.map(({ id, awaitedBy }) => [id, awaitedBy])).toEqual([['UAPI-3', 1]])
    expect(digest?.waiting.map(({ id, reasons }) => [id, reasons])).toEqual([
      ['UAPI-4', [{ kind: 'blocker', task: 'UAPI-3' }]],
    ])
  })

  it('says what is new since their last working day began', async () => {
    const { table, posted, run } = await given()
    const [old, fresh] = [aTask({ id: 'UAPI-3' }), aTask({ id: 'UAPI-4' })]
    table.seed(old, fresh)
    for (const [task, writtenAt] of [
      [old, '2026-02-27T07:59:00.000Z'],
      [fresh, '2026-02-27T08:01:00.000Z'],
    ] as const) {
      expect(missingNotices(task)).toHaveLength(1)
      await table.ledger.putContent({ ...aContent(task), writtenAt })
    }
    await run()
    expect(posted[0]?.ready.map(({ id, isNew }) => [id, isNew])).toEqual([
      ['UAPI-3', false],
      ['UAPI-4', true],
    ])
  })

  it('is what waits for their decision, as long as they have not decided, and since when', async () => {
    const { table, ports, posted } = await given()
    const [open, decided] = [aTask({ id: 'UAPI-3', assignee: ANN }), aTask({ id: 'UAPI-4', assignee: ANN })]
    const request = {
      since: 1,
      by: person(ANN),
      at: '2026-03-01T09:00:00Z',
      quorum: 2,
      approvers: { 'tech-lead': [BEN, ANN] },
      votes: [],
      remindAt: '2026-03-03T09:00:00Z',
      expiresAt: '2026-03-04T09:00:00Z',
    }
    const vote = { by: BEN, verdict: 'approved', at: '2026-03-01T10:00:00Z' } as const
    const later = { ...request, at: '2026-03-01T11:00:00Z', expiresAt: '2026-03-05T09:00:00Z' }
    table.seed(
      { ...aTask({ id: 'UAPI-2', title: 'Asked last', assignee: ANN }), approval: later },
      { ...open, title: 'Asked first', approval: request },
      { ...decided, approval: { ...request, votes: [vote] } },
    )
    // The desk is behind the tasks, and still names one that was decided.
    const desk = { waitingFor: async () => ['UAPI-2', 'UAPI-3', 'UAPI-4', 'UAPI-9'] as const }
    await sendDigest({ ...ports, approvals: desk }, order)
    expect(posted[0]?.approvals).toEqual([
      { ...line('UAPI-3', 'Asked first'), since: '2026-03-01T09:00:00Z', until: '2026-03-04T09:00:00Z' },
      { ...line('UAPI-2', 'Asked last'), since: '2026-03-01T11:00:00Z', until: '2026-03-05T09:00:00Z' },
    ])
  })

  it('reminds them each morning of what still waits for their decision, and no more once they have decided', async () => {
    const { table, posted, clock, run } = await given()
    const gates = [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] as const
    const waits = after(
      aTask({ id: 'UAPI-3', assignee: ANN, gates }),
      ask.approval({ 'tech-lead': [BEN] }, { by: person(ANN) }),
    )
    table.seed(waits)
    await run()
    clock.now = Date.parse(tomorrow)
    await run()
    expect(posted.map(({ day, approvals }) => [day, approvals.map(({ id }) => id)])).toEqual([
      ['2026-03-02', ['UAPI-3']],
      ['2026-03-03', ['UAPI-3']],
    ])
    table.seed(after(waits, ask.vote(BEN, 'approved')))
    clock.now = Date.parse('2026-03-04T08:00:00Z')
    await run()
    expect(posted).toHaveLength(2)
  })

  it('is also what was beyond their budget and is theirs still, to one who wants no digest', async () => {
    const { table, posted, later, run } = await given({ zone: 'Africa/Lagos', budget: 1 })
    table.seed(aTask({ id: 'UAPI-3' }), aTask({ id: 'UAPI-4', assignee: ANN }))
    for (const id of ['UAPI-3', 'UAPI-4'] as const) await table.days.putDown(WORKSPACE, BEN, '2026-03-02', id)
    await run()
    expect(posted.map(({ because, folded }) => [because, folded])).toEqual([['budget', ['UAPI-3']]])
    expect(later).toEqual([])
  })
})
