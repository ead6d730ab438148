import type { Spread } from './harness.ts'

/** A claim about a number, and whether it holds. */
export type Verdict = {
  readonly what: string
  readonly value: number
  readonly target: string
  readonly met: boolean
}

export type Outcome = {
  /** Of each variant; in `unit`. */
  readonly variants: Readonly<Record<string, Spread>>
  readonly unit: string
  readonly rounds: number
  readonly verdicts: readonly Verdict[]
  /** Counts and other numbers worth keeping. */
  readonly more?: Readonly<Record<string, unknown>>
}

/** One benchmark: against which baseline it measures is said in `bench/README.md`. */
export type Benchmark = {
  readonly name: string
  readonly about: string
  /** `say` tells how far it has come. */
  readonly run: (options: { readonly rounds?: number; readonly say: (progress: string) => void }) => Promise<Outcome>
}

/** The value must be at least so much. */
export function atLeast(what: string, value: number, bound: number): Verdict {
  return { what, value, target: `>= ${bound}`, met: value >= bound }
}

/** The value must be exactly that. */
export function equal(what: string, value: number, wanted: number): Verdict {
  return { what, value, target: `= ${wanted}`, met: value === wanted }
}

/** The value may be at most so much. */
export function atMost(what: string, value: number, bound: number): Verdict {
  return { what, value, target: `<= ${bound}`, met: value <= bound }
}
