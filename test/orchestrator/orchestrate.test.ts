import { describe, expect, it } from 'vitest'
import type { HandoffContext } from '../../app/decisions/handoff-context.ts'
import type { Decide } from '../../app/decisions/spec.ts'
import { deliver } from '../../app/deliveries/deliver.ts'
import { fanOut } from '../../app/deliveries/fan-out.ts'
import { renderProse } from '../../app/handoffs/prose.ts'
import { MODEL_TURNS_PER_TASK } from '../../app/orchestrator/decide.ts'
import { orchestrate } from '../../app/orchestrator/orchestrate.ts'
import type { OwedIndex } from '../../app/ports/owed.ts'
import type { PreferenceChange } from '../../app/projects/preferences.ts'
import { reconcile } from '../../app/reconcile.ts'
import { submit } from '../../app/submit.ts'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import { presentScope } from '../../app/telemetry/scope.ts'
import { anOrchestrator, PROJECT } from '../support/orchestration.ts'
import { ANN, after, ask, aTask, BEN, CHO, minute, openSince, person, WORKSPACE } from '../support/tasks.ts'

const arn = 'arn:aws:lambda:us-east-1:123456789012:function:user-api'
const resources = [{ kind: 'arn', label: 'ARN', value: arn, source: 'given by Cho' }] as const

/** UAPI-1 was finished by Cho with an ARN; UAPI-2, which waited for it, is Ben's and ready. */
function handedOn() {
  const first = aTask({ id: 'UAPI-1', title: 'Provision the Lambda', phase: 'infrastructure', assignee: CHO })
  const done = after(first, ask.done({ by: person(CHO), at: minute(30), resources }))
  const waiting = aTask({
    id: 'UAPI-2',
    title: 'Implement the endpoints',
    blockers: { 'UAPI-1': openSince(1) },
    issue: { repository: 'northwind/user-api', number: 7 },
  })
  return { done, ready: after(waiting, ask.settle('UAPI-1', false, done.changed, { by: person(CHO) })) }
}

/** An index in which these are late, and where the reconciler moved each: minutes from the end of the two hours. */
function lateOnes(...ids: readonly TaskId[]) {
  const moved: [TaskId, number][] = []
  const owed: OwedIndex = {
    async *late() {
      for (const task of ids) yield { workspace: WORKSPACE, task, due: 0 }
    },
    postpone: async ({ task }, due) => void moved.push([task, Math.round((due - Date.parse(minute(120))) / 60_000)]),
  }
  return { owed, moved }
}

function text(content: Awaited<ReturnType<ReturnType<typeof anOrchestrator>['content']>>) {
  const words = { text: (s: string) => s, fact: (fact: { value: string }) => `<${fact.value}>` }
  return content && [content.words.opening, content.words.body].map((prose) => renderProse(prose, content.facts, words))
}

describe('a hand-off to somebody who has left the workspace', () => {
  async function written(over: Parameters<typeof anOrchestrator>[1] = {}, others: readonly PersonId[] = []) {
    const stage = anOrchestrator(undefined, over)
    const { done, ready } = handedOn()
    stage.world.seed(done, ready)
    for (const id of [BEN, ...others]) {
      const seen = (await stage.world.directory.person(WORKSPACE, id))!
      await stage.world.directory.changePerson(seen, { ...seen, stay: { state: 'gone', since: minute(90) } })
    }
    await stage.wake('UAPI-2')
    const { deliveries, to, left, nudgeAt } = (await stage.content('UAPI-2'))!
    const slack = deliveries.flatMap(({ role, address }) =>
      address.channel === 'slack' ? [[role, address.conversation]] : [],
    )
    return { slack, to, left, nudgeAt }
  }

  it('goes to whoever leads the phase, else the project, and nobody is asked whether it reached them', async () => {
    const told = { to: undefined, left: 'Ben', nudgeAt: undefined }
    const both = { lead: CHO, phaseLeads: { backend: ANN } }
    expect(await written(both)).toEqual({ ...told, slack: [['notice', 'U0ANN']] })
    expect(await written(both, [ANN])).toEqual({ ...told, slack: [['notice', 'U0CHO']] })
  })

  it('goes to the channel where nobody leads, or who leads has left as well', async () => {
    expect((await written()).slack).toEqual([['notice', 'C0HOME']])
    expect((await written({ lead: ANN }, [ANN])).slack).toEqual([['notice', 'C0HOME']])
    expect((await written({ lead: BEN })).slack).toEqual([['notice', 'C0HOME']])
  })
})

