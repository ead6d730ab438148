import type { ActionsBlockElement, Button, KnownBlock } from '@slack/types'

/** A heading of ours. */
export function header(text: string): KnownBlock {
  return { type: 'header', text: { type: 'plain_text', text, emoji: true } }
}

/** Lines of mrkdwn, already escaped, together at most 3,000 characters; a button beside them. */
export function section(lines: readonly string[], button?: Button): KnownBlock {
  return {
    type: 'section',
    text: { type: 'mrkdwn', text: lines.filter((line) => line !== '').join('\n'), verbatim: true },
    ...(button === undefined ? {} : { accessory: button }),
  }
}

/** Buttons in a row. */
export function buttonRow(buttons: readonly ActionsBlockElement[]): KnownBlock {
  return { type: 'actions', elements: [...buttons] }
}
