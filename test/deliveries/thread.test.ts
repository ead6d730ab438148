import { describe, expect, it } from 'vitest'
import { retract } from '../../app/deliveries/retract.ts'
import { tellThread } from '../../app/deliveries/thread.ts'
import type { Delivery } from '../../app/handoffs/content.ts'
import type { Task } from '../../app/tasks/task.ts'
import { ON_ISSUE, TO_BEN } from '../support/notices.ts'
import { ANN, aPull, ask, aTask, BEN, CHO, minute, PULL, person, WORKSPACE } from '../support/tasks.ts'
import { aThread as given, ID, NOW } from '../support/thread-stage.ts'

const byAnn = { by: person(ANN) }
const IN_CHANNEL: Delivery = {
  role: 'record',
  address: { channel: 'slack', conversation: 'C0BACKEND', isPerson: false },
}
const OF_TWO: Delivery = {
  role: 'notice',
  address: { channel: 'slack', conversation: 'U0BEN', isPerson: true, with: 'U0CHO' },
}

describe('the thread of a message in a channel', () => {
  it('tells what became of it, line by line, whoever did it', async () => {
    const { happens, lines } = await given({ deliveries: [IN_CHANNEL] })
    await happens(ask.got(), ask.start(), ask.done(), ask.reopen(byAnn), ask.cancel())
    expect(lines()).toEqual([
      'slack#C0BACKEND: HandoffAccepted by ben',
      'slack#C0BACKEND: TaskStarted by ben',
      'slack#C0BACKEND: TaskCompleted by ben',
      // The new turn has a message of its own, and the old one is left as it was then.
      'slack#C0BACKEND: TaskReopened by ann',
    ])
  })

  it('tells who stands in the way, and who has the task now', async () => {
    const blocked = await given({ deliveries: [IN_CHANNEL] })
    await blocked.happens(ask.addBlocker('UAPI-1', true, 3))
    const [{ event } = { event: undefined }] = blocked.provider.said
    expect(event).toMatchObject({ type: 'TaskUnready', reasons: [{ kind: 'blocker', task: 'UAPI-1' }] })

    const reassigned = await given({ deliveries: [IN_CHANNEL] })
    await reassigned.happens(ask.assign(CHO))
    expect(reassigned.lines()).toEqual(['slack#C0BACKEND: TaskReassigned by ann'])
  })

  it('says nothing of what changes no message, and nothing twice, however often it is drawn anew', async () => {
    const { happens, redraw, work, lines } = await given({ deliveries: [IN_CHANNEL] })
    await happens(ask.start(), ask.block('ci', 'red', byAnn))
    await redraw()
    await redraw()
    await work()
    expect(lines()).toEqual(['slack#C0BACKEND: TaskStarted by ben'])
  })

  it('is told of a beginning once, though what is begun then goes into review', async () => {
    const { happens, lines, present } = await given({ deliveries: [IN_CHANNEL] })
    await happens(ask.start(), ask.pull(PULL, aPull('open', 61)))
    expect([present().status, lines()]).toEqual(['in_review', ['slack#C0BACKEND: TaskStarted by ben']])
  })
})

describe('the thread of a direct message', () => {
  it('says nothing of what its reader did', async () => {
    const { happens, lines, waiting, entry } = await given()
    await happens(ask.got(), ask.start(), ask.done())
    expect([lines(), waiting()]).toEqual([[], []])
    expect(entry()).not.toHaveProperty('told')
  })

  it('says nothing of a turn that its reader moved by what they did elsewhere', async () => {
    const { happens, lines } = await given()
    await happens(
      ask.settle('UAPI-1', true, 3, { by: person(BEN) }),
      ask.addBlocker('UAPI-1', true, 3, { by: person(BEN) }),
    )
    expect(lines()).toEqual([])
  })

  it('tells what others did: put on hold, given to somebody else, cancelled, finished', async () => {
    for (const [command, line] of [
      [ask.block('ci', 'the build is red', byAnn), 'TaskUnready by ann'],
      [ask.assign(CHO), 'TaskReassigned by ann'],
      [ask.cancel(), 'TaskCancelled by ann'],
      [ask.start({ by: { kind: 'github', login: 'octo' } }), 'TaskStarted by github'],
      [ask.done(byAnn), 'TaskCompleted by ann'],
    ] as const) {
      const { happens, lines } = await given()
      await happens(command)
      expect(lines()).toEqual([`slack#U0BEN: ${line}`])
    }
  })

  it('leaves to the message of its own what somebody had accepted and was taken back', async () => {
    const { happens, lines, provider } = await given()
    await happens(ask.got(), ask.block('ci', 'red', byAnn))
    expect([provider.shown[0]?.says.state, lines()]).toEqual(['on-hold', []])
  })

  it('leaves to the next hand-off that the task can be begun again', async () => {
    const { happens, lines } = await given()
    await happens(ask.block('ci', 'red', byAnn), ask.unblock('ci', byAnn))
    expect(lines()).toEqual(['slack#U0BEN: TaskUnready by ann'])
  })

  it('leaves it to the outcome of their own request that the approval finished their task', async () => {
    const gates = [{ kind: 'approved', roles: ['tech-lead'], quorum: 1 }] as const
    const approved = async (by: typeof BEN) => {
      const stage = await given({ task: aTask({ gates }) })
      await stage.happens(ask.approval({ 'tech-lead': [CHO] }, { by: person(by) }), ask.vote(CHO, 'approved'))
      return [stage.provider.shown[0]?.says.state, stage.lines()]
    }
    expect(await approved(BEN)).toEqual(['finished', []])
    expect(await approved(ANN)).toEqual(['finished', ['slack#U0BEN: TaskCompleted by cho']])
  })

  it('is told once of one thing where several messages speak of it', async () => {
    const nudge = { kind: 'nudge', readiness: 1, assignment: 1 } as const
    const asked = await given({ about: { ...nudge, step: 1 } })
    await asked.happens(ask.assign(CHO))
    expect([asked.provider.shown[0]?.says.state, asked.lines()]).toEqual(['reassigned', []])
    // The lead has the second one alone.
    const led = await given({ about: { ...nudge, step: 2 }, over: { to: { id: CHO, name: 'Cho' } } })
    await led.happens(ask.start())
    expect(led.lines()).toEqual(['slack#U0BEN: TaskStarted by ben'])
  })

  it('has no line beneath a digest, where many messages share one thread', async () => {
    const held = { until: NOW, because: 'budget', day: '2026-03-02' } as const
    const { happens, lines, provider } = await given({ deliveries: [{ ...TO_BEN, held } as Delivery] })
    await happens(ask.assign(CHO))
    expect([provider.shown[0]?.says.state, lines()]).toEqual(['reassigned', []])
  })
})

