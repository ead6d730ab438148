import { Fault } from '../errors.ts'
import { type Fact, type FactId, type FactLedger, factOf } from './facts.ts'

/** A piece of a sentence: words, or the place where a recorded fact stands. */
export type Segment = { readonly text: string } | { readonly fact: FactId }

/** Words that have been checked: whatever they state as a fact is a reference into the ledger. */
export type Prose = readonly Segment[]

/** How a model refers to a fact: `[[f3]]`. */
const REFERENCE = /\[\[(f[1-9]\d{0,2})\]\]/

/** The reference to a fact, as prose writes it. */
export function reference(fact: Pick<Fact, 'id'>): string {
  return `[[${fact.id}]]`
}

/** Cuts text at its references, in order. Whether the facts exist is for the verifier to say. */
export function segmentsOf(text: string): Prose {
  const pieces = text.split(REFERENCE)
  return pieces.flatMap((piece, index): Segment[] => {
    if (index % 2 === 1) return [{ fact: piece as FactId }]
    return piece === '' ? [] : [{ text: piece }]
  })
}

/** Sentences one after another, with a space between. */
export function joinProse(sentences: readonly Prose[]): Prose {
  return sentences.flatMap((sentence, index) => (index === 0 ? [...sentence] : [{ text: ' ' }, ...sentence]))
}

/** How one channel writes words (with its escaping) and facts (as its code, link or name). */
export type ProseRendering = {
  readonly text: (words: string) => string
  readonly fact: (fact: Fact) => string
}

/** Prose as text of a channel. Throws a `Fault` if the prose was not verified against this ledger. */
export function renderProse(prose: Prose, ledger: FactLedger, rendering: ProseRendering): string {
  const rendered = prose.map((segment) => {
    if ('text' in segment) return rendering.text(segment.text)
    const fact = factOf(ledger, segment.fact)
    if (fact === undefined) throw new Fault('prose refers to a fact that its ledger lacks', { fact: segment.fact })
    return rendering.fact(fact)
  })
  return rendered.join('')
}
