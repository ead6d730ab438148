import { describe, expect, it } from 'vitest'
import { deliver } from '../../app/deliveries/deliver.ts'
import type { DeliveryPorts } from '../../app/deliveries/ports.ts'
import { refreshNotice } from '../../app/deliveries/refresh.ts'
import { retract } from '../../app/deliveries/retract.ts'
import { tidy } from '../../app/deliveries/tidy.ts'
import { type Delivery, deliveryKey } from '../../app/handoffs/content.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import type { Channel } from '../../app/ports/channel.ts'
import type { DeliveryOrder } from '../../app/ports/orders.ts'
import { submit } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { Command } from '../../app/tasks/commands.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import { type Fate, fakeProvider } from '../support/fake-provider.ts'
import { memory } from '../support/memory.ts'
import { aContent, BY_EMAIL, ON_ISSUE, ordersOf, TO_BEN } from '../support/notices.ts'
import { ANN, ask, aTask, CHO, person, WORKSPACE } from '../support/tasks.ts'

const byAnn = { by: person(ANN) }
const block = ask.block('ci', 'the build is red', byAnn)

/** Ben's task is ready, and its hand-off is written; nothing is delivered yet. */
async function given(deliveries: readonly Delivery[] = [TO_BEN]) {
  const table = memory()
  table.seed(aTask())
  const clock = { now: 1_000_000 }
  const provider = fakeProvider(() => clock.now, table.all)
  const channel: Channel = { ...provider.channel }
  const redriven: { order: DeliveryOrder; in: number }[] = []
  const waited: number[] = []
  const alarms: unknown[] = []
  const ports: DeliveryPorts = {
    tasks: table.log,
    ledger: table.ledger,
    channels: { slack: channel, github: channel, email: channel },
    redrive: async (order, at) => void redriven.push({ order, in: at - clock.now }),
    clock: () => clock.now,
    wait: async (ms) => {
      waited.push(ms)
      clock.now += ms
    },
    patience: PATIENCE,
    log: {
      info: () => {},
      warn: () => {},
      error: (message, data) => void alarms.push({ message, why: data?.['why'] }),
    },
  }
  const task = () => table.task(WORKSPACE, 'UAPI-2')
  const does = async (command: Command) => {
    const done = await submit(table.log, { workspace: WORKSPACE, task: 'UAPI-2', command })
    expect(done.ok).toBe(true)
  }
  const [notice] = missingNotices(task())
  const content = aContent(task(), deliveries)
  await table.ledger.putContent(content)
  await does({ type: 'WriteNotice', notice: notice!, by: SYSTEM, at: task().createdAt })
  const [order] = ordersOf(content)
  return {
    ports,
    channel,
    content,
    notice: notice!,
    order: order!,
    redriven,
    waited,
    alarms,
    clock,
    task,
    does,
    says: () => provider.shown.map((message) => `${message.key}: ${message.says.state}`),
    entry: (key = order!.key) => table.all().find((one) => one.key === key),
    states: () => table.all().map(({ key, state }) => `${key.split('#')[0]}: ${state}`),
    willBe: (fate: Fate) => {
      provider.next = fate
    },
    provider,
  }
}

describe('a delivery that is held', () => {
  const HOURS = 64 * 3_600_000
  const held = { until: 1_000_000 + HOURS, because: 'quiet-hours' } as const
  const heldToBen = { ...TO_BEN, held } as const

  it('waits with one order, and is sent when the hold ends', async () => {
    const { ports, order, says, states, redriven, clock } = await given([heldToBen])
    await deliver(ports, order)
    expect([says(), states(), redriven]).toEqual([[], ['slack: PENDING'], [{ order, in: HOURS }]])
    clock.now += HOURS
    await deliver(ports, order)
    expect([says(), states()]).toEqual([['slack#U0BEN: current'], ['slack: SENT']])
  })

  it('is never sent when it ceases to be true meanwhile, and nobody hears of either', async () => {
    const { ports, order, says, states, notice, does, task, clock } = await given([heldToBen])
    await deliver(ports, order)
    await does(block)
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    expect([states(), task().notices]).toEqual([['slack: CANCELLED'], {}])
    clock.now += HOURS
    await deliver(ports, order)
    expect(says()).toEqual([])
  })

  it('has all its days of trying before it, however long it was held', async () => {
    const { ports, order, states, clock, willBe } = await given([heldToBen])
    await deliver(ports, order)
    clock.now += HOURS
    willBe('refused')
    await deliver(ports, order)
    clock.now += PATIENCE.maxAge - 1
    willBe('accepted')
    await deliver(ports, order)
    expect(states()).toEqual(['slack: SENT'])
  })

  it('does not hold up its records', async () => {
    const { ports, content, says } = await given([heldToBen, ON_ISSUE])
    for (const order of ordersOf(content)) await deliver(ports, order)
    expect(says()).toEqual(['github#northwind/user-api#12: current'])
  })
})