describe('a block that is lifted', () => {
  const about = { kind: 'block', source: 'ci', since: 2, assignment: 1 } as const
  const begun = () => given({ task: aTask({}, BLOCKED), about })
  const BLOCKED: Partial<Task> = {
    status: 'in_progress',
    declared: { status: 'in_progress', by: person(BEN), ordinal: 1 },
    ready: false,
    impediments: { ci: { reason: 'the build is red', by: person(ANN), since: 2 } },
    version: 2,
  }

  it('is a line for whoever works on the task', async () => {
    const { happens, lines } = await begun()
    await happens(ask.unblock('ci', byAnn))
    expect(lines()).toEqual(['slack#U0BEN: ImpedimentCleared by ann'])
  })

  it('is none where they lifted it, and none where the task is ready by it: its hand-off says so', async () => {
    const own = await begun()
    await own.happens(ask.unblock('ci'))
    const open = { ...BLOCKED, status: 'open', declared: { status: 'open', by: person(ANN), ordinal: 1 } } as const
    const ready = await given({ task: aTask({}, open), about })
    await ready.happens(ask.unblock('ci', byAnn))
    expect([own.lines(), ready.present().ready, ready.lines()]).toEqual([[], true, []])
  })
})

describe('a request for approval', () => {
  const gate = { kind: 'approved', roles: ['tech-lead', 'qa'], quorum: 2 } as const

  it('tells those who have to decide what the others said, and how it ended', async () => {
    const about = { kind: 'approval', request: 2, approver: BEN } as const
    const voted = await given({ task: requested(), about })
    await voted.happens(ask.vote(CHO, 'approved'), ask.vote(BEN, 'approved'))
    const rejected = await given({ task: requested(), about })
    await rejected.happens(ask.vote(CHO, 'rejected', 'not yet'))
    expect([voted.lines(), rejected.lines()]).toEqual([
      ['slack#U0BEN: ApprovalVoted by cho'],
      ['slack#U0BEN: ApprovalSettled by cho'],
    ])
  })

  it('says of a reminder nothing that the request itself tells', async () => {
    const about = { kind: 'reminder', request: 2, approver: BEN } as const
    const { happens, lines } = await given({ task: requested(), about })
    await happens(ask.vote(CHO, 'rejected', 'not yet'))
    expect(lines()).toEqual([])
  })

  /** Asked for by Ann; Ben has to decide as tech lead, Cho as QA. */
  function requested(): Task {
    const times = { at: minute(0), remindAt: minute(500), expiresAt: minute(900) }
    const request = { since: 2, by: person(ANN), quorum: 2, approvers: { 'tech-lead': [BEN], qa: [CHO] }, votes: [] }
    return aTask({ gates: [gate] }, { version: 2, approval: { ...request, ...times } })
  }
})

describe('a conversation of two', () => {
  it('is told of either, for the other reads it too', async () => {
    const about = { kind: 'question', since: 2 } as const
    const { happens, lines } = await given({ deliveries: [OF_TWO], about })
    await happens(ask.cancel({ by: person(BEN) }))
    expect(lines()).toEqual(['slack#U0BEN+U0CHO: TaskCancelled by ben'])
  })
})

describe('a channel without threads', () => {
  it('is asked for none', async () => {
    const { happens, lines, waiting } = await given({ deliveries: [ON_ISSUE] })
    await happens(ask.assign(CHO))
    expect([lines(), waiting()]).toEqual([[], []])
  })
})

