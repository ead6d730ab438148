import type { FunctionName } from '../../topology.ts'
import { COUNTERS, type Counted, type Counter, type Use, type Uses } from '../use.ts'
import { type Action, type ActionName, actions } from './actions.ts'
import { settleIn } from './ground.ts'
import { openStage } from './stage.ts'

/** Plays the actions so often, on one laptop, and gives the counts of each: the smallest milliseconds, the median of all else. */
export async function count(
  names: readonly ActionName[],
  plays: number,
  say: (progress: string) => void,
): Promise<Readonly<Record<string, Counted>>> {
  const stage = await openStage()
  try {
    say('settling in')
    await settleIn(stage)
    const found: Record<string, Counted> = {}
    for (const name of names) {
      const { about, play, many = 1 }: Action = actions[name]
      const rounds: Round[] = []
      for (let round = 0; round < plays; round++) {
        say(`${name} ${round + 1}/${plays}`)
        await play(stage, async (work) => void rounds.push(await stage.counted(work)), round)
      }
      found[name] = { about, ...middleOf(rounds, many) }
    }
    return found
  } finally {
    await stage.end()
  }
}

type Round = { readonly functions: Uses; readonly stored: number }

function middleOf(rounds: readonly Round[], many: number): Round {
  const names = new Set(rounds.flatMap(({ functions }) => Object.keys(functions) as FunctionName[]))
  const functions = [...names].toSorted().map((name) => [
    name,
    middle(
      rounds.map((round) => round.functions[name] ?? {}),
      many,
    ),
  ])
  return {
    functions: Object.fromEntries(functions) as Uses,
    stored: Math.round(median(rounds.map(({ stored }) => stored)) / many),
  }
}

function middle(uses: readonly Use[], many: number): Use {
  const values = (counter: Counter) => uses.map((use) => use[counter] ?? 0)
  const entries = COUNTERS.flatMap((counter) => {
    // What else the machine did only ever made it slower.
    const value = counter === 'ms' ? Math.max(0, Math.min(...values(counter))) : median(values(counter))
    return value === 0 ? [] : [[counter, Number((value / many).toFixed(2))]]
  })
  return Object.fromEntries(entries)
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0
}
