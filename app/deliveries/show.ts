import { isDeepStrictEqual } from 'node:util'
import { unreachable } from '../errors.ts'
import type { NoticeContent } from '../handoffs/content.ts'
import type { Receipt } from '../handoffs/ledger.ts'
import { standingOf } from '../handoffs/standing.ts'
import { type Entry, edited, editPutOff } from '../handoffs/transitions.ts'
import type { Channel, Sent } from '../ports/channel.ts'
import { pauseAfter } from './pause.ts'
import { type DeliveryPorts, MAX_WAIT, orderOf, presentTask } from './ports.ts'
import { askForLine } from './thread.ts'

/** Renderings of one message in one go; a task that moves faster than that gets its order put back. */
const MAX_EDITS = 5

/**
 * Makes a sent message tell the present truth: renders it from the task, reads the task again, and repeats if it moved.
 * `later`: the provider did not take the edit, and an order was put back; finding the delivery sent, it edits again.
 */
export async function show(
  ports: DeliveryPorts,
  content: NoticeContent,
  entry: Entry<'SENT'>,
): Promise<'shown' | 'later'> {
  // An order waits for that time already: an outage must not be asked again by whoever comes by.
  if (entry.edit !== undefined && ports.clock() < entry.edit.notBefore) return 'later'
  const channel: Channel = ports.channels[entry.delivery.address.channel]
  let stands = entry
  for (let edits = 0; edits < MAX_EDITS; edits++) {
    await slot(ports, channel, stands)
    const standing = standingOf(entry.subject, await presentTask(ports, entry))
    const message = { content, standing, delivery: entry.delivery }
    const result = await channel.edit(entry.delivery.address, stands.receipt, message)
    switch (result.outcome) {
      case 'sent':
        stands = await kept(ports, stands, result.receipt)
        break
      case 'impossible':
        // Deleted, or the conversation is gone: there is nothing left that could be untrue.
        ports.log.warn('A message cannot be edited any more', { ...orderOf(entry), why: result.why })
        return 'shown'
      case 'refused':
        await pauseAfter(ports, channel, entry, result)
        return putBack(ports, stands, result)
      case 'unknown':
        return putBack(ports, stands, result)
      default:
        return unreachable(result)
    }
    const task = await presentTask(ports, entry)
    if (!isDeepStrictEqual(standingOf(entry.subject, task), standing)) continue
    await askForLine(ports, message, stands, task)
    return 'shown'
  }
  return putBack(ports, stands, { outcome: 'unknown', why: 'the task keeps moving' })
}

// An edit takes its turn, but is not put back for it: the truth goes before the pace, and a 429 is heeded below.
async function slot({ ledger, clock, wait }: DeliveryPorts, channel: Channel, entry: Entry<'SENT'>): Promise<void> {
  const begins = await ledger.reserve(entry.workspace, channel.pace(entry.delivery.address), clock())
  if (begins > clock()) await wait(Math.min(begins - clock(), MAX_WAIT))
}

// E-mail notes in its receipt that the correction went out, so that it goes out once.
async function kept({ ledger }: DeliveryPorts, seen: Entry<'SENT'>, receipt: Receipt): Promise<Entry<'SENT'>> {
  const isNew = receipt.id !== seen.receipt.id
  let stands = seen
  while (isNew || stands.edit !== undefined) {
    const next = edited(stands, receipt)
    if ((await ledger.move(stands, next)) === 'moved') return next
    const now = await ledger.entry(seen.workspace, seen.notice, seen.key)
    if (now?.state !== 'SENT' || !isNew) return now?.state === 'SENT' ? now : stands
    stands = now
  }
  return stands
}

// The order goes out before the wait is noted: whoever finds the note may rely on it.
async function putBack(
  { redrive, ledger, clock, patience, log }: DeliveryPorts,
  entry: Entry<'SENT'>,
  result: Extract<Sent, { outcome: 'refused' | 'unknown' }>,
): Promise<'later'> {
  const notBefore = result.outcome === 'refused' ? result.notBefore : 0
  const waiting = editPutOff(entry, notBefore, clock(), patience)
  const { failed } = waiting.edit
  const data = { ...orderOf(entry), outcome: result.outcome, why: result.why, failed }
  if (failed < patience.maxAttempts) log.warn('An edit did not go through', data)
  // The alarm of the operators hangs on this line: somebody reads what is not true any more.
  else log.error('A message cannot be made true', data)
  await redrive(orderOf(entry), waiting.edit.notBefore)
  await ledger.move(entry, waiting)
  return 'later'
}
