import { err, ok, type Result } from '../result.ts'

/** One word of a command, with the escapes of its surface undone. Links have become their bare address. */
export type Word =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'person'; readonly slackUser: string; readonly name: string }
  | { readonly kind: 'channel'; readonly id: string; readonly name: string }
  /** On GitHub. */
  | { readonly kind: 'login'; readonly login: string }

/** `key:value`; the key in small letters. */
export type Option = { readonly key: string; readonly value: Word }

/** The text behind `/codexflow`: its words in order, and its options in order. */
export type Line = { readonly words: readonly Word[]; readonly options: readonly Option[] }

/** What was wrong with what a person typed, as half a sentence in words; not escaped. */
export type Wrong = { readonly what: string }

const SPACE = /\s*/y
// Not before `//`, so that an address is no option.
const KEY = /([A-Za-z][A-Za-z-]{0,49}):(?!\/\/)/y
const BARE = /(?:<[^<>]*>|\S)*/y
const PERSON = /^<@([UW][A-Z0-9]{1,30})(?:\|([^<>]*))?>$/
const CHANNEL = /^<#([CDG][A-Z0-9]{1,30})(?:\|([^<>]*))?>$/
// With the underscore that logins of managed accounts have.
const LOGIN = /^@([A-Za-z0-9][A-Za-z0-9_-]{0,38})$/

/** Where a line was typed: each surface writes people and links in its own way. */
export type Surface = 'slack' | 'github'

/**
 * Reads the text of a slash command. Words stand between white space; quotes, straight or curly, hold words together at
 * the beginning of a word or behind `key:`; a backslash takes a quote or a backslash literally. Slack writes mentions,
 * channels and links in angle brackets and escapes those that people type
 * (https://docs.slack.dev/interactivity/implementing-slash-commands); on GitHub an @ names a login. Total, and linear in all but
 * hostile texts.
 */
export function parseLine(text: string, surface: Surface = 'slack'): Result<Line, Wrong> {
  const words: Word[] = []
  const options: Option[] = []
  for (let at = skip(SPACE, text, 0); at < text.length; at = skip(SPACE, text, at)) {
    const key = keyAt(text, at)
    const start = key === undefined ? at : at + key.length + 1
    const end = endOfValue(text, start)
    if (end === undefined) return err({ what: `the quotation mark before "${excerpt(text, start)}" is never closed` })
    const value = (surface === 'github' ? githubWord : slackWord)(text, start, end)
    if (key === undefined) words.push(value)
    else options.push({ key: key.toLowerCase(), value })
    at = end.bare
  }
  return ok({ words, options })
}

/** Writes a line as Slack would hand it over; `parseLine` reads it back. */
export function printLine(line: Line): string {
  const options = line.options.map(({ key, value }) => `${key}:${printWord(value)}`)
  return [...line.words.map(printWord), ...options].join(' ')
}

/** A word as people would read it: what they typed for a text, `@name` and `#name` for the rest. */
export function wordText(word: Word): string {
  switch (word.kind) {
    case 'text':
      return word.text
    case 'person':
      return `@${word.name || word.slackUser}`
    case 'channel':
      return `#${word.name || word.id}`
    case 'login':
      return `@${word.login}`
  }
}

function skip(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  pattern.exec(text)
  return Math.max(at, pattern.lastIndex)
}

function keyAt(text: string, at: number): string | undefined {
  KEY.lastIndex = at
  return KEY.exec(text)?.[1]
}

/** Where a value ends: its quoted part, if it has one, and all of it. */
type End = { readonly quoted?: number; readonly bare: number }

function endOfValue(text: string, start: number): End | undefined {
  const closers = CLOSERS[text[start] ?? '']
  if (closers === undefined) return { bare: skip(BARE, text, start) }
  for (const closer of closers) {
    const quoted = closerAt(text, start + 1, closer)
    if (quoted !== -1) return { quoted, bare: skip(BARE, text, quoted + 1) }
  }
  return undefined
}

// What ends a quotation, by what began it: its own kind first, then what a keyboard may have made of it.
const CLOSERS: Readonly<Record<string, readonly string[]>> = {
  '"': ['"', '”', '“'],
  '“': ['”', '"', '“'],
  '”': ['”', '"', '“'],
  '„': ['“', '”', '"'],
}

function closerAt(text: string, start: number, closer: string): number {
  for (let at = text.indexOf(closer, start); at !== -1; at = text.indexOf(closer, at + 1)) {
    let backslashes = 0
    while (at - backslashes > start && text[at - backslashes - 1] === '\\') backslashes++
    if (backslashes % 2 === 0) return at
  }
  return -1
}

function slackWord(text: string, start: number, { quoted, bare }: End): Word {
  if (quoted !== undefined) {
    return { kind: 'text', text: decode(text.slice(start + 1, quoted)) + decode(text.slice(quoted + 1, bare)) }
  }
  const raw = text.slice(start, bare)
  const person = PERSON.exec(raw)
  if (person !== null) return { kind: 'person', slackUser: person[1]!, name: unescaped(person[2] ?? '') }
  const channel = CHANNEL.exec(raw)
  if (channel !== null) return { kind: 'channel', id: channel[1]!, name: unescaped(channel[2] ?? '') }
  return { kind: 'text', text: decode(raw) }
}

// Nothing is escaped there; an address may stand in angle brackets, which keeps it from what follows.
function githubWord(text: string, start: number, { quoted, bare }: End): Word {
  if (quoted !== undefined) {
    return { kind: 'text', text: withoutBackslashes(text.slice(start + 1, quoted)) + text.slice(quoted + 1, bare) }
  }
  const raw = text.slice(start, bare)
  const login = LOGIN.exec(raw)?.[1]
  if (login !== undefined) return { kind: 'login', login }
  return { kind: 'text', text: withoutBackslashes(raw.replace(/<(https?:\/\/[^<>\s]*)>/gi, '$1')) }
}

function decode(raw: string): string {
  const plain = raw.replace(/<([^<>]*)>/g, (whole, inside: string) => unwrapped(inside) ?? whole)
  return withoutBackslashes(unescaped(plain))
}

function withoutBackslashes(text: string): string {
  return text.replace(/\\(["“”„\\])/g, '$1')
}

function unwrapped(inside: string): string | undefined {
  const bar = inside.indexOf('|')
  const [target, label] = bar === -1 ? [inside, ''] : [inside.slice(0, bar), inside.slice(bar + 1)]
  if (/^[@#!]/.test(target)) return `${target.startsWith('#') ? '#' : '@'}${label.replace(/^@/, '') || target.slice(1)}`
  // Slack makes links of bare domains and addresses; those are given back as they were typed.
  if (label !== '' && (target === `http://${label}` || target === `mailto:${label}`)) return label
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? target : undefined
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

function unescaped(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function printWord(word: Word): string {
  switch (word.kind) {
    case 'text':
      if (/^[A-Za-z0-9#@][\w#@./-]*$/.test(word.text)) return word.text
      return `"${escaped(word.text.replace(/["\\]/g, '\\$&'))}"`
    case 'person':
      return `<@${word.slackUser}${word.name === '' ? '' : `|${escaped(word.name)}`}>`
    case 'channel':
      return `<#${word.id}${word.name === '' ? '' : `|${escaped(word.name)}`}>`
    case 'login':
      return `@${word.login}`
  }
}

function excerpt(text: string, start: number): string {
  return unescaped(text.slice(start + 1, start + 25))
}
