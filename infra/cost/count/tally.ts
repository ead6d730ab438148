import { AsyncLocalStorage } from 'node:async_hooks'
import type { FunctionName } from '../../topology.ts'
import type { Counter, Use, Uses } from '../use.ts'

/** Counts by function, whoever works at the time. */
export type Tally = {
  /** Runs `work` in the name of a function: whatever it begins is counted as that function's. */
  inName<T>(name: FunctionName, work: () => Promise<T>): Promise<T>
  /** The function in whose name we are. */
  whose(): FunctionName | undefined
  /** Counts for the function given, or for the one in whose name we are; for nobody, nothing. */
  add(counter: Counter, amount: number, name?: FunctionName): void
  /** What was counted since the last reset. */
  uses(): Uses
  reset(): void
}

/** An empty tally. */
export function tally(): Tally {
  const current = new AsyncLocalStorage<FunctionName>()
  let counted = new Map<FunctionName, Record<string, number>>()
  const add: Tally['add'] = (counter, amount, name = current.getStore()) => {
    if (name === undefined || amount === 0) return
    const of = counted.get(name) ?? {}
    of[counter] = (of[counter] ?? 0) + amount
    counted.set(name, of)
  }
  return {
    inName: (name, work) => current.run(name, work),
    whose: () => current.getStore(),
    add,
    uses: () => Object.fromEntries([...counted].map(([name, of]) => [name, { ...of } as Use])),
    reset: () => {
      counted = new Map()
    },
  }
}
