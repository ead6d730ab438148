import type { ActionName } from './count/actions.ts'

/** How often each action happens in a month, and what hangs on how many people there are. */
export type Usage = {
  readonly actions: Readonly<Partial<Record<ActionName, number>>>
  /** Of all invocations, those that begin cold: 0 to 1. */
  readonly cold: number
  /** Processes of each function that are warm at a time: each asks for its secrets and for the table's key by itself. */
  readonly processes: number
  /** Of all questions to the model, those that find the prompt in its cache, which is kept for five minutes: 0 to 1. */
  readonly cached: number
}

/** Nobody does anything: what runs all the same is the schedules of the topology. */
export const IDLE: Usage = { actions: {}, cold: 1, processes: 1, cached: 0 }

/** Who uses one installation of CodexFlow. */
export type Size = {
  readonly name: string
  readonly people: number
  readonly repositories: number
} & Pick<Usage, 'cold' | 'processes' | 'cached'>

export const sizes = {
  team: { name: 'a team of 10', people: 10, repositories: 3, cold: 0.3, processes: 1, cached: 0.1 },
  company: { name: 'a company of 500', people: 500, repositories: 100, cold: 0.05, processes: 2, cached: 0.7 },
  platform: {
    name: 'a platform of 100,000',
    people: 100_000,
    repositories: 20_000,
    cold: 0.01,
    processes: 20,
    cached: 1,
  },
} as const satisfies Readonly<Record<string, Size>>
export type SizeName = keyof typeof sizes

const WORKING_DAYS = 21
const DAYS = 30.4

/**
 * What one person does on a working day: assumed, not measured, for a team that works in pull requests. Of two tasks, one
 * and a half are finished by a merge; half of them make somebody ready. GitHub sends us far more than anybody acts on.
 */
export const PER_WORKING_DAY: Readonly<Partial<Record<ActionName, number>>> = {
  mine: 2,
  why: 1,
  home: 2,
  'task-added': 0.5,
  'task-started': 0.5,
  'done-0': 0.1,
  'done-1': 0.08,
  'done-3': 0.02,
  'done-1-issue': 0.05,
  accepted: 0.3,
  'alarm-answered': 0.4,
  nudge: 0.05,
  'comment-command': 0.1,
  'pull-opened': 0.5,
  'pull-pushed': 1.5,
  check: 4,
  'pull-merged': 0.4,
  deployment: 0.3,
  'webhook-ignored': 25,
  'issue-opened': 0.2,
  approval: 0.05,
  digest: 0.3,
}

/** A month of so many people. */
export function usageOf({ people, repositories, cold, processes, cached }: Size): Usage {
  const perMonth = Object.entries(PER_WORKING_DAY).map(([action, times]) => [action, times * WORKING_DAYS * people])
  return { actions: { ...Object.fromEntries(perMonth), visit: repositories * DAYS }, cold, processes, cached }
}

/** Hand-offs that people are told in a month. */
export function handoffsIn({ actions }: Usage): number {
  const times = (name: ActionName) => actions[name] ?? 0
  return times('done-1') + 3 * times('done-3') + times('done-1-issue') + times('pull-merged')
}
