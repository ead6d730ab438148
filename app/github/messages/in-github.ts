import { escapeGithub } from '../../handoffs/escape.ts'
import { cut } from '../../verbs/words/markup.ts'
import type { Offer, TaskAct } from '../../verbs/words/offer.ts'
import { type Reply, withinBudget } from '../../verbs/words/reply.ts'
import { codeSpan, link } from './markdown.ts'

/** Room for one answer, and for one line of it, before it is escaped. UTF-16 units. */
const BUDGET = 9_500
const MAX_LINE = 3_000

/**
 * An answer as Markdown: the markup of `verbs/words/markup.ts`, read piece by piece. Whatever is no piece of ours is shown
 * literally; emphasis is kept only where it is surely ours. What Slack offers as buttons is offered as commands to type.
 */
export function inGithub({ lines, last, offers }: Reply): string {
  const offered = offers.flatMap((each) => commandOf(each) ?? [])
  const said = [...lines, ...last].join('\n')
  const more = offered.filter((command) => !said.includes(command)).map((command) => `\`${command}\``)
  const kept = withinBudget(
    lines.map((line) => cut(line, MAX_LINE)),
    [...last.map((line) => cut(line, MAX_LINE)), ...(more.length === 0 ? [] : [`More: ${more.join(', ')}`])],
    BUDGET,
  )
  return paragraphs(kept.map(markdownLine))
}

/** The pieces of the markup: a date, a channel, a person, a link, code, and emphasis. */
const PIECE =
  /<!date\^\d+\^[^|<>]*\|([^<>]*)>|<#(\w+)(?:\|([^<>]*))?>|<@\w+(?:\|([^<>]*))?>|<(https?:\/\/[^|<>\s]+)(?:\|([^<>]*))?>|`([^`\n]+)`|(?<![\w*])\*([^*\n]+)\*(?![\w*])/g

/** One line of the markup as inline Markdown. */
export function inline(line: string): string {
  let markdown = ''
  let from = 0
  for (const found of line.matchAll(PIECE)) {
    markdown += escapeGithub(unescaped(line.slice(from, found.index))) + piece(found)
    from = found.index + found[0].length
  }
  return markdown + escapeGithub(unescaped(line.slice(from)))
}

const TASK = /^[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,8}$/

function piece([whole, date, channel, channelName, person, url, label, code, strong]: RegExpMatchArray): string {
  if (date !== undefined) return escapeGithub(unescaped(date))
  if (channel !== undefined) return escapeGithub(channelName ? `#${unescaped(channelName)}` : `${channel} in Slack`)
  if (url !== undefined) {
    const address = unescaped(url)
    return link(label === undefined ? codeSpan(address) : escapeGithub(unescaped(label)), address)
  }
  if (code !== undefined) return codeSpan(unescaped(code))
  // Foreign text may hold asterisks as well: only the id of a task is emphasised within a line.
  if (strong !== undefined) return TASK.test(strong) ? `**${escapeGithub(strong)}**` : inline(strong)
  return escapeGithub(unescaped(person ?? whole))
}

type Line = { readonly kind: 'text' | 'item' | 'quote' | 'heading' | 'empty'; readonly markdown: string }

function markdownLine(line: string): Line {
  const trimmed = line.trim()
  if (trimmed === '') return { kind: 'empty', markdown: '' }
  const heading = /^\*([^*`<>]+)\*$/.exec(trimmed)?.[1]
  if (heading !== undefined && !TASK.test(heading)) {
    return { kind: 'heading', markdown: `**${escapeGithub(unescaped(heading))}**` }
  }
  const [, bullet, quote, text = ''] = /^(?:(• )|(> ))?([\s\S]*)$/.exec(trimmed) ?? []
  if (bullet !== undefined) return { kind: 'item', markdown: `- ${inline(text)}` }
  if (quote !== undefined) return { kind: 'quote', markdown: `> ${inline(text)}` }
  return { kind: 'text', markdown: inline(text) }
}

// GitHub breaks a comment's lines where they break; a list, a quotation and a paragraph need an empty one between them.
function paragraphs(lines: readonly Line[]): string {
  return lines
    .map(({ kind, markdown }, index) => {
      const before = lines[index - 1]?.kind
      const apart = before !== undefined && before !== kind && before !== 'empty' && kind !== 'empty'
      return apart ? `\n${markdown}` : markdown
    })
    .join('\n')
}

const VERBS: Readonly<Record<TaskAct, string>> = {
  'task.start': 'start ID',
  'task.done': 'done ID',
  'task.block': 'block ID "reason"',
  'task.assign': 'assign ID @person',
  'task.why': 'why ID',
  'task.show': 'show ID',
  'task.history': 'history ID',
  'handoff.got': 'got ID',
  'handoff.need': 'need ID "what is missing"',
  'handoff.notmine': 'notmine ID "why"',
  'approval.approve': 'approve ID',
  'approval.reject': 'reject ID "why"',
  'approval.request': 'request ID',
}

// A form cannot open in a comment; what it would ask for stands in the lines. A picture has no place there.
function commandOf(offer: Offer): string | undefined {
  return 'act' in offer ? `/codexflow ${VERBS[offer.act].replace('ID', offer.task)}` : undefined
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
}
