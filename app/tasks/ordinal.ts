/**
 * The order of outside facts about one subject. GitHub's times have whole seconds, so facts of the same second are told
 * apart by how far along they are (a merge outranks the opening of the same second).
 */
const RANKS = 16

/** A person's word of a given second outranks the facts of that second: they acted on what they saw. */
export const PERSON_RANK = RANKS - 1

/** `time` as GitHub writes it (ISO 8601), `rank` from 0 to 15. Times that are unreadable, or before
 * 1970, count as the beginning of time. */
export function ordinal(time: string, rank: number): number {
  const seconds = Math.floor(Date.parse(time) / 1000)
  return (Number.isFinite(seconds) ? Math.max(0, seconds) : 0) * RANKS + Math.min(rank, RANKS - 1)
}

/** The last ordinal of the second in which this one lies. */
export function endOfSecond(at: number): number {
  return at - (at % RANKS) + PERSON_RANK
}

/** The whole seconds since 1970 of an ordinal. */
export function secondsOf(ordinal: number): number {
  return Math.floor(ordinal / RANKS)
}

/** Whether `fact` replaces what is known of its subject: any order and repetition ends in the same fact. */
export function newer<F extends { readonly ordinal: number }>(known: F | undefined, fact: F): boolean {
  return (
    known === undefined || fact.ordinal > known.ordinal || (fact.ordinal === known.ordinal && tieBreak(fact, known))
  )
}

/** What a record itself holds under a name that people give: `constructor` is a login, and a role, like any other. */
export function own<T>(record: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, name) ? record[name] : undefined
}

/** Room for the facts of one sort, in bytes of JSON: all that a task is has to fit into one item of 400 KB. */
export const MAX_FACT_BYTES = 32_000

/**
 * The facts with one more, at most `limit` of them and no more than fit into `bytes`: those with the greatest ordinals, behind
 * those that come `first` whatever their age (which has to be the same for every fact of one subject).
 * Dropping the oldest keeps the merge of facts commutative. A fact that is old news, or older than all of a full map,
 * gives back `facts` itself.
 */
export function withFact<F extends { readonly ordinal: number }>(
  facts: Readonly<Record<string, F>>,
  subject: string,
  fact: F,
  limit: number,
  {
    bytes = MAX_FACT_BYTES,
    first = () => false,
  }: { readonly bytes?: number; readonly first?: (fact: F) => boolean } = {},
): Readonly<Record<string, F>> {
  if (!newer(own(facts, subject), fact)) return facts
  const entries = Object.entries({ ...facts, [subject]: fact })
  if (entries.length <= limit && sizeOf(entries) <= bytes) return Object.fromEntries(entries)
  entries.sort(([a, x], [b, y]) => Number(first(y)) - Number(first(x)) || y.ordinal - x.ordinal || (a < b ? -1 : 1))
  const kept = entries.slice(0, limit)
  while (kept.length > 1 && sizeOf(kept) > bytes) kept.pop()
  return kept.some(([known]) => known === subject) ? Object.fromEntries(kept) : facts
}

/** Bytes of a value as JSON. */
export function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value))
}

/** Sorts facts oldest first; of two with one ordinal any fixed order will do. */
export function byAge(a: { readonly ordinal: number }, b: { readonly ordinal: number }): number {
  return a.ordinal - b.ordinal || (canonical(a) < canonical(b) ? -1 : 1)
}

/** The same text for equal values, whatever the order of their keys (a database keeps no order). */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}

// Two different facts of one subject and one ordinal: any fixed choice will do, as long as order does not decide it.
function tieBreak(fact: object, known: object): boolean {
  return canonical(fact) > canonical(known)
}
