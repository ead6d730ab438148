import type { ActionsBlockElement, KnownBlock } from '@slack/types'
import { cut } from '../../verbs/words/markup.ts'
import type { Offer } from '../../verbs/words/offer.ts'
import { type Reply, withinBudget } from '../../verbs/words/reply.ts'
import { taskButton } from '../actions/task-button.ts'
import type { SlackReply } from '../handlers.ts'
import { formButton } from '../modals/form-button.ts'
import { MAX_SECTION } from './limits.ts'
import { pictureButton } from './picture-button.ts'

/** Room for all of it that stays clear of `msg_blocks_too_long` (bolt-js#2509), and for each of the last lines. UTF-16 units. */
const BUDGET = 9_500
const MAX_LAST = 1_000

/**
 * An answer as Slack shows it. `text` is all of it, for those who cannot see blocks; the blocks say the same without making
 * links of bare addresses. `others`: buttons beside those that the answer itself offers.
 */
export function inSlack(reply: Reply, others: readonly ActionsBlockElement[] = []): SlackReply {
  const kept = withinBudget(
    reply.lines.map((line) => cut(line, MAX_SECTION)),
    reply.last.map((line) => cut(line, MAX_LAST)),
    BUDGET,
  )
  const buttons = [...reply.offers.map(buttonFor), ...others]
  const sections: KnownBlock[] = sectionsOf(kept).map((text) => ({
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
  }))
  const actions: KnownBlock[] = buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]
  const refused = reply.refusal === undefined ? {} : { refusal: reply.refusal }
  return { text: kept.join('\n'), blocks: [...sections, ...actions], ...refused }
}

function buttonFor(offer: Offer): ActionsBlockElement {
  if ('act' in offer) return taskButton(offer.act, offer.task)
  if ('picture' in offer) return pictureButton({ of: offer.picture, isPublic: offer.isPublic })
  return formButton({ form: offer.form, preset: {} }, offer.text, offer.spoken)
}

function sectionsOf(lines: readonly string[]): string[] {
  const sections: string[] = []
  let section: string | undefined
  for (const line of lines) {
    const longer: string = section === undefined ? line : `${section}\n${line}`
    if (section !== undefined && longer.length > MAX_SECTION) sections.push(section)
    section = section !== undefined && longer.length > MAX_SECTION ? line : longer
  }
  // Slack refuses an empty text.
  return [...sections, section ?? ''].filter((text) => text.trim() !== '')
}
