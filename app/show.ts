import { isDeepStrictEqual } from 'node:util'
import { type DeliveryPorts, MAX_WAIT, orderOf, presentTask } from './delivery-ports.ts'
import { unreachable } from './errors.ts'
import type { NoticeContent } from './handoffs/content.ts'
import { standingOf } from './handoffs/standing.ts'
import { type Entry, sent } from './handoffs/transitions.ts'
import { pauseAfter } from './pause.ts'
import type { Channel, Sent } from './ports.ts'

/** Renderings of one message in one go; a task that moves faster than that gets its order put back. */
const MAX_EDITS = 5

/**
 * Makes a sent message tell the present truth: renders it from the task, reads the task again, and repeats if it moved.
 * `later`: the provider did not take the edit, and the order was put back; finding the delivery sent, it edits again.
 */
export async function show(
  ports: DeliveryPorts,
  content: NoticeContent,
  entry: Entry<'SENT'>,
): Promise<'shown' | 'later'> {
  const channel: Channel = ports.channels[entry.delivery.address.channel]
  let stands = entry
  for (let edits = 0; edits < MAX_EDITS; edits++) {
    await slot(ports, channel, stands)
    const standing = standingOf(entry.subject, await presentTask(ports, entry))
    const message = { content, standing, delivery: entry.delivery }
    const result = await channel.edit(entry.delivery.address, stands.receipt, message)
    switch (result.outcome) {
      case 'sent':
        stands = await kept(ports, stands, sent(stands, result.receipt))
        break
      case 'impossible':
        // Deleted, or the conversation is gone: there is nothing left that could be untrue.
        ports.log.warn('A message cannot be edited any more', { ...orderOf(entry), why: result.why })
        return 'shown'
      case 'refused':
        await pauseAfter(ports, channel, entry, result)
        return putBack(ports, entry, result)
      case 'unknown':
        return putBack(ports, entry, result)
      default:
        return unreachable(result)
    }
    const now = standingOf(entry.subject, await presentTask(ports, entry))
    if (isDeepStrictEqual(now, standing)) return 'shown'
  }
  return putBack(ports, entry, { outcome: 'unknown', why: 'the task keeps moving' })
}

// An edit takes its turn, but is not put back for it: the truth goes before the pace, and a 429 is heeded below.
async function slot({ ledger, clock, wait }: DeliveryPorts, channel: Channel, entry: Entry<'SENT'>): Promise<void> {
  const begins = await ledger.reserve(entry.workspace, channel.pace(entry.delivery.address), clock())
  if (begins > clock()) await wait(Math.min(begins - clock(), MAX_WAIT))
}

// E-mail notes in its receipt that the correction went out, so that it goes out once.
async function kept({ ledger }: DeliveryPorts, seen: Entry<'SENT'>, next: Entry<'SENT'>): Promise<Entry<'SENT'>> {
  if (next.receipt.id !== seen.receipt.id) await ledger.move(seen, next)
  return next
}

async function putBack(
  { redrive, clock, patience, log }: DeliveryPorts,
  entry: Entry<'SENT'>,
  result: Extract<Sent, { outcome: 'refused' | 'unknown' }>,
): Promise<'later'> {
  log.warn('An edit did not go through', { ...orderOf(entry), outcome: result.outcome, why: result.why })
  const soonest = clock() + patience.lease
  await redrive(orderOf(entry), result.outcome === 'refused' ? Math.max(result.notBefore, soonest) : soonest)
  return 'later'
}
