import { type Contract, lacking, needName } from '../projects/contract.ts'
import { listed, phaseName } from '../projects/phrases.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Task } from '../tasks/task.ts'

/** What work of a phase should have brought along for the receiver, and did not. */
export type NotGiven = { readonly from: Phase; readonly names: readonly string[] }

/**
 * What the contracts of a project ask for a receiver in phase `to`, and none of the finished tasks of that phase has
 * recorded. Who was given it by one does not lack it of another; what was cancelled owes nothing.
 */
export function notGiven(
  contracts: readonly Contract[],
  to: Phase,
  finished: readonly Pick<Task, 'phase' | 'status' | 'resources'>[],
): NotGiven[] {
  const done = Map.groupBy(
    finished.filter(({ status }) => status === 'done'),
    ({ phase }) => phase,
  )
  return [...done].flatMap(([from, tasks]) => {
    const resources = tasks.flatMap((task) => Object.values(task.resources))
    const names = lacking(from, { contracts, waiting: [to] }, resources).map(needName)
    return names.length === 0 ? [] : [{ from, names }]
  })
}

/** The same as sentences: plain words, not escaped yet. Empty: nothing is missing. */
export function notGivenWords(missing: readonly NotGiven[]): string {
  if (missing.length === 0) return ''
  const each = missing.map(({ from, names }) => `from ${phaseName(from)} ${listed(names.map((name) => `the ${name}`))}`)
  return `Agreed, and not given yet: ${each.join('; ')}. Ask for what you need.`
}
