import type { Licence } from './licence.ts'
import { ENVIRONMENTS, FREE_WORDS, NUMBER_WORDS, RESOURCE_ENDINGS } from './vocabulary.ts'

/** Why a token may not stand in prose: what it looks like while no ledger fact says it. */
export type WordFault =
  | 'arn'
  | 'environment'
  | 'hash'
  | 'homoglyph'
  | 'identifier'
  | 'link'
  | 'markup'
  | 'mention'
  | 'name'
  | 'number'
  | 'quote'
  | 'symbol'

/** Letters with their marks; apostrophes, hyphens, dashes and commas that need no space only between letters. */
const PLAIN = /^\p{L}\p{M}{0,2}(?:['’–—、，-]?\p{L}\p{M}{0,2})*$/u
/** Punctuation that may stand alone, and emoji without modifiers. */
const ALONE = /^(?:[-–—&]|\p{Extended_Pictographic}{1,3})$/u
const LEADING = /^[("“‘']/u
const TRAILING = /[.,;:!?)"”'’…。！？]{1,4}$/u
const ACRONYM = /^[A-Z]{1,6}s?$/
const LONGEST_WORD = 32
/** Scripts that put no space between words: a token may be a whole clause, with Latin words in it. */
const UNSPACED = '[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{scx=Thai}]+'
/** Where a token without spaces falls into words. Ledger tokens get no such freedom: what is glued to them changes them. */
const WITHIN = new RegExp(`[–—、，]|(${UNSPACED})`, 'u')

/**
 * What is wrong with one token of a sentence, or nothing. The rule is an allow-list: a token passes as an ordinary word,
 * or because the ledger holds it whole. What it may be otherwise need not be guessed.
 */
export function wordFault(token: string, opensSentence: boolean, licence: Licence): WordFault | undefined {
  if (ALONE.test(token) || licence.token(token)) return undefined
  const quoted = /^['‘].+['’][.,;:!?)]*$/u.test(token)
  const word = token.replace(LEADING, '').replace(TRAILING, '')
  if (word !== '' && (licence.token(word) || (FREE_WORDS.has(word) && !quoted))) return undefined
  if (quoted) return 'quote'
  if (!PLAIN.test(word) || word.normalize('NFKC') !== word) return looksLike(token)
  for (const [index, part] of word.split(WITHIN).entries()) {
    const fault = part ? compoundFault(part, opensSentence && index === 0, licence) : undefined
    if (fault !== undefined) return fault
  }
  return undefined
}

function compoundFault(word: string, opensSentence: boolean, licence: Licence): WordFault | undefined {
  if (mixesScripts(word)) return 'homoglyph'
  if (word.length > LONGEST_WORD && /^\p{ASCII}/u.test(word)) return 'identifier'
  const parts = word.replace(/['’]s$/u, '').split('-')
  if (parts.length > 1 && RESOURCE_ENDINGS.has(parts.at(-1)!.toLowerCase())) return 'identifier'
  for (const [index, part] of parts.entries()) {
    const fault = partFault(part, opensSentence && index === 0, licence)
    if (fault !== undefined) return fault
  }
  return undefined
}

function partFault(part: string, opensSentence: boolean, licence: Licence): WordFault | undefined {
  const lower = part.toLowerCase()
  if (ENVIRONMENTS.has(lower) && !licence.anyCase(part)) return 'environment'
  if (NUMBER_WORDS.has(lower) && !licence.anyCase(part) && !licence.token(NUMBER_WORDS.get(lower) ?? lower)) {
    return 'number'
  }
  if (/^[0-9a-f]{7,}$/i.test(part)) return 'hash'
  if (part === lower || ACRONYM.test(part) || licence.name(part)) return undefined
  if (/\p{L}\p{M}*['’]?\p{Lu}/u.test(part)) return 'identifier'
  return opensSentence ? undefined : 'name'
}

/** For the log: the nearest name of what was refused. */
function looksLike(token: string): WordFault {
  if (/arn:/i.test(token)) return 'arn'
  if (/[<>[\]`*~|\\{}_]/.test(token)) return 'markup'
  if (/[@#＠﹫]/u.test(token)) return 'mention'
  if (/:\/\/|^\/|\p{L}[.。．｡]\p{L}/u.test(token)) return 'link'
  if (!/\p{N}/u.test(token)) return /["“”]/u.test(token) ? 'quote' : 'symbol'
  if (/^[0-9a-f]{7,}$/i.test(token) && /[a-f]/i.test(token)) return 'hash'
  return /\p{L}/u.test(token) ? 'identifier' : 'number'
}

/** Letters of another script, or the clicks that look like punctuation, beside Latin ones: an imitated name. */
function mixesScripts(word: string): boolean {
  return /\p{Script=Latin}/u.test(word) && /[^\p{Script=Latin}\p{M}'’-]|[\u01C0-\u01C3]/u.test(word)
}