describe('one delivery', () => {
  it('is sent once, finished, and then nothing is owed any more', async () => {
    const { ports, order, says, states, task, redriven } = await given()
    await deliver(ports, order)
    await deliver(ports, order)
    expect(says()).toEqual(['slack#U0BEN: current'])
    expect(states()).toEqual(['slack: SENT'])
    expect(task().owed).toEqual({})
    expect(redriven).toEqual([])
  })

  it('is not sent for a task that waits again, and the task forgets the notice', async () => {
    const { ports, order, says, states, task, does } = await given()
    await does(block)
    await deliver(ports, order)
    expect(says()).toEqual([])
    expect(states()).toEqual(['slack: CANCELLED'])
    expect(task().notices).toEqual({})
  })

  it('records until when it is in doubt before it calls the provider', async () => {
    const { ports, order, channel, entry, clock } = await given()
    let seen: unknown
    channel.send = async () => {
      seen = entry()
      return { outcome: 'unknown', why: 'no answer' }
    }
    await deliver(ports, order)
    expect(seen).toMatchObject({
      state: 'CLAIMED',
      leaseUntil: clock.now + PATIENCE.lease,
      doubtUntil: clock.now + PATIENCE.lease + PATIENCE.quarantine,
    })
  })

  it('is in doubt after no answer, waits the doubt out, and is found instead of sent again', async () => {
    const { ports, order, says, states, redriven, clock, willBe } = await given()
    willBe('reply lost')
    await deliver(ports, order)
    expect(states()).toEqual(['slack: AMBIGUOUS'])
    expect(redriven).toEqual([{ order, in: 90_000 }])

    clock.now += 60_000
    await deliver(ports, order)
    expect(redriven.at(-1)).toEqual({ order, in: 30_000 })

    clock.now += 30_000
    await deliver(ports, order)
    expect(states()).toEqual(['slack: SENT'])
    expect(says()).toEqual(['slack#U0BEN: current'])
  })

  it('is sent again when the look-up finds nothing', async () => {
    const { ports, order, says, clock, willBe } = await given()
    willBe('never arrived')
    await deliver(ports, order)
    willBe('accepted')
    clock.now += 90_000
    await deliver(ports, order)
    expect(says()).toEqual(['slack#U0BEN: current'])
  })

  it('stays in doubt when it cannot be looked up, and is never sent blindly', async () => {
    const { ports, order, says, states, channel, clock, redriven, willBe } = await given()
    willBe('never arrived')
    await deliver(ports, order)
    clock.now += 90_000
    channel.find = async () => Promise.reject(new Error('history is down'))
    await deliver(ports, order)
    expect(says()).toEqual([])
    expect(states()).toEqual(['slack: AMBIGUOUS'])
    expect(redriven.at(-1)).toEqual({ order, in: 90_000 })
  })

  it('that threw may be out there: in doubt', async () => {
    const { ports, order, states, channel } = await given()
    channel.send = async () => Promise.reject(new Error('a bug of the channel'))
    await deliver(ports, order)
    expect(states()).toEqual(['slack: AMBIGUOUS'])
  })

  it('that is refused is tried again not before the provider says, and its conversation pauses', async () => {
    const { ports, order, channel, entry, redriven, clock } = await given()
    channel.send = async () => ({ outcome: 'refused', notBefore: clock.now + 60_000, why: 'rate limited' })
    await deliver(ports, order)
    expect(entry()).toMatchObject({ state: 'RETRY', notBefore: clock.now + 60_000, answered: 1, doubtful: false })
    expect(redriven).toEqual([{ order, in: 60_000 }])
    const slot = await ports.ledger.reserve(WORKSPACE, channel.pace(TO_BEN.address), clock.now)
    expect(slot).toBe(clock.now + 60_000)
  })

  it('is dead after twelve refusals, with an alarm, and nothing is owed for it', async () => {
    const { ports, order, entry, alarms, clock, task, willBe } = await given()
    willBe('refused')
    for (let tries = 0; tries < 12; tries++) {
      await deliver(ports, order)
      clock.now += 6 * 3_600_000
    }
    expect(entry()).toMatchObject({ state: 'DEAD', why: '429', answered: 12 })
    expect(alarms).toEqual([{ message: 'A delivery is dead', why: '429' }])
    expect(task().owed).toEqual({})
  })

  it('is dead after three days in doubt, but not before a last look-up', async () => {
    const { ports, order, entry, alarms, clock, willBe, says, channel } = await given()
    willBe('never arrived')
    await deliver(ports, order)
    clock.now += PATIENCE.maxAge
    let looked = 0
    const { find } = channel
    channel.find = (address, message) => {
      looked += 1
      return find(address, message)
    }
    await deliver(ports, order)
    expect(entry()).toMatchObject({ state: 'DEAD', why: 'it could not be sent for too long' })
    expect({ looked, says: says(), alarms: alarms.length }).toEqual({ looked: 1, says: [], alarms: 1 })
  })

  it('to an address that does not exist is dead at once, with an alarm', async () => {
    const { ports, order, entry, alarms, channel } = await given()
    channel.send = async () => ({ outcome: 'impossible', why: 'no such channel' })
    await deliver(ports, order)
    expect(entry()).toMatchObject({ state: 'DEAD', why: 'no such channel' })
    expect(alarms).toEqual([{ message: 'A delivery is dead', why: 'no such channel' }])
  })

  it('is not sent with too little of the lease left', async () => {
    const { ports, order, says, states, channel, clock, willBe, redriven } = await given()
    willBe('never arrived')
    await deliver(ports, order)
    willBe('accepted')
    clock.now += 90_000
    channel.find = async () => {
      clock.now += PATIENCE.lease - PATIENCE.sendTimeout + 1
      return undefined
    }
    await deliver(ports, order)
    expect({ says: says(), states: states(), again: redriven.at(-1)?.in }).toEqual({
      says: [],
      states: ['slack: RETRY'],
      again: 0,
    })
    await deliver(ports, order)
    expect(says()).toEqual(['slack#U0BEN: current'])
  })

  it('of an order that nothing is known of is a fault, so that it is received again', async () => {
    const { ports, order } = await given()
    await expect(deliver(ports, { ...order, notice: 'n_unknown' })).rejects.toThrow('a notice has no content')
    await expect(deliver(ports, { ...order, key: 'slack#U0EVE' })).rejects.toThrow('a delivery that its notice lacks')
  })
})

