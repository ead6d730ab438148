import type { ThreadPorts } from '../../app/deliveries/thread.ts'
import { PATIENCE } from '../../app/handoffs/ledger.ts'
import type { Channel, Message } from '../../app/ports/channel.ts'
import type { DeliveryOrder } from '../../app/ports/orders.ts'
import type { FakeProvider } from './fake-provider.ts'
import { type Gate, gated } from './interleave.ts'
import type { Memory } from './memory.ts'

/** What the ports of one process are made of. */
export type PortsGiven = {
  readonly memory: Memory
  readonly provider: FakeProvider
  readonly gate: Gate
  readonly now: () => number
  readonly moveTo: (time: number) => void
  readonly put: (order: DeliveryOrder, at: number) => void
  readonly alarm: () => void
  /** Sees what a process means to send at the moment it calls its channel. */
  readonly sends: (message: Message) => void
}

/** The ports of one process of the world, each of their calls a gate of it. */
export function worldPorts({ memory, provider, gate, now, moveTo, put, alarm, sends }: PortsGiven): ThreadPorts {
  const { pace, send, find, edit } = provider.channel
  const { remark, ...calls } = gated('provider', { send, find, edit, remark: provider.remark }, gate)
  const channel: Channel = {
    ...calls,
    pace,
    send: (address, message) => {
      sends(message)
      return calls.send(address, message)
    },
  }
  return {
    tasks: gated('tasks', memory.log, gate),
    ledger: gated('ledger', memory.ledger, gate),
    history: gated('history', memory.history, gate),
    directory: gated('directory', memory.directory, gate),
    channels: { slack: { ...channel, remark }, github: channel, email: channel },
    redrive: (order, at) => gate('redrive', async () => put(order, at)),
    clock: now,
    wait: (ms) => {
      const until = now() + ms
      return gate('wait', async () => moveTo(Math.max(now(), until)))
    },
    patience: PATIENCE,
    log: {
      info: () => {},
      warn: () => {},
      error: (message) => {
        if (message === 'A delivery is dead') alarm()
      },
    },
  }
}
