import { deliveryKey } from '../../app/handoffs/content.ts'
import { type LedgerEntry, PATIENCE } from '../../app/handoffs/ledger.ts'
import type { Standing } from '../../app/handoffs/standing.ts'
import type { Channel, Message, Sent } from '../../app/ports/channel.ts'
import type { TaskEvent } from '../../app/tasks/events.ts'

/** A message as its provider shows it. */
export type Shown = { readonly notice: string; readonly key: string; says: Standing; readonly id: string }
/** A line in the thread of a message: the event that it tells, and the version that brought it. */
export type Said = { readonly notice: string; readonly key: string; readonly event: TaskEvent }
/** A message that its provider will have accepted at `by`. */
export type Late = { readonly message: Shown; readonly by: number }

/** What a provider may do with a message, the usual first. */
export const FATES = ['accepted', 'reply lost', 'accepted late', 'never arrived', 'refused'] as const
export type Fate = (typeof FATES)[number]

/** A provider that shows messages, finds and edits them, and whose next answer is the world's to choose. */
export type FakeProvider = {
  readonly channel: Channel
  /** For a provider with threads. */
  readonly remark: NonNullable<Channel['remark']>
  readonly shown: Shown[]
  readonly said: Said[]
  late: Late[]
  next: Fate
}

/** `now` tells the time, `entries` the deliveries, by whose lease the latest acceptance is known. */
export function fakeProvider(now: () => number, entries: () => readonly LedgerEntry[]): FakeProvider {
  const provider: FakeProvider = {
    shown: [],
    said: [],
    late: [],
    next: 'accepted',
    remark: async (_, receipt, { content, delivery }, { event }): Promise<Sent> => {
      const { next: fate, said } = provider
      if (fate === 'refused') return { outcome: 'refused', notBefore: now() + 3_000, why: '429' }
      if (fate !== 'never arrived') said.push({ notice: content.notice, key: deliveryKey(delivery), event })
      return fate === 'accepted' ? { outcome: 'sent', receipt } : { outcome: 'unknown', why: fate }
    },
    channel: {
      pace: ({ channel }) => ({ name: channel, intervalMs: 1000 }),
      find: async (_, message) => provider.shown.find((one) => isOf(one, message)),
      edit: async (_, receipt, { standing }): Promise<Sent> => {
        const message = provider.shown.find((one) => one.id === receipt.id)
        if (message === undefined) return { outcome: 'impossible', why: 'no such message' }
        message.says = standing
        return { outcome: 'sent', receipt }
      },
      send: async (_, { content, delivery, standing }): Promise<Sent> => {
        const { next: fate, shown, late } = provider
        const key = deliveryKey(delivery)
        const id = `m${shown.length + late.length + 1}`
        const message: Shown = { notice: content.notice, key, says: standing, id }
        if (fate === 'accepted' || fate === 'reply lost') shown.push(message)
        if (fate === 'accepted late') {
          const entry = entries().find((one) => one.key === key && one.notice === content.notice)
          const lease = entry?.state === 'CLAIMED' ? entry.leaseUntil : now()
          late.push({ message, by: lease + PATIENCE.quarantine })
        }
        if (fate === 'accepted') return { outcome: 'sent', receipt: { id } }
        if (fate === 'refused') return { outcome: 'refused', notBefore: now() + 3_000, why: '429' }
        return { outcome: 'unknown', why: fate }
      },
    },
  }
  return provider
}

function isOf(one: Shown, { content, delivery }: Message): boolean {
  return one.notice === content.notice && one.key === deliveryKey(delivery)
}