describe('the pace of a conversation', () => {
  it('is waited for when the slot is near', async () => {
    const { ports, order, waited, says, channel, clock } = await given()
    await ports.ledger.pause(WORKSPACE, channel.pace(TO_BEN.address), clock.now + 5_000)
    await deliver(ports, order)
    expect({ waited, says: says() }).toEqual({ waited: [5_000], says: ['slack#U0BEN: current'] })
  })

  it('is not waited for through the lease: two who wait for each other would burn slot after slot', async () => {
    const { ports, order, waited, says, channel, clock, redriven, entry } = await given()
    const hasty = { ...ports, patience: { ...PATIENCE, sendTimeout: 500, lease: 1_500, quarantine: 1_500 } }
    await ports.ledger.pause(WORKSPACE, channel.pace(TO_BEN.address), clock.now + 1_200)
    await deliver(hasty, order)
    expect(entry()).toMatchObject({ state: 'RETRY', notBefore: clock.now + 1_200, slot: true })
    expect({ waited, redriven }).toEqual({ waited: [], redriven: [{ order, in: 1_200 }] })

    clock.now += 1_200
    await deliver(hasty, order)
    expect(says()).toEqual(['slack#U0BEN: current'])
  })

  it('sends the order back when the slot is far, and keeps the slot for it', async () => {
    const { ports, order, waited, says, channel, clock, redriven, entry } = await given()
    const pace = channel.pace(TO_BEN.address)
    await ports.ledger.pause(WORKSPACE, pace, clock.now + 5_001)
    await deliver(ports, order)
    expect(entry()).toMatchObject({ state: 'RETRY', notBefore: clock.now + 5_001, slot: true, answered: 0 })
    expect(redriven).toEqual([{ order, in: 5_001 }])

    clock.now += 5_001
    await ports.ledger.pause(WORKSPACE, pace, clock.now + 600_000)
    await deliver(ports, order)
    expect({ waited, says: says() }).toEqual({ waited: [], says: ['slack#U0BEN: current'] })
  })

  it('lets a hundred messages to one place through, a second apart', async () => {
    const { ports, channel, clock } = await given()
    const pace = channel.pace(TO_BEN.address)
    const slots = []
    for (let index = 0; index < 100; index++) slots.push(await ports.ledger.reserve(WORKSPACE, pace, clock.now))
    expect(slots).toEqual(Array.from({ length: 100 }, (_, index) => clock.now + index * 1000))
  })
})

