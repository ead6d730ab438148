import { escapeGithub } from '../../handoffs/escape.ts'
import { visibleLine } from '../../handoffs/invisible.ts'
import { inUtc } from '../../handoffs/lateness.ts'

/**
 * Recorded text, verbatim and inert: a code span whose fence is longer than any run of backticks in it. GitHub looks for
 * no mention, reference or link in code. https://spec.commonmark.org/0.31.2/#code-spans
 */
export function codeSpan(text: string): string {
  const line = visibleLine(text)
  // Two backticks with nothing between them would begin code that others end.
  if (line === '') return ''
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length))
  const fence = '`'.repeat(longest + 1)
  const room = line.startsWith('`') || line.endsWith('`') ? ' ' : ''
  return `${fence}${room}${line}${room}${fence}`
}

/**
 * A link to a recorded address, or only its words where the address is none that people should follow: not http or https,
 * or with a password in it. `words` are Markdown of ours.
 */
export function link(words: string, address: string): string {
  const href = linkable(address)
  return href === undefined ? words : `[${words}](<${href}>)`
}

/** The address as a link's destination, or nothing if it must not be one. */
export function linkable(address: string): string | undefined {
  // Not `canParse`, which says yes to some long hosts at which the constructor throws.
  const url = /^https?:\/\/\S+$/i.test(address) ? URL.parse(address) : null
  if (url === null || url.username !== '' || url.password !== '') return undefined
  // In `<…>` only these could end the destination or be read as something else.
  return url.href
    .replace(/[<>\\`|]/g, (character) => `%${character.charCodeAt(0).toString(16)}`)
    .replaceAll('&', '&amp;')
}

/** A mention that notifies, if it can be the login of a person; otherwise the text, inert. */
export function mention(login: string): string {
  return /^[a-z\d](?:-?[a-z\d]){0,38}$/i.test(login) ? `@${login}` : escapeGithub(login)
}

/** Moments and commands, as parts of a sentence that other channels say too. */
export const MARKDOWN = { moment: inUtc, command: (text: string) => codeSpan(`/codexflow ${text}`) }

/** As many lines as fit into `budget` UTF-16 units; `more` says how many are left out. */
export function within(lines: readonly string[], budget: number, more: (left: number) => string): string {
  let room = budget
  let count = 0
  for (const line of lines) {
    room -= line.length + 1
    if (room < 0) break
    count++
  }
  const kept = lines.slice(0, count)
  return [...kept, ...(count < lines.length ? [more(lines.length - count)] : [])].join('\n')
}

/** Blocks of a comment with an empty line between them; empty ones are left out. */
export function blocks(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n\n')
}