describe('a hand-off outside the working hours of its receiver', () => {
  // It is eleven in London, a Monday, and six in New York.
  const quiet = { zone: 'America/New_York', quiet: true } as const
  const held = { until: Date.parse('2026-03-02T14:00:00Z'), because: 'quiet-hours' }

  async function written() {
    const stage = anOrchestrator()
    const { done, ready } = handedOn()
    stage.world.seed(done, ready)
    const ben = (await stage.ports.directory.people(WORKSPACE, [BEN])).get(BEN)!
    await stage.world.directory.savePreferences(ben, quiet)
    await stage.wake('UAPI-2')
    return { ...stage, ben }
  }

  it('waits for him, and its records do not', async () => {
    const { ports, content, redriven, sent } = await written()
    const { notice, deliveries } = (await content('UAPI-2'))!
    expect(deliveries.map((delivery) => ('held' in delivery ? delivery.held : undefined))).toEqual([held, undefined])
    await fanOut(ports, { workspace: WORKSPACE, task: 'UAPI-2', notice: { id: notice } })
    expect(sent).toEqual([])
    expect(redriven.map(({ key }) => key.split('#')[0])).toEqual(['email', 'slack'])
  })

  it('stays as it was written when he changes his mind', async () => {
    const { world, ben, wake, content } = await written()
    await world.directory.savePreferences(ben, { quiet: false })
    await wake('UAPI-2')
    expect((await content('UAPI-2'))!.deliveries[0]).toMatchObject({ held })
  })
})

describe('hand-offs beyond the budget of a day', () => {
  // It is eleven in London, a Monday.
  const morning = Date.parse('2026-03-03T09:00:00Z')

  async function written(budget: number, more: PreferenceChange = {}) {
    const stage = anOrchestrator()
    const ben = (await stage.world.directory.person(WORKSPACE, BEN))!
    await stage.world.directory.savePreferences(ben, { zone: 'Europe/London', budget, ...more })
    const ids = ['UAPI-2', 'UAPI-3', 'UAPI-4'] as const
    stage.world.seed(...ids.map((id) => aTask({ id })))
    for (const id of ids) await stage.wake(id)
    const held = await Promise.all(
      ids.map(async (id) => {
        const [delivery] = (await stage.content(id))!.deliveries
        return delivery?.role === 'notice' ? delivery.held : undefined
      }),
    )
    return { ...stage, held }
  }

  it('wait for the digest of the next morning, for which an order is put down; those within it do not', async () => {
    const { world, held, digests } = await written(2)
    const beyond = { until: morning + 60_000, because: 'budget', day: '2026-03-03' }
    expect(held).toEqual([undefined, undefined, beyond])
    expect(digests).toEqual([{ workspace: WORKSPACE, person: BEN, at: morning }])
    expect(await world.days.day(WORKSPACE, BEN, '2026-03-02')).toEqual({ told: 2, folded: [] })
    expect(await world.days.day(WORKSPACE, BEN, '2026-03-03')).toEqual({ told: 0, folded: ['UAPI-4'] })
  })

  it('are all of them when the budget is nothing', async () => {
    const { world, held } = await written(0)
    expect(held.map((hold) => hold?.because)).toEqual(['budget', 'budget', 'budget'])
    expect((await world.days.day(WORKSPACE, BEN, '2026-03-03')).folded).toEqual(['UAPI-2', 'UAPI-3', 'UAPI-4'])
  })

  it('count for the day on which they come: what is quiet until tomorrow takes from the budget of tomorrow', async () => {
    const { world, held } = await written(1, { zone: 'Asia/Tokyo', quiet: true })
    const tuesday = Date.parse('2026-03-03T00:00:00Z')
    const beyond = { until: tuesday + 60_000, because: 'budget', day: '2026-03-03' }
    expect(held).toEqual([{ until: tuesday, because: 'quiet-hours' }, beyond, beyond])
    expect(await world.days.day(WORKSPACE, BEN, '2026-03-03')).toEqual({
      told: 1,
      folded: ['UAPI-3', 'UAPI-4'],
    })
  })

  it('never are what stops work', async () => {
    const stage = anOrchestrator()
    const ben = (await stage.world.directory.person(WORKSPACE, BEN))!
    await stage.world.directory.savePreferences(ben, { budget: 0 })
    stage.world.seed(after(aTask(), ask.start(), ask.block('ci', 'the build is red', { by: person(ANN) })))
    await stage.wake('UAPI-2')
    const [block] = Object.values(stage.world.task(WORKSPACE, 'UAPI-2').notices).filter(
      ({ subject }) => subject.kind === 'block',
    )
    const content = await stage.world.ledger.content(WORKSPACE, block!.id)
    expect(content?.deliveries[0]).not.toHaveProperty('held')
  })
})

