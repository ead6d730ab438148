import { expect } from 'vitest'
import { deliver } from '../../app/deliveries/deliver.ts'
import { refreshNotices } from '../../app/deliveries/refresh.ts'
import { retract } from '../../app/deliveries/retract.ts'
import { type ThreadPorts, tellThread } from '../../app/deliveries/thread.ts'
import type { Delivery, NoticeContent } from '../../app/handoffs/content.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import type { Channel } from '../../app/ports/channel.ts'
import type { DeliveryOrder } from '../../app/ports/orders.ts'
import type { Choices } from '../../app/projects/preferences.ts'
import { submit } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { Command } from '../../app/tasks/commands.ts'
import { type NoticeSubject, noticeId, staleNotices, type WantedNotice } from '../../app/tasks/notice.ts'
import type { Task } from '../../app/tasks/task.ts'
import { type Fate, fakeProvider } from './fake-provider.ts'
import { memory } from './memory.ts'
import { aContent, ordersOf, TO_BEN } from './notices.ts'
import { ANN, aTask, BEN, CHO, minute, WORKSPACE } from './tasks.ts'

/** Ten on a Monday, in the working hours of everybody who has any. */
export const NOW = Date.parse('2026-03-02T10:00:00Z')
/** The task that a notice is about. */
export const ID = 'UAPI-2'

type Given = {
  readonly task?: Task
  readonly deliveries?: readonly Delivery[]
  readonly about?: NoticeSubject
  readonly over?: Partial<NoticeContent>
  readonly preferences?: Choices
}

/** A notice that is sent, and whoever is woken by what happens to its task then. */
export async function aThread({ task: seed = aTask(), deliveries = [TO_BEN], about, over, preferences }: Given = {}) {
  const people = [
    { workspace: WORKSPACE, id: ANN, name: 'Ann', role: 'lead' },
    { workspace: WORKSPACE, id: BEN, name: 'Ben', role: 'member', ...(preferences && { preferences }) },
    { workspace: WORKSPACE, id: CHO, name: 'Cho', role: 'member' },
  ] as const
  const table = memory({ people, settings: [{ workspace: WORKSPACE, name: 'Northwind' }] })
  table.seed(seed)
  const clock = { now: NOW }
  const provider = fakeProvider(() => clock.now, table.all)
  const channel: Channel = { ...provider.channel }
  const slack: Channel = { ...channel, remark: provider.remark }
  let queue: { readonly order: DeliveryOrder; readonly at: number }[] = []
  const warned: string[] = []
  const ports: ThreadPorts = {
    tasks: table.log,
    ledger: table.ledger,
    history: table.history,
    directory: table.directory,
    channels: { slack, github: channel, email: channel },
    redrive: async (order, at) => void queue.push({ order, at }),
    clock: () => clock.now,
    wait: async (ms) => {
      clock.now += ms
    },
    patience: PATIENCE,
    log: {
      info: () => {},
      warn: (message) => void warned.push(message),
      error: (message) => void warned.push(message),
    },
  }
  let related = 0
  const relay = async () => {
    const images = table.images.slice(related)
    related = table.images.length
    for (const image of images) await table.history.write(image)
  }
  const does = async (command: Command) => {
    const done = await submit(table.log, { workspace: WORKSPACE, task: ID, command })
    expect(done).toMatchObject({ ok: true })
  }
  const present = () => table.task(WORKSPACE, ID)
  /** What the bus wakes: what is stale is taken back, what stands is drawn anew. */
  const redraw = async () => {
    for (const notice of staleNotices(present())) await retract(ports, WORKSPACE, ID, notice)
    await refreshNotices(ports, WORKSPACE, ID)
  }
  const work = async () => {
    for (let due = queue; due.length > 0; due = queue.filter(({ at }) => at <= clock.now)) {
      queue = queue.filter((one) => !due.includes(one))
      for (const { order, at } of due) {
        if (at > clock.now) queue.push({ order, at })
        else await (order.line === undefined ? deliver(ports, order) : tellThread(ports, order))
      }
      if (due.every(({ at }) => at > clock.now)) break
    }
  }
  const content = { ...aContent(seed, deliveries, about), ...over }
  await table.ledger.putContent(content)
  const notice: WantedNotice = { id: noticeId(seed, content.subject), subject: content.subject, suppressed: false }
  await does({ type: 'WriteNotice', notice, by: SYSTEM, at: minute(1) })
  await relay()
  for (const order of ordersOf(content)) await deliver(ports, order)
  return {
    ports,
    slack,
    provider,
    warned,
    clock,
    content,
    does,
    relay,
    redraw,
    work,
    present,
    waiting: () => queue,
    entry: () => table.all()[0]!,
    willBe: (fate: Fate) => {
      provider.next = fate
    },
    /** Something happens, and everybody does what follows from it. */
    happens: async (...commands: readonly Command[]) => {
      for (const command of commands) {
        await does(command)
        await relay()
        await redraw()
        await work()
      }
    },
    lines: () =>
      provider.said.map(({ key, event }) => {
        return `${key}: ${event.type} by ${event.by.kind === 'person' ? event.by.id.slice(4) : event.by.kind}`
      }),
  }
}
