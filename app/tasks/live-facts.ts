import { arrivalSubject, type DeploymentFact, type PullFact } from './external.ts'
import type { Task } from './task.ts'

/** What a task's status follows from. */
export type Evidence = Pick<
  Task,
  'declared' | 'gates' | 'overruled' | 'pulls' | 'checks' | 'deployments' | 'approval' | 'issueFacts'
>

/** Pull requests that still speak for the task: not unlinked, not overruled by a reopening. */
export function livePulls(task: Pick<Task, 'pulls' | 'overruled'>): [subject: string, pull: PullFact][] {
  return Object.entries(task.pulls).filter(
    ([subject, pull]) => pull.state !== 'unlinked' && isLive(task, subject, pull),
  )
}

/** The pull requests that are merged and speak for the task. */
export function mergedPulls(task: Pick<Task, 'pulls' | 'overruled'>): [subject: string, pull: PullFact][] {
  return livePulls(task).filter(([, pull]) => pull.state === 'merged')
}

/** Pull requests whose heads are looked at: those that were not given up. */
export function countingPulls(task: Evidence): [subject: string, pull: PullFact][] {
  return livePulls(task).filter(([, pull]) => pull.state !== 'closed')
}

/** What is known of the arrival of these pull requests in an environment. */
export function arrivalsOf(
  task: Pick<Task, 'deployments' | 'overruled'>,
  environment: string,
  pulls: readonly (readonly [subject: string, pull: PullFact])[],
): DeploymentFact[] {
  return pulls.flatMap(([pull]) => {
    const subject = arrivalSubject(pull, environment)
    const fact = task.deployments[subject]
    return fact !== undefined && isLive(task, subject, fact) ? [fact] : []
  })
}

/** The facts of one kind that still speak for the task. */
export function live<F extends { readonly ordinal: number }>(task: Evidence, facts: Readonly<Record<string, F>>): F[] {
  return Object.entries(facts).flatMap(([subject, fact]) => (isLive(task, subject, fact) ? [fact] : []))
}

/** Whether a fact is younger than the reopening that overruled what was known of its subject. */
export function isLive(task: Pick<Task, 'overruled'>, subject: string, fact: { readonly ordinal: number }): boolean {
  return fact.ordinal > (task.overruled[subject] ?? -1)
}
