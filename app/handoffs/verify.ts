import { type FactLedger, factOf } from './facts.ts'
import { hasInvisible, shortened } from './invisible.ts'
import { type Licence, licenceOf } from './licence.ts'
import { type Prose, segmentsOf } from './prose.ts'
import { type WordFault, wordFault } from './word-fault.ts'

/** Why a sentence fell. */
export type DropReason = WordFault | 'glued-fact' | 'invisible' | 'too-long' | 'unknown-fact'

/** A sentence that nobody will read, cut short for the log, and the first reason found. */
export type DroppedSentence = { readonly sentence: string; readonly reason: DropReason }

/** What is left of a model's text, and what fell. */
export type VerifiedProse = { readonly sentences: readonly Prose[]; readonly dropped: readonly DroppedSentence[] }

/** Longest sentence and longest text, in UTF-16 units; beyond it the sentence, or the whole text, falls. */
export const MAX_SENTENCE = 500
export const MAX_PROSE = 4000
/** Most references in one sentence: each may stand for a long value. */
export const MAX_REFERENCES = 6

/**
 * Checks a model's words against the ledger, sentence by sentence. A sentence stays only if each token is an ordinary
 * word, a reference to a known fact, or verbatim in the ledger; addresses, ids, numbers, hashes, mentions, markup, names
 * and environments from anywhere else make it fall. `names` are those of people and things that the hand-off is about.
 */
export function verifyProse(text: string, ledger: FactLedger, names: readonly string[] = []): VerifiedProse {
  return proseVerifier(ledger, names)(text)
}

/** `verifyProse` for several texts with the same ledger. */
export function proseVerifier(ledger: FactLedger, names: readonly string[] = []): (text: string) => VerifiedProse {
  const licence = licenceOf(ledger, names)
  return (text) => {
    if (text.length > MAX_PROSE) {
      return { sentences: [], dropped: [{ sentence: shortened(text, 200), reason: 'too-long' }] }
    }
    const sentences: Prose[] = []
    const dropped: DroppedSentence[] = []
    for (const raw of sentencesOf(text.normalize('NFC'))) {
      const sentence = raw.replace(/\s+/gu, ' ')
      const reason = hasInvisible(raw) ? 'invisible' : sentenceFault(sentence, ledger, licence)
      if (reason === undefined) sentences.push(segmentsOf(sentence))
      else dropped.push({ sentence: shortened(sentence, 200), reason })
    }
    return { sentences, dropped }
  }
}

/** Ends of sentences: a line's end, or closing punctuation before white space, unless it closes an abbreviation. */
const SENTENCE_END = /[\n\r]+|(?<=[.!?…]["'”’)]{0,3})(?<!\b(?:e\.g|i\.e|vs|etc)\.)\s+|(?<=[。！？])/u

function sentencesOf(text: string): string[] {
  const sentences = text.split(SENTENCE_END).map((sentence) => sentence.trim())
  return sentences.filter((sentence) => sentence !== '')
}

/** Stands for a reference while words are checked. Private use, so that no text that reaches the check can hold it. */
const FACT = '\uE000'
/** A reference stands free or in simple punctuation; glued to anything else it would make a new address or number. */
const FREE_FACT = new RegExp(`^[("“]?${FACT}(?:['’]s)?[.,;:!?)"”…]{0,3}$`, 'u')
function sentenceFault(sentence: string, ledger: FactLedger, licence: Licence): DropReason | undefined {
  if (sentence.length > MAX_SENTENCE) return 'too-long'
  const segments = segmentsOf(sentence)
  if (segments.filter((segment) => 'fact' in segment).length > MAX_REFERENCES) return 'too-long'
  if (segments.some((segment) => 'fact' in segment && factOf(ledger, segment.fact) === undefined)) return 'unknown-fact'
  const words = segments.map((segment) => ('fact' in segment ? FACT : segment.text)).join('')
  if (quotesUnknown(words, licence)) return 'quote'
  let opens = true
  for (const token of words.split(/\s+/u)) {
    if (token === '') continue
    if (token.includes(FACT) && !FREE_FACT.test(token)) return 'glued-fact'
    const fault = token.includes(FACT) ? undefined : wordFault(token, opens, licence)
    if (fault !== undefined) return fault
    // A capital letter names nothing at the start, also after "Next:", a dash or a waving hand.
    opens = token.endsWith(':') || !/[\p{L}\p{N}\uE000]/u.test(token)
  }
  return undefined
}

/** Whether double quotes hold anything but a reference or the ledger's own words: a quotation is a claim too. */
function quotesUnknown(words: string, licence: Licence): boolean {
  const pieces = words.split(/["“”]/u)
  if (pieces.length % 2 === 0) return true
  const quotations = pieces.filter((_, index) => index % 2 === 1).map((piece) => piece.replace(/[.,!?]$/, '').trim())
  return quotations.some((quotation) => quotation !== FACT && !licence.phrase(quotation))
}
