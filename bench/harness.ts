/**
 * Measures variants side by side. The machine is never quiet: only what was measured in the same round is compared, so
 * a slow moment hits every variant alike.
 */

/** One way to do the thing; answers milliseconds, or anything else of which less is better. */
export type Variant = { readonly name: string; readonly measure: () => Promise<number> }

export type RoundsOptions = {
  readonly rounds: number
  /** Rounds before that are thrown away: caches of the disk, the JIT. */
  readonly warmUp?: number
  readonly onRound?: (done: number, rounds: number) => void
}

/** What a variant took, over the rounds. */
export type Spread = { readonly min: number; readonly median: number; readonly max: number }

/** Every variant's values, round by round: the n-th of each were measured one after the other. */
export type Rounds = Readonly<Record<string, readonly number[]>>

/** Runs all variants once a round, each round beginning with another one. */
export async function interleave(variants: readonly Variant[], options: RoundsOptions): Promise<Rounds> {
  const { rounds, warmUp = 1, onRound = () => {} } = options
  const values: Record<string, number[]> = Object.fromEntries(variants.map(({ name }) => [name, []]))
  for (let round = -warmUp; round < rounds; round++) {
    for (let turn = 0; turn < variants.length; turn++) {
      const { name, measure } = variants[(turn + round + warmUp) % variants.length]!
      const value = await measure()
      if (round >= 0) values[name]!.push(value)
    }
    onRound(Math.max(0, round + 1), rounds)
  }
  return values
}

/** Throws when there is nothing to summarise. */
export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  return { min: at(sorted, 0), median: median(sorted), max: at(sorted, sorted.length - 1) }
}

/** The spread of each variant. */
export function spreads(rounds: Rounds): Record<string, Spread> {
  return Object.fromEntries(Object.entries(rounds).map(([name, values]) => [name, spread(values)]))
}

/** How often `one` fits into `other`: the median over the rounds, each compared within itself. */
export function ratio(rounds: Rounds, other: string, one: string): number {
  const ones = rounds[one] ?? []
  return median((rounds[other] ?? []).map((value, round) => value / at(ones, round)))
}

/** The middle value; between two of them, their mean. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (at(sorted, Math.floor(middle)) + at(sorted, Math.ceil(middle))) / 2
}

function at(values: readonly number[], index: number): number {
  const value = values[index]
  if (value === undefined) throw new RangeError('There are no values to compare')
  return value
}

/** Repeats something synchronous or not for at least `ms`, and answers the microseconds that one took. */
export async function perCall(once: () => unknown, ms: number): Promise<number> {
  const begun = performance.now()
  let calls = 0
  let now = begun
  do {
    for (let n = 0; n < 20; n++) await once()
    calls += 20
    now = performance.now()
  } while (now - begun < ms)
  return ((now - begun) * 1_000) / calls
}