describe('a task that became ready', () => {
  it('leads to one hand-off with the facts of what was finished, for the one who waited', async () => {
    const { world, wake, content } = anOrchestrator()
    const { done, ready } = handedOn()
    world.seed(done, ready)
    await wake('UAPI-2')
    const written = await content('UAPI-2')
    expect(written).toMatchObject({
      to: { id: BEN, name: 'Ben', slackUser: 'U0BEN' },
      finished: [{ id: 'UAPI-1', title: 'Provision the Lambda', by: 'Cho' }],
      words: { writtenBy: 'template' },
      deliveries: [
        { role: 'notice', address: { channel: 'slack', conversation: 'U0BEN', isPerson: true } },
        { role: 'record', address: { channel: 'email' } },
      ],
    })
    expect(written?.facts.map(({ value }) => value)).toContain(arn)
    expect(written?.facts.map(({ value }) => value)).toContain('https://docs.example.com/api')
    expect(text(written)?.[0]).toBe('<Cho> finished <UAPI-1>, so nothing stands in your way now.')
  })

  it('does not tell its receiver by name what they did themselves before it was theirs', async () => {
    const { world, wake, content } = anOrchestrator()
    const { done, ready } = handedOn()
    // Cho finished the work before, and gets this from Ann now.
    world.seed(done, after(ready, ask.assign(CHO, { by: person(ANN) })))
    await wake('UAPI-2')
    const written = await content('UAPI-2')
    expect([written?.to?.name, text(written)?.[0]]).toEqual([
      'Cho',
      '<UAPI-1> is finished, so nothing stands in your way now.',
    ])
  })

  it('is told once, however often it is woken', async () => {
    const { world, wake } = anOrchestrator()
    const { done, ready } = handedOn()
    world.seed(done, ready)
    await Promise.all([wake('UAPI-2'), wake('UAPI-2')])
    await wake('UAPI-2')
    const written = world.images.flatMap(({ events }) => events).filter(({ type }) => type === 'HandoffWritten')
    expect(written).toHaveLength(1)
  })

  it('is not told to the one who made it ready', async () => {
    const { world, wake, content } = anOrchestrator()
    const { done, ready } = handedOn()
    world.seed(done, { ...ready, turnBy: person(BEN) })
    await wake('UAPI-2')
    expect(await content('UAPI-2')).toBeUndefined()
    expect(world.task(WORKSPACE, 'UAPI-2').owed).toEqual({})
    expect(Object.values(world.task(WORKSPACE, 'UAPI-2').notices)).toMatchObject([{ suppressed: true }])
  })

  it('is told to the channel of the phase when nobody is assigned', async () => {
    const { world, wake, content } = anOrchestrator(undefined, { phaseChannels: { backend: 'C0BACK' } })
    const { done, ready } = handedOn()
    const { assignee: _, ...nobodys } = ready
    world.seed(done, nobodys)
    await wake('UAPI-2')
    expect((await content('UAPI-2'))?.deliveries[0]).toEqual({
      role: 'notice',
      since: ready.turnAt,
      address: { channel: 'slack', conversation: 'C0BACK', isPerson: false },
    })
  })

  it('costs no more than five model calls for one completion; the rest is written from the template', async () => {
    const asked: string[] = []
    const decide: Decide = async (spec, context) => {
      asked.push((context as HandoffContext).task.id)
      return { answer: spec.fallback(context), by: 'fallback', attempts: 1 }
    }
    const { world, wake } = anOrchestrator(decide)
    const { done, ready } = handedOn()
    const ids = Array.from({ length: 8 }, (_, n) => `UAPI-${n + 2}` as const)
    world.seed(done, ...ids.map((id) => ({ ...ready, id })))
    for (const id of ids) await wake(id)
    expect(asked).toHaveLength(5)
    expect(ids.every((id) => Object.keys(world.task(WORKSPACE, id).notices).length === 1)).toBe(true)
  })
})

