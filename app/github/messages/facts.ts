import { escapeGithub } from '../../handoffs/escape.ts'
import type { Fact, FactLedger } from '../../handoffs/facts.ts'
import { honestLabel } from '../../handoffs/link-label.ts'
import { type Prose, renderProse } from '../../handoffs/prose.ts'
import { codeSpan, link, linkable, within } from './markdown.ts'

/** Room for one piece of prose: words are bounded, but they may repeat a long fact without end. UTF-16 units. */
const PROSE_BUDGET = 6_000

/** Prose with its facts in place; none at all where it is too long to be read. */
export function prose(words: Prose, ledger: FactLedger): string {
  const rendering = { text: escapeGithub, fact: inline }
  let written = ''
  for (const segment of words) {
    const next = renderProse([segment], ledger, rendering)
    written += `${mayTouch(written, next) ? '' : APART}${next}`
    if (written.length > PROSE_BUDGET) return ''
  }
  return written.trim()
}

/** Unseen, and yet between two pieces: the backticks of neighbours would else make one fence, their letters one address. */
const APART = '<!-- -->'

// Space, or punctuation that closes a sentence, keeps pieces apart by itself.
function mayTouch(before: string, next: string): boolean {
  return before === '' || next === '' || /\s$/.test(before) || /^(?:\\?[,.;!?)])*(?:\s|$)/.test(next)
}

/** A fact within a sentence. */
function inline(fact: Fact): string {
  if (fact.kind === 'person') return escapeGithub(fact.value)
  return linkable(fact.value) === undefined ? codeSpan(fact.value) : link(named(fact), fact.value)
}

// A document goes by its title; of any other address people want to see the address itself.
function named(fact: Fact): string {
  return fact.kind === 'document' ? escapeGithub(honestLabel(fact.label, fact.value)) : codeSpan(fact.value)
}

/** The facts as a list, as far as `budget` UTF-16 units go; what is left out is counted. */
export function factList(ledger: FactLedger, budget: number): string {
  const lines = ledger.filter(({ kind }) => kind !== 'task' && kind !== 'person').map(line)
  return within(lines, budget, (left) => `- … and ${left} more, in Slack: ${codeSpan('/codexflow show')}`)
}

function line(fact: Fact): string {
  const shown = fact.kind === 'document' ? link(codeSpan(fact.value), fact.value) : inline(fact)
  return `- **${escapeGithub(fact.label)}**: ${shown} (${escapeGithub(fact.source)})`
}