describe('a notice that is no longer true', () => {
  it('is edited when it went stale while it was sent', async () => {
    const { ports, order, channel, says, does, task } = await given()
    const { send } = channel
    channel.send = async (address, message) => {
      await does(block)
      return send(address, message)
    }
    await deliver(ports, order)
    expect(says()).toEqual(['slack#U0BEN: on-hold'])
    expect(task().notices).toEqual({})
  })

  it('is edited everywhere, cancelled where it was not sent, and put cancelled where nobody was yet', async () => {
    const { ports, order, says, states, does, notice, task } = await given([TO_BEN, ON_ISSUE, BY_EMAIL])
    await deliver(ports, order)
    await does(ask.assign(CHO))
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    expect(says()).toEqual(['slack#U0BEN: reassigned'])
    expect(states()).toEqual(['slack: SENT', 'github: CANCELLED', 'email: CANCELLED'])
    expect(task().notices).toEqual({})
  })

  it('is kept in mind while a worker holds one of its deliveries', async () => {
    const { ports, order, does, notice, task, willBe, redriven, states } = await given()
    willBe('reply lost')
    await deliver(ports, order)
    await does(ask.cancel())
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    expect(states()).toEqual(['slack: AMBIGUOUS'])
    expect(Object.keys(task().notices)).toEqual([notice.id])
    expect(redriven).toEqual([
      { order, in: 90_000 },
      { order, in: 90_000 },
    ])
  })

  it('is kept in mind until the edit went through', async () => {
    const { ports, order, channel, does, notice, task, redriven, says, clock } = await given()
    await deliver(ports, order)
    await does(block)
    const { edit } = channel
    channel.edit = async () => ({ outcome: 'refused', notBefore: clock.now + 40_000, why: 'rate limited' })
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    expect({ says: says(), known: Object.keys(task().notices), redriven }).toEqual({
      says: ['slack#U0BEN: current'],
      known: [notice.id],
      redriven: [{ order, in: 40_000 }],
    })
    channel.edit = edit
    clock.now += 40_000
    await deliver(ports, order)
    expect({ says: says(), known: task().notices }).toEqual({ says: ['slack#U0BEN: on-hold'], known: {} })
  })

  it('asks a provider in trouble less and less often, with one order under way, whoever else comes by', async () => {
    const { ports, order, channel, does, notice, redriven, says, clock, entry, alarms } = await given()
    await deliver(ports, order)
    await does(block)
    const { edit } = channel
    let asked = 0
    channel.edit = async () => {
      asked += 1
      return { outcome: 'unknown', why: 'no answer' }
    }
    const waits: number[] = []
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    for (let round = 0; round < 12; round++) {
      await retract(ports, WORKSPACE, 'UAPI-2', notice)
      await deliver(ports, order)
      const [next, ...others] = redriven.splice(0)
      expect(others).toEqual([])
      waits.push(next!.in / 1_000)
      clock.now += next!.in
      await deliver(ports, next!.order)
    }
    expect(asked).toBe(13)
    expect(waits).toEqual([30, 60, 120, 240, 480, ...Array(7).fill(900)])
    expect(alarms).toEqual([12, 13].map(() => ({ message: 'A message cannot be made true', why: 'no answer' })))

    channel.edit = edit
    clock.now += 900_000
    await deliver(ports, order)
    expect({ says: says(), entry: entry() }).toEqual({
      says: ['slack#U0BEN: on-hold'],
      entry: expect.not.objectContaining({ edit: expect.anything() }),
    })
  })

  it('is not corrected twice by e-mail when another edit fails at the same time', async () => {
    const { ports, content, channel, does, notice, entry, clock } = await given([BY_EMAIL])
    await deliver(ports, ordersOf(content)[0]!)
    await does(block)
    let published = 0
    channel.edit = async (_, receipt) => {
      if (receipt.id.startsWith('corrected')) return { outcome: 'sent', receipt }
      published += 1
      if (published > 1) return { outcome: 'sent', receipt: { id: `corrected ${receipt.id}` } }
      await retract(ports, WORKSPACE, 'UAPI-2', notice)
      return { outcome: 'unknown', why: 'no answer' }
    }
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    expect(entry(ordersOf(content)[0]!.key)).toMatchObject({ receipt: { id: 'corrected m1' } })
    clock.now += 900_000
    await deliver(ports, ordersOf(content)[0]!)
    expect(published).toBe(2)
  })

  it('needs no edit where the message was deleted', async () => {
    const { ports, order, does, notice, task, provider } = await given()
    await deliver(ports, order)
    provider.shown.length = 0
    await does(block)
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    expect(task().notices).toEqual({})
  })

  it('that was suppressed is just forgotten', async () => {
    const { ports, does, notice, task, states } = await given()
    await does(block)
    await retract(ports, WORKSPACE, 'UAPI-2', { ...notice, suppressed: true })
    expect({ known: task().notices, states: states() }).toEqual({ known: {}, states: [] })
  })

  it('is corrected by e-mail once, however often it is taken back', async () => {
    const { ports, content, channel, does, notice } = await given([BY_EMAIL])
    await deliver(ports, ordersOf(content)[0]!)
    await does(block)
    const corrected: string[] = []
    channel.edit = async (_, receipt) => {
      corrected.push(receipt.id)
      return { outcome: 'sent', receipt: { id: `corrected ${receipt.id}` } }
    }
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    await retract(ports, WORKSPACE, 'UAPI-2', notice)
    expect(corrected).toEqual(['m1', 'corrected m1'])
  })
})