describe('a task that becomes ready again and again', () => {
  it('is told each time, and asks no model after so many', async () => {
    let asked = 0
    const decide: Decide = async (spec, context) => {
      asked++
      return { answer: spec.fallback(context), by: 'fallback', attempts: 1 }
    }
    const { world, wake } = anOrchestrator(decide)
    const { done, ready } = handedOn()
    world.seed(done, ready)
    const order = (command: Parameters<typeof submit>[1]['command']) =>
      submit(world.log, { workspace: WORKSPACE, task: 'UAPI-2', command })
    let told = 0
    for (let turn = 0; turn < 2 * MODEL_TURNS_PER_TASK; turn++) {
      await wake('UAPI-2')
      const { notices, readiness } = world.task(WORKSPACE, 'UAPI-2')
      told += Object.values(notices).filter(
        ({ subject }) => subject.kind === 'handoff' && subject.readiness === readiness,
      ).length
      await order(ask.block(`person:${ANN}`, `reason ${turn}`, { by: person(ANN) }))
      await order(ask.unblock(`person:${ANN}`, { by: person(ANN) }))
    }
    // The first assignment is a turn as well.
    expect([told, asked]).toEqual([2 * MODEL_TURNS_PER_TASK, MODEL_TURNS_PER_TASK - 1])
  })
})

describe('words that are frozen', () => {
  it('are those that are sent: after a crash before they were recorded no model is asked again', async () => {
    let asked = 0
    const decide: Decide = async (spec, context) => {
      asked += 1
      return { answer: spec.fallback(context), by: 'fallback', attempts: 1 }
    }
    const { world, ports, wake, content } = anOrchestrator(decide)
    const { done, ready } = handedOn()
    world.seed(done, ready)
    const append = async () => {
      throw new Error('no such luck')
    }
    const broken = { ...ports, tasks: { ...ports.tasks, append } }
    await expect(orchestrate(broken, { workspace: WORKSPACE, task: 'UAPI-2' })).rejects.toThrow('some notices')
    expect(await content('UAPI-2')).toBeUndefined()
    await wake('UAPI-2')
    expect((await content('UAPI-2'))?.to?.name).toBe('Ben')
    expect(asked).toBe(1)
  })

  it('raise an alarm when there is nowhere to say them, and the task stays on the lists as ready', async () => {
    const { world, ports } = anOrchestrator()
    const { done, ready } = handedOn()
    const { assignee: _, issue: __, ...nobodys } = ready
    world.seed(done, nobodys)
    const { homeChannel: ___, ...homeless } = PROJECT
    const alarms: unknown[] = []
    const directory = { ...ports.directory, project: async () => homeless, settings: async () => undefined }
    const log = { ...ports.log, error: (message: string) => void alarms.push(message) }
    await orchestrate({ ...ports, directory, log }, { workspace: WORKSPACE, task: 'UAPI-2' })
    expect(alarms).toEqual(['there is nowhere to say it'])
    expect(world.task(WORKSPACE, 'UAPI-2')).toMatchObject({ ready: true, owed: {} })
  })
})

describe('a task that waits again', () => {
  it('has its message edited, and a later readiness is a new hand-off', async () => {
    const { world, ports, wake, sent } = anOrchestrator()
    const { done, ready } = handedOn()
    world.seed(done, ready)
    const order = (command: Parameters<typeof submit>[1]['command']) =>
      submit(world.log, { workspace: WORKSPACE, task: 'UAPI-2', command })
    const bring = async () => {
      for (const notice of Object.values(world.task(WORKSPACE, 'UAPI-2').notices)) {
        await fanOut(ports, { workspace: WORKSPACE, task: 'UAPI-2', notice })
      }
    }
    await wake('UAPI-2')
    await bring()
    await order(ask.block(`person:${ANN}`, 'the certificate is missing', { by: person(ANN) }))
    await wake('UAPI-2')
    await order(ask.unblock(`person:${ANN}`, { by: person(ANN) }))
    await wake('UAPI-2')
    await bring()
    expect(sent.filter((line) => line.startsWith('slack'))).toEqual([
      'slack: UAPI-2 current',
      'slack edit: UAPI-2 on-hold',
      'slack: UAPI-2 current',
    ])
  })

  it('tells the owner what stands in the way, and that it is lifted', async () => {
    const { world, wake, content } = anOrchestrator()
    world.seed(
      after(aTask(), ask.start(), ask.block('person:per_ann', 'the certificate is missing', { by: person(ANN) })),
    )
    await wake('UAPI-2')
    const written = await content('UAPI-2')
    expect(written?.subject.kind).toBe('block')
    expect(text(written)?.[0]).toBe('The certificate is missing.')
  })
})

