import type { LedgerEntry } from '../handoffs/ledger.ts'
import { standingOf } from '../handoffs/standing.ts'
import { type Entry, toldUpTo } from '../handoffs/transitions.ts'
import type { Channel, Message, Remark } from '../ports/channel.ts'
import type { Directory } from '../ports/directory.ts'
import type { EventHistory } from '../ports/history.ts'
import type { DeliveryOrder } from '../ports/orders.ts'
import { preferencesOf } from '../projects/preferences.ts'
import { nextWorkingMoment } from '../projects/working-hours.ts'
import { isPerson } from '../tasks/actor.ts'
import type { PersonId } from '../tasks/ids.ts'
import { peopleIn } from '../tasks/people-in.ts'
import type { Task } from '../tasks/task.ts'
import { changeBehind, isNews, type Moved, readerOf } from './news.ts'
import { pauseAfter } from './pause.ts'
import { type DeliveryPorts, MAX_WAIT, orderOf, presentTask } from './ports.ts'

/** What it takes to tell in the thread of a message what became of it. */
export type ThreadPorts = DeliveryPorts & {
  readonly history: Pick<EventHistory, 'page'>
  readonly directory: Pick<Directory, 'people' | 'settings'>
}

/** How long a history that is behind is waited for, once. Milliseconds. */
const RELAY = 5_000

/** Has the thread of a message that was just edited looked after. The edit stands, whatever becomes of this. */
export async function askForLine(
  { redrive, clock, channels, log }: Pick<DeliveryPorts, 'redrive' | 'clock' | 'channels' | 'log'>,
  message: Message,
  entry: Entry<'SENT'>,
  task: Task,
): Promise<void> {
  const channel: Channel = channels[entry.delivery.address.channel]
  if (channel.remark === undefined || !isNews(message, task)) return
  try {
    await redrive({ ...orderOf(entry), line: {} }, clock())
  } catch (error) {
    log.warn('A thread is not told of an edit', { ...orderOf(entry), error })
  }
}

/**
 * Says in the thread of a sent message what made it say what it says now: who did what, and when. A courtesy: at most once
 * for each change, for it is noted before it is said, and let go when the provider does not take it. Any order may come
 * any number of times; what one that comes late finds told, or untrue by now, it leaves.
 */
export async function tellThread(ports: ThreadPorts, order: DeliveryOrder): Promise<void> {
  const { workspace, notice, key, line = {} } = order
  const { ledger, clock } = ports
  const entry = await ledger.entry(workspace, notice, key)
  if (entry?.state !== 'SENT') return
  const channel: Channel = ports.channels[entry.delivery.address.channel]
  const content = await ledger.content(workspace, notice)
  if (content === undefined || channel.remark === undefined) return
  const task = await presentTask(ports, entry)
  const message: Message = { content, standing: standingOf(entry.subject, task), delivery: entry.delivery }
  if (!isNews(message, task)) return
  const { items } = await ports.history.page(workspace, entry.task)
  const change = changeBehind(content, message.standing, items)
  if (change === undefined) {
    const isBehind = line.again === undefined && (items[0] === undefined || !isAt(items[0], task.version))
    return isBehind ? ports.redrive({ ...order, line: { again: true } }, clock() + RELAY) : undefined
  }
  const reader = readerOf(message)
  if (change.version <= (entry.told ?? 0) || (reader !== undefined && isPerson(change.event.by, reader))) return

  const { people, waits } = await among(ports, entry, change, reader)
  if (waits > clock()) return ports.redrive(order, waits)
  const begins =
    slotOf(line.slot, ports) ?? (await ledger.reserve(workspace, channel.pace(entry.delivery.address), clock()))
  if (begins - clock() > MAX_WAIT) return ports.redrive({ ...order, line: { ...line, slot: begins } }, begins)
  if (begins > clock()) await ports.wait(begins - clock())
  // Somebody else was faster, with this line or another: what is left to tell is seen anew.
  if ((await ledger.move(entry, toldUpTo(entry, change.version))) === 'lost') return ports.redrive(order, clock())
  await say(ports, channel, entry, message, { ...change, people })
}

// What passed more than a lease ago is void, lest many return as a burst.
function slotOf(slot: number | undefined, { clock, patience }: ThreadPorts): number | undefined {
  return slot !== undefined && clock() - slot <= patience.lease ? slot : undefined
}

/** Those whom the line names, and until when its reader is not to be disturbed. Epoch milliseconds. */
async function among(
  { directory, clock }: ThreadPorts,
  { workspace }: LedgerEntry,
  { events }: Moved,
  reader: PersonId | undefined,
): Promise<{ readonly people: Remark['people']; readonly waits: number }> {
  const named = new Set([...events.flatMap(peopleIn), ...(reader === undefined ? [] : [reader])])
  const people = await directory.people(workspace, [...named])
  if (reader === undefined) return { people, waits: 0 }
  const preferences = preferencesOf(people.get(reader), await directory.settings(workspace))
  return { people, waits: preferences.quiet ? nextWorkingMoment(clock(), preferences) : 0 }
}

async function say(
  ports: ThreadPorts,
  channel: Channel,
  entry: Entry<'SENT'>,
  message: Message,
  remark: Remark,
): Promise<void> {
  const { address } = entry.delivery
  try {
    const result = await channel.remark?.(address, entry.receipt, message, remark)
    if (result === undefined || result.outcome === 'sent') return
    ports.log.warn('A line in a thread was let go', { ...orderOf(entry), outcome: result.outcome, why: result.why })
    if (result.outcome === 'refused') await pauseAfter(ports, channel, entry, result)
  } catch (error) {
    ports.log.warn('A line in a thread was let go', { ...orderOf(entry), error })
  }
}

function isAt(item: { readonly version: number } | { readonly to: number }, version: number): boolean {
  return ('version' in item ? item.version : item.to) >= version
}
