import { hasInvisible } from '../../../app/handoffs/invisible.ts'
import { readSlack } from '../markup-readers.ts'
import { isRecord } from './checks.ts'

/** What we ask of ourselves beyond Slack's limits (DESIGN 9). */

/** A text object, and where it stands. */
export type Said = { readonly at: string; readonly type: 'plain_text' | 'mrkdwn'; readonly text: string }

/** What our builders write between `<` and `>`: links to the web, people, channels and moments. Never everybody at once. */
const FORMS: readonly RegExp[] = [
  /^https?:\/\/[^\s|<>]+(\|[^|<>]*)?$/,
  /^[@#][A-Z][A-Z0-9]+$/,
  /^!date\^\d+\^\{date_[a-z_]+\}( at \{time\})?\|[^|<>]+$/,
]

/** Text objects stay inert and legible, and buttons can be told apart by those who hear them. */
export function mannerFaults(value: unknown, at: string): string[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => mannerFaults(one, `${at}[${index}]`))
  if (!isRecord(value)) return []
  const inside = Object.entries(value).flatMap(([name, one]) => mannerFaults(one, at === '' ? name : `${at}.${name}`))
  return [...ownFaults(value, at), ...inside]
}

function ownFaults(value: Record<string, unknown>, at: string): string[] {
  const { type, text, verbatim } = value
  if (type === 'button' && value['accessibility_label'] === undefined) {
    return [`${at} is a button without accessibility_label`]
  }
  if ((type !== 'mrkdwn' && type !== 'plain_text') || typeof text !== 'string') return []
  const bare = type === 'mrkdwn' && verbatim !== true
  return [
    ...(bare ? [`${at} lets Slack make links of bare addresses: verbatim is not true`] : []),
    ...(type === 'mrkdwn' ? markupFaults(text, at) : invisibleFaults(text, at)),
    ...(saysSomething(text) ? [] : [`${at} says it with signs alone`]),
  ]
}

/** What Slack would make of mrkdwn that no builder of ours means. */
export function markupFaults(mrkdwn: string, at: string): string[] {
  const { controls } = readSlack(mrkdwn)
  const foreign = controls.filter((control) => !FORMS.some((form) => form.test(control)))
  const between = mrkdwn.replace(/<[^<>]*>/g, '')
  return [
    ...foreign.map((control) => `${at} holds <${control}>, which no builder of ours writes`),
    ...(/&(?!(?:amp|lt|gt);)/.test(mrkdwn) ? [`${at} holds an ampersand that is not escaped`] : []),
    ...(/[<>]/.test(between.replace(/^> ?/gm, '')) ? [`${at} holds an angle that is not escaped`] : []),
    ...invisibleFaults(mrkdwn, at),
  ]
}

// Variation selectors and joiners hold our own emoji together.
function invisibleFaults(text: string, at: string): string[] {
  return hasInvisible(text.replace(/[\uFE0F\u200D]/gu, '')) ? [`${at} holds a character that nobody sees`] : []
}

// Emoji are never the only signal: not everybody sees them, or sees them alike.
function saysSomething(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text.replace(/:[a-z0-9_+-]+:/g, ''))
}

/** What is to be read in a block, without what its buttons say. */
export function saidIn(value: unknown, at: string): Said[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => saidIn(one, `${at}[${index}]`))
  if (!isRecord(value)) return []
  const { type, text, alt_text: alt } = value
  if ((type === 'plain_text' || type === 'mrkdwn') && typeof text === 'string') return [{ at, type, text }]
  if (type === 'image' && typeof alt === 'string') return [{ at: `${at}.alt_text`, type: 'plain_text', text: alt }]
  if (type === 'actions') return []
  return Object.entries(value).flatMap(([name, one]) => (name === 'accessory' ? [] : saidIn(one, `${at}.${name}`)))
}

/** The words that people see of mrkdwn or plain text, line by line, without marks of emphasis and code. */
export function linesOf(text: string, type: Said['type']): string[] {
  const visible = type === 'mrkdwn' ? readSlack(text).visible : text
  const lines = visible.split('\n').map((line) =>
    line
      .replace(/[*_~`]/g, '')
      .replace(/\s+/g, ' ')
      .trim(),
  )
  return lines.filter((line) => line !== '')
}
