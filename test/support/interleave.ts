/**
 * Runs real asynchronous code one call of the world at a time, in any order that a chooser likes: every call of a port
 * is a gate at which its process waits to be let on, may be killed (before or after the call had its effect), or is left
 * standing while time passes.
 */

/** Makes each function of a record a gate of the process that `gate` belongs to. */
export function gated<P extends object>(name: string, ports: P, gate: Gate): P {
  const entries = Object.entries(ports).map(([key, port]) => [
    key,
    (...args: unknown[]) => gate(`${name}.${key}`, async () => (port as (...given: unknown[]) => unknown)(...args)),
  ])
  return Object.fromEntries(entries) as P
}

export type Gate = <T>(name: string, run: () => Promise<T>) => Promise<T>

/** A process at a gate, or at its end. */
export type Process = {
  readonly name: string
  /** The call it waits to make; none: it has ended. */
  at: Waiting | undefined
  /** Resolves at the next gate or at the end. */
  halted: Promise<void>
  failed: unknown
  parked: boolean
  /** What follows when it is killed; none: it never is. */
  readonly killed: (() => void) | undefined
}
type Waiting = {
  readonly name: string
  readonly run: () => Promise<unknown>
  readonly goOn: (made: Promise<unknown>) => void
}

/** Starts a process and leads it to its first gate. */
export async function start(name: string, body: (gate: Gate) => Promise<void>, killed?: () => void): Promise<Process> {
  let halt = () => {}
  const nextHalt = () => new Promise<void>((resolve) => (halt = resolve))
  const process: Process = { name, at: undefined, halted: nextHalt(), failed: undefined, parked: false, killed }
  const gate: Gate = (call, run) =>
    new Promise((resolve) => {
      const goOn = (made: Promise<unknown>) => {
        process.at = undefined
        process.halted = nextHalt()
        resolve(made as never)
      }
      process.at = { name: call, run, goOn }
      halt()
    })
  body(gate).then(
    () => halt(),
    (error: unknown) => {
      process.failed = error
      halt()
    },
  )
  await process.halted
  return process
}

/** Makes the call and leads the process to its next gate or its end. */
export async function step(process: Process): Promise<void> {
  const { run, goOn } = process.at!
  const made = run()
  await made.catch(() => {})
  goOn(made)
  await process.halted
}

/** Something that may happen next. The faults come after what happens by itself. */
export type Choice = { readonly name: string; readonly fault: boolean; readonly happen: () => Promise<void> | void }

/** Picks one of so many choices; 0 is what happens by itself. */
export type Chooser = (choices: readonly Choice[]) => number

/** A place in a run and the choice taken there instead of the first. */
export type Deviation = readonly [step: number, choice: number]

export type Outcome = { readonly bad: string | undefined; readonly trace: readonly string[] }
export type Found = { readonly runs: number; readonly bad?: string; readonly trace?: readonly string[] }

/**
 * Every schedule with at most `depth` deviations from the one that happens by itself, the ones with few first, until one
 * is bad or `most` were run.
 */
export async function explore(run: (choose: Chooser) => Promise<Outcome>, depth: number, most: number): Promise<Found> {
  let runs = 0
  const attempt = async (deviations: readonly Deviation[]) => {
    const widths: number[] = []
    const at = new Map(deviations)
    const outcome = await run((choices) => {
      widths.push(choices.length)
      return Math.min(at.get(widths.length - 1) ?? 0, choices.length - 1)
    })
    runs += 1
    return { outcome, widths }
  }
  let level: (readonly Deviation[])[] = [[]]
  for (let deep = 0; deep <= depth; deep++) {
    const next: (readonly Deviation[])[] = []
    for (const deviations of level) {
      if (runs >= most) return { runs }
      const { outcome, widths } = await attempt(deviations)
      if (outcome.bad !== undefined) return { runs, bad: outcome.bad, trace: outcome.trace }
      if (deep === depth) continue
      for (let place = (deviations.at(-1)?.[0] ?? -1) + 1; place < widths.length; place++) {
        for (let choice = 1; choice < widths[place]!; choice++) next.push([...deviations, [place, choice]])
      }
    }
    level = deep + 1 < depth || next.length <= most ? next : spread(next, most)
  }
  return { runs }
}

/** So many of a list, evenly spread over it. */
function spread<T>(list: readonly T[], most: number): T[] {
  const stride = list.length / most
  return Array.from({ length: most }, (_, index) => list[Math.floor(index * stride)]!)
}

/** A chooser that deviates by chance, always the same for the same seed. */
export function randomly(seed: number, faultsPerHundred: number, swapsPerHundred: number): Chooser {
  let state = seed >>> 0
  const chance = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return (choices) => {
    const usual = choices.findIndex(({ fault }) => fault)
    const plain = usual === -1 ? choices.length : usual
    if (plain < choices.length && chance() * 100 < faultsPerHundred) {
      return plain + Math.floor(chance() * (choices.length - plain))
    }
    return plain > 1 && chance() * 100 < swapsPerHundred ? Math.floor(chance() * plain) : 0
  }
}
