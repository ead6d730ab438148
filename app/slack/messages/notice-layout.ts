import type { ActionsBlockElement, KnownBlock } from '@slack/types'
import { command, cut } from '../../verbs/words/markup.ts'
import { MAX_SECTION } from './limits.ts'

/** A message as it is posted. `text` is complete by itself: it goes into push messages and to screen readers. */
export type Posted = { readonly text: string; readonly blocks: readonly KnownBlock[] }

/** What a message about a task is made of. All but `head` is mrkdwn, already escaped. */
export type Layout = {
  /** Words of ours and a task's id, never foreign text: plain text, at most 150 characters. */
  readonly head: string
  /** Each at most 3,000 characters; empty ones are left out. */
  readonly sections: readonly string[]
  readonly buttons: readonly ActionsBlockElement[]
  /** Small print: who wrote it, and why it came. */
  readonly footer: string
}

/** Lays a message out in Block Kit, and says all of it in `text` too. https://docs.slack.dev/reference/block-kit/blocks */
export function laidOut({ head, sections, buttons, footer }: Layout): Posted {
  // Whoever lays out keeps to the room of a section; what people wrote may yet grow when it is escaped.
  const kept = sections.filter((section) => section !== '').map((section) => cut(section, MAX_SECTION))
  return {
    text: [`*${head}*`, ...kept, footer].join('\n\n'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: head } },
      ...kept.map((text): KnownBlock => ({ type: 'section', text: { type: 'mrkdwn', text, verbatim: true } })),
      ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: [...buttons] } satisfies KnownBlock]),
      { type: 'context', elements: [{ type: 'mrkdwn', text: footer, verbatim: true }] },
    ],
  }
}

/** A list under a heading, as far as `room` characters go; how many more there are is said, and how to see them. */
export function listed(heading: string, lines: readonly string[], room: number, task: string): string {
  return listedUpTo(heading, lines, room, command(`show ${task}`))
}

/** The same; `rest` says how to see all of it. */
export function listedUpTo(heading: string, lines: readonly string[], room: number, rest: string): string {
  if (lines.length === 0) return ''
  let text = `*${heading}*`
  for (const [index, line] of lines.entries()) {
    const left = lines.length - index
    const more = `\n…and ${left} more: ${rest}`
    const isLast = left === 1
    if (text.length + 1 + line.length + (isLast ? 0 : more.length) > room) return `${text}${more}`
    text += `\n${line}`
  }
  return text
}