describe('quiet hours', () => {
  it('keep a line of a direct message until work begins, and only what is true then is told', async () => {
    const { clock, happens, lines, waiting, work } = await given({ preferences: { quiet: true } })
    clock.now = Date.parse('2026-03-02T22:00:00Z')
    await happens(ask.block('ci', 'red', byAnn))
    expect([lines(), waiting().map(({ at }) => new Date(at).toISOString())]).toEqual([[], ['2026-03-03T09:00:00.000Z']])
    await happens(ask.cancel())
    clock.now = Date.parse('2026-03-03T09:00:00Z')
    await work()
    expect(lines()).toEqual(['slack#U0BEN: TaskCancelled by ann'])
  })

  it('keep none of a channel', async () => {
    const { clock, happens, lines } = await given({ deliveries: [IN_CHANNEL], preferences: { quiet: true } })
    clock.now = Date.parse('2026-03-02T22:00:00Z')
    await happens(ask.assign(CHO))
    expect(lines()).toHaveLength(1)
  })
})

describe('a line', () => {
  const moved = async () => {
    const stage = await given()
    await stage.does(ask.assign(CHO))
    await stage.relay()
    await stage.redraw()
    const [{ order } = { order: undefined }] = stage.waiting()
    return { ...stage, order: order!, entryTold: () => (stage.entry() as { told?: number }).told }
  }

  it.each(['reply lost', 'never arrived', 'refused'] as const)('that was %s is let go, and logged', async (fate) => {
    const { willBe, work, order, ports, warned, lines, provider } = await moved()
    willBe(fate)
    await work()
    willBe('accepted')
    await tellThread(ports, order)
    expect({ warned, lines: lines().length, says: provider.shown[0]?.says.state }).toEqual({
      warned: ['A line in a thread was let go'],
      lines: fate === 'reply lost' ? 1 : 0,
      says: 'reassigned',
    })
  })

  it('of a channel that throws is let go too', async () => {
    const { slack, work, warned } = await moved()
    slack.remark = () => Promise.reject(new Error('a bug of the channel'))
    await work()
    expect(warned).toEqual(['A line in a thread was let go'])
  })

  it('that is refused makes its conversation pause', async () => {
    const { willBe, work, ports, slack, clock } = await moved()
    willBe('refused')
    await work()
    const begins = await ports.ledger.reserve(WORKSPACE, slack.pace(TO_BEN.address), clock.now)
    expect(begins).toBe(clock.now + 3_000)
  })

  it('is noted before it is said: whoever dies between the two leaves it unsaid', async () => {
    const { slack, ports, order, entryTold, present, lines } = await moved()
    let told: number | undefined
    const { remark } = slack
    slack.remark = async () => {
      told = entryTold()
      throw new Error('killed')
    }
    await tellThread(ports, order)
    slack.remark = remark!
    await tellThread(ports, order)
    expect([told, lines()]).toEqual([present().version - 1, []])
  })

  it('is said once by two who come at once', async () => {
    const { ports, order, lines, work } = await moved()
    await Promise.all([tellThread(ports, order), tellThread(ports, order)])
    await work()
    expect(lines()).toEqual(['slack#U0BEN: TaskReassigned by ann'])
  })

  it('waits for a slot that is near, and comes back for one that is far, which it keeps', async () => {
    const { ports, order, slack, clock, waiting, work, lines } = await moved()
    const begins = clock.now + 60_000
    await ports.ledger.pause(WORKSPACE, slack.pace(TO_BEN.address), begins)
    await work()
    expect([lines(), waiting()]).toEqual([[], [{ order: { ...order, line: { slot: begins } }, at: begins }]])
    clock.now += 60_000
    await ports.ledger.pause(WORKSPACE, slack.pace(TO_BEN.address), clock.now + 600_000)
    await work()
    expect(lines()).toHaveLength(1)
  })

  it('waits once for a history that is behind', async () => {
    const { does, redraw, relay, work, lines, waiting, clock } = await given()
    await does(ask.assign(CHO))
    await redraw()
    await work()
    expect([lines(), waiting().map(({ at }) => at - clock.now)]).toEqual([[], [5_000]])
    await relay()
    clock.now += 5_000
    await work()
    expect([lines(), waiting()]).toEqual([['slack#U0BEN: TaskReassigned by ann'], []])
  })

  it('is given up where the history never comes', async () => {
    const { does, redraw, work, lines, waiting, clock } = await given()
    await does(ask.assign(CHO))
    await redraw()
    await work()
    clock.now += 5_000
    await work()
    expect([lines(), waiting()]).toEqual([[], []])
  })

  it('never fails the edit that it comes from', async () => {
    const { does, relay, ports, content, provider, warned } = await given()
    await does(ask.assign(CHO))
    await relay()
    const broken = { ...ports, redrive: () => Promise.reject(new Error('the queue is away')) }
    const notice = { id: content.notice, subject: content.subject, suppressed: false }
    await retract(broken, WORKSPACE, ID, notice)
    expect([provider.shown[0]?.says.state, warned]).toEqual(['reassigned', ['A thread is not told of an edit']])
  })
})
