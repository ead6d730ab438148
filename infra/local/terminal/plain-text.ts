/** What Slack's and GitHub's readers see of a marked-up text, as plain lines for a terminal. */

/** Whom and what Slack's ids mean. */
export type Named = {
  readonly people?: readonly { readonly slackId: string; readonly fullName: string }[]
  readonly channels?: readonly { readonly id: string; readonly name: string }[]
}

/** mrkdwn: mentions by name, links as their label and address, without stars and underscores around words. */
export function fromMrkdwn(text: string, { people = [], channels = [] }: Named = {}): string {
  return text
    .replace(/<@([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, label?: string) => {
      return `@${people.find(({ slackId }) => slackId === id)?.fullName ?? label ?? id}`
    })
    .replace(/<#([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id: string, label?: string) => {
      return `#${channels.find((channel) => channel.id === id)?.name ?? (label || id)}`
    })
    .replace(/<!date\^[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>/g, (_, url: string, label?: string) => linkWords(url, label))
    .replace(/(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/g, '$1')
    .replace(/(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(SAID_TWICE, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** GitHub's Markdown: without hidden comments, backslashes before signs, and stars around words. */
export function fromMarkdown(text: string): string {
  return text
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/\[((?:[^\]\\]|\\.)*)\]\(<?(https?:[^)>\s]+)>?\)/g, (_, label: string, url: string) =>
      linkWords(url, label),
    )
    .replace(/<(https?:[^>\s]+)>/g, '$1')
    .replace(/\*\*([^*\n]+)\*\*/g, '$1')
    .replace(/`([^`\n]+)`/g, '$1')
    .replace(/<\/?(?:sub|sup|details|summary|br)\s*\/?>/g, '')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(SAID_TWICE, '$1')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

// An address in words with its own link behind it, such as `https://x (open (https://x))`.
const SAID_TWICE = /(https?:\S+) \((?:[\w ]+ \(\1\)|\1)\)/g

function linkWords(url: string, label: string | undefined): string {
  return label === undefined || label === '' || label === url ? url : `${label} (${url})`
}

/** Breaks lines at blanks so that none is wider than `width`; a word that is wider stays whole, to be copied whole. */
export function wrapped(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const indent = /^(?:[•\-*]\s+|\d+\.\s+|\s+)/.exec(line)?.[0].length ?? 0
    const lines: string[] = []
    let current = ''
    for (const word of line.split(/(?<=\S) +/)) {
      const longer = current === '' ? word : `${current} ${word}`
      if (longer.length <= width || current.trim() === '') current = longer
      else {
        lines.push(current)
        current = `${' '.repeat(indent)}${word}`
      }
    }
    return [...lines, current]
  })
}

/** Controls, which a terminal would obey (its colours, its title, its cursor), and marks that turn the order of letters. */
const COMMANDING = /[^\P{Cc}\n\t]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu

/** The value without them, wherever they stand: what people, models and GitHub wrote is shown, never spoken to a terminal. */
export function harmless<T>(value: T): T {
  if (typeof value === 'string') return value.replaceAll('\r\n', '\n').replace(COMMANDING, '') as T
  if (value instanceof Date || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(harmless) as T
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, harmless(part)])) as T
}
