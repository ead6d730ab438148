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

/**
 * The checks that stand in the way: failing, required, and on the present head of a pull request that is still open.
 * A pure function of the facts; a later success, a new head or a merge lifts them.
 */
export function failingChecks(task: Pick<Task, 'pulls' | 'overruled' | 'checks' | 'requiredChecks'>): FailingCheck[] {
  const heads = livePulls(task).filter(([, pull]) => pull.state === 'open' || pull.state === 'draft')
  // Oldest first, so that of two repositories with the same commit the later word stands.
  const checks = Object.values(task.checks).toSorted((a, b) => a.ordinal - b.ordinal || (a.url < b.url ? -1 : 1))
  const failing = heads.flatMap(([subject, pull]) =>
    checks
      .filter((check) => check.sha === pull.sha && check.conclusion === 'failure')
      .filter((check) => task.requiredChecks.length === 0 || task.requiredChecks.includes(check.name))
      .map((check) => ({
        source: `${CHECK_SOURCE}${subject}:${check.name}`,
        reason: `the check ${check.name} fails on ${subject}`,
        url: check.url,
        by: check.by,
      })),
  )
  return [...new Map(failing.map((check) => [check.source, check])).values()]
}
