import { Fault, unreachable } from '../errors.ts'
import type { NoticeContent } from '../handoffs/content.ts'
import type { Receipt } from '../handoffs/ledger.ts'
import {
  ambiguous,
  cancelled,
  dead,
  type Entry,
  givenBack,
  isExhausted,
  refused,
  sent,
  waitingForSlot,
} from '../handoffs/transitions.ts'
import type { Channel, Message, Sent } from '../ports/channel.ts'
import { mayTell } from '../tasks/notice.ts'
import { pauseAfter } from './pause.ts'
import { type DeliveryPorts, MAX_WAIT, orderOf, presentTask } from './ports.ts'

/** What one attempt may lead to. */
export type Ended = Entry<'SENT' | 'AMBIGUOUS' | 'RETRY' | 'DEAD' | 'CANCELLED'>

/**
 * One claimed attempt, from the look-up to the answer; writes nothing about the delivery. `slot`: the slot in the
 * conversation's pace that is reserved for it already.
 */
export async function attempt(
  ports: DeliveryPorts,
  content: NoticeContent,
  mine: Entry<'CLAIMED'>,
  slot: number | undefined,
): Promise<Ended> {
  const { clock, patience, ledger } = ports
  const { address } = mine.delivery
  const channel: Channel = ports.channels[address.channel]
  const message: Message = { content, standing: { state: 'current' }, delivery: mine.delivery }

  if (mine.doubtful) {
    const left = await lookUp(ports, channel, message, mine)
    if (left === 'cannot-tell') {
      return isExhausted(mine, clock(), patience) ? dead(mine, 'it cannot be looked up') : ambiguous(mine)
    }
    if (left !== undefined) return sent(mine, left)
  }
  if (isExhausted(mine, clock(), patience)) {
    const told = mayTell(mine.subject, await presentTask(ports, mine))
    return told ? dead(mine, 'it could not be sent for too long') : cancelled(mine)
  }

  const begins = slot ?? (await ledger.reserve(mine.workspace, channel.pace(address), clock()))
  // A wait that uses the lease up would end in giving the slot back, and in waiting for a later one.
  const spare = mine.leaseUntil - patience.sendTimeout - clock()
  if (begins - clock() > Math.min(MAX_WAIT, spare / 2)) return waitingForSlot(mine, begins)
  if (begins > clock()) await ports.wait(begins - clock())

  // The last things before sending, the clock after the task: reading the task may have taken long.
  if (!mayTell(mine.subject, await presentTask(ports, mine))) return cancelled(mine)
  if (mine.leaseUntil - clock() < patience.sendTimeout) return givenBack(mine, clock())
  return judged(ports, channel, mine, await send(ports, channel, message, mine))
}

async function lookUp(
  { log }: DeliveryPorts,
  channel: Channel,
  message: Message,
  mine: Entry<'CLAIMED'>,
): Promise<Receipt | undefined | 'cannot-tell'> {
  try {
    return await channel.find(mine.delivery.address, message)
  } catch (error) {
    log.warn('A delivery in doubt cannot be looked up', { ...orderOf(mine), error })
    return 'cannot-tell'
  }
}

// A channel that throws has told us nothing, so the message may be out there.
async function send({ log }: DeliveryPorts, channel: Channel, message: Message, mine: Entry<'CLAIMED'>): Promise<Sent> {
  try {
    return await channel.send(mine.delivery.address, message)
  } catch (error) {
    log.error('A channel threw while it sent', { ...orderOf(mine), error })
    return { outcome: 'unknown', why: error instanceof Fault ? error.message : 'the channel threw' }
  }
}

async function judged(ports: DeliveryPorts, channel: Channel, mine: Entry<'CLAIMED'>, result: Sent): Promise<Ended> {
  const { clock, patience, log } = ports
  if (result.outcome !== 'sent') {
    log.warn('An attempt to send did not go through', { ...orderOf(mine), outcome: result.outcome, why: result.why })
  }
  switch (result.outcome) {
    case 'sent':
      return sent(mine, result.receipt)
    case 'refused':
      await pauseAfter(ports, channel, mine, result)
      return refused(mine, result, clock(), patience)
    case 'impossible':
      return dead(mine, result.why)
    case 'unknown':
      return ambiguous(mine)
    default:
      return unreachable(result)
  }
}