describe('what became of a task', () => {
  it('shows in the message after a click', async () => {
    const { ports, order, content, does, says } = await given()
    await deliver(ports, order)
    await does(ask.start())
    await refreshNotice(ports, WORKSPACE, 'UAPI-2', content.notice)
    expect(says()).toEqual(['slack#U0BEN: started'])
  })

  it('shows in the message when it happened while the message was sent', async () => {
    const { ports, order, channel, does, says } = await given()
    const { send } = channel
    channel.send = async (address, message) => {
      await does(ask.start())
      return send(address, message)
    }
    await deliver(ports, order)
    expect(says()).toEqual(['slack#U0BEN: started'])
  })

  it('is rendered again when the task moved while it was rendered', async () => {
    const { ports, order, content, channel, does, says } = await given()
    await deliver(ports, order)
    await does(ask.start())
    const { edit } = channel
    let edits = 0
    channel.edit = async (address, receipt, message) => {
      edits += 1
      if (edits === 1) await does(ask.cancel())
      return edit(address, receipt, message)
    }
    await refreshNotice(ports, WORKSPACE, 'UAPI-2', content.notice)
    expect({ edits, says: says() }).toEqual({ edits: 2, says: ['slack#U0BEN: cancelled'] })
  })

  it('changes no message of another task, whatever a button says', async () => {
    const { ports, order, content, does, says } = await given()
    await deliver(ports, order)
    await does(ask.start())
    await refreshNotice(ports, WORKSPACE, 'UAPI-3', content.notice)
    await refreshNotice(ports, WORKSPACE, 'UAPI-2', 'n_unknown')
    expect(says()).toEqual(['slack#U0BEN: current'])
  })
})

describe('a block whose task is closed and reopened', () => {
  it('is told anew, for it is a new one', async () => {
    const { ports, does, task, says } = await given([])
    await does(block)
    const tell = async () => {
      const wanted = missingNotices(task())[0]!
      const content = aContent(task(), [TO_BEN], wanted.subject)
      await ports.ledger.putContent(content)
      await does({ type: 'WriteNotice', notice: wanted, by: SYSTEM, at: task().createdAt })
      await deliver(ports, ordersOf(content)[0]!)
      return wanted
    }
    const first = await tell()
    await does(ask.cancel())
    await retract(ports, WORKSPACE, 'UAPI-2', first)
    await does(ask.reopen(byAnn))
    await tell()
    expect(says()).toEqual(['slack#U0BEN: cancelled', 'slack#U0BEN: current'])
  })
})

describe('what is owed', () => {
  it('stays owed while a delivery is under way, missing, or its notice unwritten', async () => {
    const { ports, order, content, task, does, willBe } = await given([TO_BEN, ON_ISSUE])
    const owed = task().owed
    await tidy(ports, WORKSPACE, 'UAPI-2')
    expect(task().owed).toEqual(owed)
    willBe('never arrived')
    await deliver(ports, order)
    willBe('accepted')
    await deliver(ports, ordersOf(content)[1]!)
    expect(task().owed).toEqual(owed)
    await does(block)
    await tidy(ports, WORKSPACE, 'UAPI-2')
    expect(task().owed).toEqual({ notice: task().version })
  })

  it('is cleared even if there was nowhere to say it', async () => {
    const { ports, task } = await given([])
    await tidy(ports, WORKSPACE, 'UAPI-2')
    expect(task().owed).toEqual({})
  })
})

describe('keys', () => {
  it('name one delivery each', () => {
    expect([TO_BEN, ON_ISSUE, BY_EMAIL].map(deliveryKey)).toEqual([
      'slack#U0BEN',
      'github#northwind/user-api#12',
      'email#arn:aws:sns:us-east-1:123456789012:northwind',
    ])
  })
})
