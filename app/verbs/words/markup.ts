import { ownEmphasis } from '../../handoffs/emphasis.ts'
import { escapeSlack } from '../../handoffs/escape.ts'
import { shortened, visibleLine, visibleText } from '../../handoffs/invisible.ts'
import { honestLabel } from '../../handoffs/link-label.ts'

/** Pieces of Slack's mrkdwn (https://docs.slack.dev/messaging/formatting-message-text). */

/** Foreign text, shown literally on one line, cut to `most` characters before it is escaped. */
export function plain(text: string, most = 300): string {
  return inert(shortened(visibleLine(text), most))
}

/** Foreign text, shown literally on one line: nothing in it comes alive, and its emphasis ends where it ends. */
export function inert(text: string): string {
  return escapeSlack(ownEmphasis(visibleText(text)))
}

/** Text to be typed as it stands. */
export function code(text: string): string {
  return `\`${escapeSlack(text).replaceAll('`', "'")}\``
}

/** A command as people would type it. */
export function command(text: string): string {
  return code(`/codexflow ${text}`)
}

/** A link to an address of the web; other addresses, those with a password, and whole sentences are shown literally and lead nowhere. */
export function link(url: string, label?: string): string {
  const address = URL.parse(url)
  const follows = address !== null && /^https?:$/.test(address.protocol) && url.length <= 2_000 && !/\s/.test(url)
  if (!follows || address.username !== '' || address.password !== '') return plain(url, 2_000)
  const target = escapeSlack(url.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E'))
  return label === undefined
    ? `<${target}>`
    : `<${target}|${plain(honestLabel(shortened(label, 120), url), 400).replaceAll('|', '/')}>`
}

/** A moment, which Slack shows in the reader's own time zone. */
export function moment(iso: string): string {
  const time = Date.parse(iso)
  if (!Number.isFinite(time)) return plain(iso, 40)
  const fallback = new Date(time).toISOString().slice(0, 16).replace('T', ' ')
  return `<!date^${Math.floor(time / 1000)}^{date_short_pretty} at {time}|${fallback} UTC>`
}

/** Moments and commands, as parts of a sentence that other channels say too. */
export const MARKUP = { moment, command }

/** At most `most` UTF-16 units of escaped markup, not cut through an entity, a link or half a character. */
export function cut(line: string, most: number): string {
  if (line.length <= most) return line
  return `${line.slice(0, most - 1).replace(/(?:&[a-z]{0,4}|<[^<>]*|[\uD800-\uDBFF])$/, '')}…`
}
