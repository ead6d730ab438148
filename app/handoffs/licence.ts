import type { Fact, FactLedger } from './facts.ts'

/** What prose may say in words without a reference, because a ledger fact says exactly that. */
export type Licence = {
  /** Whether a ledger fact holds this token, whole: between its ends, white space, or the parts of a URL or an ARN. */
  token(token: string): boolean
  /** The same, for names of environments, whatever the case. */
  anyCase(word: string): boolean
  /** Whether a value or label holds these words in a row. */
  phrase(words: string): boolean
  /** Whether it is part of the name of somebody or something that the hand-off is about. */
  name(word: string): boolean
}

/** Ledger tokens with these are stated by reference only: no channel's markup is ever licensed as words. */
const MARKUP = /[<>[\]`]/

/** The licence of a ledger. `names` (of receiver, closers, project) license capitalised words, nothing else. */
export function licenceOf(ledger: FactLedger, names: readonly string[] = []): Licence {
  const texts = ledger.flatMap((fact) => [fact.value, fact.label])
  const tokens = new Set([...texts.flatMap(wordsOf), ...ledger.flatMap(partsOf)].filter((part) => !MARKUP.test(part)))
  const lower = new Set([...tokens].map((token) => token.toLowerCase()))
  const known = new Set(names.flatMap(wordsOf))
  return {
    token: (token) => tokens.has(token),
    anyCase: (word) => lower.has(word.toLowerCase()),
    phrase: (words) => texts.some((text) => !MARKUP.test(words) && ` ${text} `.includes(` ${words} `)),
    name: (word) => known.has(word) || tokens.has(word),
  }
}

/** The whole text, its words, and its words without the punctuation around them. */
function wordsOf(text: string): string[] {
  const words = text.split(/\s+/u)
  return [text, ...words, ...words.map(bare)].filter(Boolean)
}

const BEFORE = new Set('("\'“‘')
const BEHIND = new Set('.,;:!?)"\'”’…')

// Counted from both ends: an expression for the end of a word would try each of a thousand dots in its middle.
function bare(word: string): string {
  let from = 0
  let to = word.length
  while (from < to && BEFORE.has(word.charAt(from))) from++
  while (to > from && BEHIND.has(word.charAt(to - 1))) to--
  return word.slice(from, to)
}

/**
 * What may be named of a longer address: the host and the tails of the path of a URL, the region, account and name of
 * an ARN. A host inside a longer host, or digits inside a path, are no part of their own.
 */
function partsOf({ value }: Fact): string[] {
  if (/^arn:[^\s:]*:[^\s:]*:\S*$/.test(value)) {
    const [, , service = '', region = '', account = '', ...rest] = value.split(':')
    const name = rest.join(':').split(/[:/]/).at(-1) ?? ''
    return [service, region, account, rest.join(':'), ...(/\D/.test(name) ? [name] : [])].filter(Boolean)
  }
  const url = /^https?:\/\/\S+$/.test(value) ? URL.parse(value) : null
  if (url === null) return []
  const { host, hostname, pathname } = url
  const segments = pathname.split('/').filter(Boolean)
  const tails = segments.map((_, index) => `/${segments.slice(index).join('/')}`)
  return [host, hostname, ...tails].filter((part) => part !== '' && value.includes(part))
}