describe('one notice that fails', () => {
  it('keeps no other from being written: the next person is told although the last message cannot be taken back', async () => {
    const { world, ports, wake, content } = anOrchestrator()
    const { done, ready } = handedOn()
    world.seed(done, ready)
    await wake('UAPI-2')
    const [old] = Object.values(world.task(WORKSPACE, 'UAPI-2').notices)
    await fanOut(ports, { workspace: WORKSPACE, task: 'UAPI-2', notice: old! })
    await submit(world.log, { workspace: WORKSPACE, task: 'UAPI-2', command: ask.assign(CHO, { by: person(ANN) }) })
    const broken = {
      ...ports,
      channels: {
        ...ports.channels,
        slack: {
          ...ports.channels.slack,
          edit: async () => {
            throw new Error('no such luck')
          },
        },
      },
    }
    await expect(orchestrate(broken, { workspace: WORKSPACE, task: 'UAPI-2' })).rejects.toMatchObject({
      data: { task: 'UAPI-2', failed: [old?.id] },
    })
    const task = world.task(WORKSPACE, 'UAPI-2')
    expect(Object.values(task.notices).map(({ to }) => to)).toEqual([BEN, CHO])
    expect(task.owed.notice).toBeDefined()

    await wake('UAPI-2')
    expect(Object.values(world.task(WORKSPACE, 'UAPI-2').notices).map(({ to }) => to)).toEqual([CHO])
    expect((await content('UAPI-2'))?.to?.name).toBe('Cho')
  })
})

