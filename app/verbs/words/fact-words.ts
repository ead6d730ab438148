import { escapeSlack } from '../../handoffs/escape.ts'
import type { Fact, FactKind, FactLedger } from '../../handoffs/facts.ts'
import { type Prose, renderProse } from '../../handoffs/prose.ts'
import { command, inert, link, plain } from './markup.ts'

/** Longest value inside a sentence; a longer one goes by its label there and stands whole in the list. UTF-16 units. */
const INLINE = 200
/** Longest line of a list. */
const LINE = 1_000

/** Verified words as mrkdwn, at most `most` characters; words that cannot be said in that room are left out whole. */
export function proseWords(prose: Prose, facts: FactLedger, most: number): string {
  const whole = renderProse(prose, facts, { text: foreignWords, fact: inline })
  if (whole.length <= most) return whole.trim()
  const labelled = renderProse(prose, facts, { text: foreignWords, fact: ({ label }) => `*${plain(label, 80)}*` })
  return labelled.length <= most ? labelled.trim() : ''
}

// The spaces around a reference belong to the words.
function foreignWords(text: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)([\s\S]*?)(\s*)$/.exec(text) ?? []
  return `${before === '' ? '' : ' '}${inert(words)}${after === '' ? '' : ' '}`
}

function inline(fact: Fact): string {
  if (fact.value.length > INLINE) return `*${plain(fact.label, 80)}*`
  switch (fact.kind) {
    case 'task':
      return `*${plain(fact.value, 20)}* (${plain(fact.label, 80)})`
    case 'person':
      return plain(fact.value, 80)
    case 'document':
      return link(fact.value, fact.label)
    case 'url':
      return link(fact.value)
    default:
      return isAddress(fact.value) ? link(fact.value, fact.label) : verbatim(fact.value)
  }
}

/** A value as it was recorded, in code; backticks, which would end it, become quotes. */
export function verbatim(value: string): string {
  return `\`${escapeSlack(value).replaceAll('`', "'")}\``
}

/** Facts of these kinds as a list: what each is called, and its value verbatim. */
export function factLines(facts: FactLedger, kinds: readonly FactKind[], task: string): string[] {
  return facts.filter(({ kind }) => kinds.includes(kind)).map((fact) => factLine(fact, task))
}

function factLine({ label, value }: Fact, task: string): string {
  const open = isAddress(value) ? ` (${link(value, 'open')})` : ''
  const line = `• *${plain(label, 80)}:* ${verbatim(value)}${open}`
  return line.length <= LINE ? line : `• *${plain(label, 80)}:* too long for here: ${command(`show ${task}`)}`
}

/** The documents, by their titles. */
export function documentLinks(facts: FactLedger): string[] {
  return facts.filter(({ kind }) => kind === 'document').map(({ value, label }) => link(value, label))
}

function isAddress(value: string): boolean {
  return /^https?:\/\//i.test(value)
}

/** Who wrote the words, and from how much. */
export function writer(by: 'model' | 'template', facts: number): string {
  const noun = facts === 1 ? 'fact' : 'facts'
  return by === 'model' ? `Written by AI from ${facts} checked ${noun}.` : `Written from ${facts} recorded ${noun}.`
}
