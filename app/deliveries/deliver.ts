import { Fault } from '../errors.ts'
import { deliveryKey, type NoticeContent } from '../handoffs/content.ts'
import { dueAt, type LedgerEntry } from '../handoffs/ledger.ts'
import { standingOf } from '../handoffs/standing.ts'
import { cancelled, claimed, heldSlot, pending } from '../handoffs/transitions.ts'
import type { DeliveryOrder } from '../ports/orders.ts'
import { isStale, mayTell } from '../tasks/notice.ts'
import { attempt } from './attempt.ts'
import { type DeliveryPorts, orderOf, presentTask } from './ports.ts'
import { retract } from './retract.ts'
import { show } from './show.ts'
import { tidy } from './tidy.ts'

/**
 * Looks after one delivery: sends it once, or finds out that it is sent, or sees that it need not be sent any more.
 * Any order may come any number of times, late, and beside others of the same delivery. Whoever has to wait puts the
 * order back before this resolves; a rejection means that the order has to be received again.
 */
export async function deliver(ports: DeliveryPorts, order: DeliveryOrder): Promise<void> {
  const { ledger, clock, patience, redrive } = ports
  const content = await ledger.content(order.workspace, order.notice)
  if (content === undefined) throw new Fault('a notice has no content', { ...order })
  const entry = await opened(ports, content, order)
  const due = dueAt(entry)
  if (due === undefined) return afterwards(ports, content, entry)
  if (clock() < due) return redrive(order, due)

  if (entry.state === 'PENDING' || entry.state === 'RETRY') {
    if (!mayTell(entry.subject, await presentTask(ports, entry))) return end(ports, content, entry, cancelled(entry))
  }
  const now = clock()
  const claim = claimed(entry, now, patience)
  if ((await ledger.move(entry, claim)) === 'lost') return again(ports, content, order)
  const ended = await attempt(ports, content, claim, heldSlot(entry, now, patience))
  await end(ports, content, claim, ended)
}

async function opened(ports: DeliveryPorts, content: NoticeContent, order: DeliveryOrder): Promise<LedgerEntry> {
  const known = await ports.ledger.entry(order.workspace, order.notice, order.key)
  if (known !== undefined) return known
  const delivery = content.deliveries.find((candidate) => deliveryKey(candidate) === order.key)
  if (delivery === undefined) throw new Fault('an order names a delivery that its notice lacks', { ...order })
  return ports.ledger.open(pending(content, delivery, ports.clock()))
}

/** Writes what became of the delivery, if it is still ours, and does what follows. */
async function end(ports: DeliveryPorts, content: NoticeContent, seen: LedgerEntry, next: LedgerEntry): Promise<void> {
  const order = orderOf(seen)
  if ((await ports.ledger.move(seen, next)) === 'lost') return again(ports, content, order)
  // The alarm of the operators hangs on this line.
  if (next.state === 'DEAD') ports.log.error('A delivery is dead', { ...order, why: next.why, answered: next.answered })
  const due = dueAt(next)
  if (due !== undefined) return ports.redrive(order, due)
  await afterwards(ports, content, next)
}

/** Somebody else was faster: what they made of it decides. */
async function again(ports: DeliveryPorts, content: NoticeContent, order: DeliveryOrder): Promise<void> {
  const entry = await opened(ports, content, order)
  const due = dueAt(entry)
  if (due === undefined) return afterwards(ports, content, entry)
  await ports.redrive(order, Math.max(due, ports.clock()))
}

/**
 * Nothing will be sent for the entry any more: a notice that is stale is taken back with all its deliveries, a message
 * that no longer says the truth is edited, and what is owed is cleared.
 */
async function afterwards(ports: DeliveryPorts, content: NoticeContent, entry: LedgerEntry): Promise<void> {
  const { workspace, task: id, subject } = entry
  const task = await presentTask(ports, entry)
  const notice = task.notices[entry.notice]
  if (isStale(subject, task) && notice !== undefined) await retract(ports, workspace, id, notice)
  // Every message is sent as current, and a notice that ceased to be current never is again.
  else if (entry.state === 'SENT' && standingOf(subject, task).state !== 'current') await show(ports, content, entry)
  await tidy(ports, workspace, id)
}
