import { byAge } from './ordinal.ts'
import { livePulls } from './status.ts'
import type { Task } from './task.ts'

/** Sources of this prefix belong to checks: facts raise and lift them, people cannot. */
export const CHECK_SOURCE = 'check:'

/** What a failing check says about the task. */
export type FailingCheck = {
  readonly source: string
  readonly reason: string
  readonly url: string
  readonly by: Task['createdBy']
}

/** Failing checks that a task speaks of; where more fail, the younger ones are named once the elder are green. */
export const MAX_FAILING = 20

/**
 * The checks that stand in the way: failing, required, and on the present head of a pull request that is still open.
 * A pure function of the facts; a later success, a new head or a merge lifts them.
 */
export function failingChecks(task: Pick<Task, 'pulls' | 'overruled' | 'checks' | 'requiredChecks'>): FailingCheck[] {
  const heads = livePulls(task).filter(([, pull]) => pull.state === 'open' || pull.state === 'draft')
  const required = (name: string) => task.requiredChecks.length === 0 || task.requiredChecks.includes(name)
  const failing = Object.values(task.checks).filter((check) => check.conclusion === 'failure' && required(check.name))
  const found = new Map<string, FailingCheck>()
  // Oldest first, so that of two repositories with the same commit the later word stands.
  for (const { sha, name, url, by } of failing.toSorted(byAge)) {
    for (const [subject] of heads.filter(([, pull]) => pull.sha === sha)) {
      const source = `${CHECK_SOURCE}${subject}:${name}`
      found.set(source, { source, reason: `the check ${name} fails on ${subject}`, url, by })
    }
  }
  return [...found.values()].slice(0, MAX_FAILING)
}