describe('the reconciler', () => {
  it('finds a completion whose propagation was lost, and a hand-off whose words were never written', async () => {
    const { world, ports, content, redriven } = anOrchestrator()
    const { done } = handedOn()
    const waiting = aTask({ id: 'UAPI-2', blockers: { 'UAPI-1': openSince(1) } })
    world.seed(done, waiting)
    const round = () =>
      reconcile({ ...ports, owed: world.owed }, { until: Date.parse(minute(10_000)), stopAt: Infinity })
    await round()
    await round()
    expect(world.task(WORKSPACE, 'UAPI-2').ready).toBe(true)
    expect((await content('UAPI-2'))?.to?.name).toBe('Ben')
    expect(redriven.map(({ key }) => key)).toContain('slack#U0BEN')
  })

  it('says of which task each of its lines and figures is', async () => {
    const { world, ports } = anOrchestrator()
    world.seed(handedOn().done)
    const { owed } = lateOnes('UAPI-1', 'UAPI-7')
    const about: unknown[] = []
    const tasks = {
      ...ports.tasks,
      load: (...which: Parameters<typeof ports.tasks.load>) => {
        about.push([which[1], presentScope()])
        return ports.tasks.load(...which)
      },
    }
    await reconcile({ ...ports, tasks, owed }, { until: 0, stopAt: Infinity })
    expect(about).toEqual(
      expect.arrayContaining([
        ['UAPI-1', { workspace: WORKSPACE, task: 'UAPI-1' }],
        ['UAPI-7', { workspace: WORKSPACE, task: 'UAPI-7' }],
      ]),
    )
    expect(presentScope()).toEqual({})
  })

  it('goes on with the others when one cannot be repaired', async () => {
    const { world, ports } = anOrchestrator()
    const { done } = handedOn()
    world.seed(done, aTask({ id: 'UAPI-2', blockers: { 'UAPI-1': openSince(1) } }))
    const tasks = {
      ...ports.tasks,
      load: async (...args: Parameters<typeof ports.tasks.load>) => {
        if (args[1] === 'UAPI-9') throw new Error('no such luck')
        return ports.tasks.load(...args)
      },
    }
    const { owed, moved } = lateOnes('UAPI-9', 'UAPI-1')
    const round = { until: ports.clock(), stopAt: Infinity }
    expect(await reconcile({ ...ports, tasks, owed }, round)).toEqual({ looked: 2, failed: 1, stopped: false })
    expect(world.task(WORKSPACE, 'UAPI-2').ready).toBe(true)
    // Behind all that is late now, and late again when the next round comes: none can take the place of the others.
    expect(moved).toEqual([
      ['UAPI-9', 10],
      ['UAPI-1', 10],
    ])
  })

  it('stops in time, and leaves to the next round what it has not begun', async () => {
    const { world, ports } = anOrchestrator()
    const { owed, moved } = lateOnes(...Array.from({ length: 30 }, (_, n): TaskId => `UAPI-${n + 1}`))
    let now = ports.clock()
    const tasks: typeof ports.tasks = {
      ...world.log,
      load: async (...args) => {
        now += 1_000
        return world.log.load(...args)
      },
    }
    const round = await reconcile({ ...ports, tasks, owed, clock: () => now }, { until: now, stopAt: now + 10_000 })
    expect(round).toEqual({ looked: 16, failed: 0, stopped: true })
    expect(moved).toHaveLength(16)
  })

  it('meets each task once when everything counts as late', async () => {
    const { ports } = anOrchestrator()
    const { owed, moved } = lateOnes('UAPI-1')
    await reconcile({ ...ports, owed }, { until: 10 ** 14, stopAt: Infinity })
    expect(moved).toEqual([])
  })

  it('sends a new order for a delivery whose time is long past, and none for one that waits for its time', async () => {
    const { world, ports, wake, redriven } = anOrchestrator()
    const { done, ready } = handedOn()
    world.seed(done, ready)
    await wake('UAPI-2')
    const [notice] = Object.values(world.task(WORKSPACE, 'UAPI-2').notices)
    await fanOut(ports, { workspace: WORKSPACE, task: 'UAPI-2', notice: notice! })
    const late = { workspace: WORKSPACE, task: 'UAPI-2' } as const
    const orders = redriven.splice(0)
    const refusing = {
      ...ports,
      channels: {
        ...ports.channels,
        email: {
          ...ports.channels.email,
          send: async () => ({ outcome: 'refused', notBefore: ports.clock() + 3_600_000, why: 'slower' }) as const,
        },
      },
    }
    for (const order of orders) await deliver(refusing, order)
    redriven.splice(0)

    const { owed } = lateOnes(late.task)
    const at = async (now: number) => {
      await reconcile({ ...ports, owed, clock: () => now }, { until: now, stopAt: Infinity })
      return redriven.splice(0).map(({ key }) => key)
    }
    expect(await at(ports.clock() + 900_000)).toEqual([])
    expect(await at(ports.clock() + 3_600_000)).toEqual([])
    expect(await at(ports.clock() + 5_400_000)).toEqual(['email#arn:aws:sns:us-east-1:123456789012:northwind'])
  })

  it('looks again at what only waits for working hours when they begin, and not every round until then', async () => {
    const { world, ports, wake, redriven } = anOrchestrator()
    world.seed(aTask())
    const ben = (await world.directory.person(WORKSPACE, BEN))!
    await world.directory.savePreferences(ben, { quiet: true, zone: 'America/New_York' })
    await wake('UAPI-2')
    const [notice] = Object.values(world.task(WORKSPACE, 'UAPI-2').notices)
    await fanOut(ports, { workspace: WORKSPACE, task: 'UAPI-2', notice: notice! })
    const { owed, moved } = lateOnes('UAPI-2')
    const round = { until: ports.clock(), stopAt: Infinity }
    await reconcile({ ...ports, owed }, round)
    const mail = redriven.find(({ key }) => key.startsWith('email'))!
    await deliver(ports, mail)
    await reconcile({ ...ports, owed }, round)
    // The mail was still to be sent at first; then only Ben waits, for it is six in New York.
    expect(moved).toEqual([
      ['UAPI-2', 10],
      ['UAPI-2', 180],
    ])
  })
})
