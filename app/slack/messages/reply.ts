import type { ActionsBlockElement, KnownBlock } from '@slack/types'
import type { Reply } from '../handlers.ts'

/** Slack's limits, with a budget that stays clear of `msg_blocks_too_long` (bolt-js#2509). UTF-16 units. */
export const MAX_SECTION = 3_000
const BUDGET = 9_500

/**
 * An answer from its lines, which are mrkdwn and already escaped. `text` is all of it, for those who cannot see blocks;
 * the blocks say the same without making links of bare addresses. What is too long is cut at a line, and says so; `last`
 * (a few short lines) stays in any case.
 */
export function replyOf(
  lines: readonly string[],
  buttons: readonly ActionsBlockElement[] = [],
  last: readonly string[] = [],
): Reply {
  const kept = withinBudget(
    lines.map((line) => cut(line, MAX_SECTION)),
    last.map((line) => cut(line, 1_000)),
  )
  const sections: KnownBlock[] = sectionsOf(kept).map((text) => ({
    type: 'section',
    text: { type: 'mrkdwn', text, verbatim: true },
  }))
  const actions: KnownBlock[] = buttons.length === 0 ? [] : [{ type: 'actions', elements: [...buttons] }]
  return { text: kept.join('\n'), blocks: [...sections, ...actions] }
}

function withinBudget(lines: readonly string[], last: readonly string[]): string[] {
  let length = last.join('\n').length
  const kept: string[] = []
  for (const [index, line] of lines.entries()) {
    length += line.length + 1
    if (length > BUDGET) return [...kept, `…and ${lines.length - index} more lines.`, ...last]
    kept.push(line)
  }
  return [...kept, ...last]
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

/** At most `most` characters of escaped mrkdwn, not cut through an entity, a link or half a character. */
export function cut(line: string, most: number): string {
  if (line.length <= most) return line
  return `${line.slice(0, most - 1).replace(/(?:&[a-z]{0,4}|<[^<>]*|[\uD800-\uDBFF])$/, '')}…`
}
