import type { Address, Delivery } from '../../handoffs/content.ts'
import type { Standing } from '../../handoffs/standing.ts'
import { moment, plain } from './markup.ts'

/** Where a message goes, escaped: "a direct message in Slack". */
export function placeWords(address: Address): string {
  switch (address.channel) {
    case 'slack':
      if (address.isPerson) return 'a direct message in Slack'
      return /^[CG][A-Z0-9]+$/.test(address.conversation)
        ? `the channel <#${address.conversation}>`
        : "the team's channel"
    case 'github': {
      const where = `a comment on ${plain(`${address.repository}#${address.issue}`, 200)}`
      return address.mention === undefined ? where : `${where} that mentions them`
    }
    case 'email':
      return 'a mail to those who subscribed'
  }
}

/** When a message goes out, if nothing moves before. */
export function whenWords(delivery: Delivery): string {
  if (delivery.role !== 'notice' || delivery.held === undefined) return 'at once'
  const when = moment(new Date(delivery.held.until).toISOString())
  return delivery.held.because === 'quiet-hours'
    ? `on ${when}, when their working hours begin`
    : `on ${when}, with their digest: it is beyond their budget of a day`
}

/** What is true of a message now, as a sentence that begins small. */
export function standingWords(state: Standing['state']): string {
  return STANDS[state]
}

const STANDS: Readonly<Record<Standing['state'], string>> = {
  current: 'it still stands.',
  received: 'it was received.',
  started: 'it is in progress.',
  voted: 'it is being decided.',
  decided: 'it is decided.',
  finished: 'it is finished.',
  'on-hold': 'it is on hold again.',
  reassigned: 'it is with somebody else.',
  cancelled: 'it is cancelled.',
  lifted: 'what stood in the way is gone.',
  superseded: 'a newer message has taken its place.',
}
