import type { ActionsBlockElement, Button, KnownBlock } from '@slack/types'
import { cut } from '../../verbs/words/markup.ts'
import { MAX_SECTION } from '../messages/limits.ts'

/** A heading of ours. */
export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: true } }
}

/** Lines of mrkdwn, already escaped, as far as a section holds them; a button beside them. */
export function section(lines: readonly string[], button?: Button): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: cut(lines.filter((line) => line !== '').join('\n'), MAX_SECTION), verbatim: true },
    ...(button === undefined ? {} : { accessory: button }),
  }
}

/** Buttons in a row. */
export function buttonRow(buttons: readonly ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', elements: [...buttons] }
}
