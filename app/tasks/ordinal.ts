/**
 * The order of outside facts about one subject. GitHub's times have whole seconds, so facts of the same second are told
 * apart by how far along they are (a merge outranks the opening of the same second).
 */
const RANKS = 16

/** `time` as GitHub writes it (ISO 8601), `rank` from 0 to 15. Unreadable times count as the beginning of time. */
export function ordinal(time: string, rank: number): number {
  const seconds = Math.floor(Date.parse(time) / 1000)
  return (Number.isFinite(seconds) ? seconds : 0) * RANKS + Math.min(rank, RANKS - 1)
}

/** Keeps, for each subject, the fact with the greatest ordinal: any order and repetition ends in the same map. */
export function newer<F extends { readonly ordinal: number }>(known: F | undefined, fact: F): boolean {
  return (
    known === undefined || fact.ordinal > known.ordinal || (fact.ordinal === known.ordinal && tieBreak(fact, known))
  )
}

/** The `limit` facts with the greatest ordinals; dropping the oldest keeps the merge of facts commutative. */
export function newest<F extends { readonly ordinal: number }>(
  facts: Readonly<Record<string, F>>,
  limit: number,
): Readonly<Record<string, F>> {
  const entries = Object.entries(facts)
  if (entries.length <= limit) return facts
  entries.sort(([a, x], [b, y]) => y.ordinal - x.ordinal || (a < b ? -1 : 1))
  return Object.fromEntries(entries.slice(0, limit))
}

// Two different facts of one subject and one ordinal: any fixed choice will do, as long as order does not decide it.
function tieBreak(fact: object, known: object): boolean {
  return JSON.stringify(fact) > JSON.stringify(known)
}
