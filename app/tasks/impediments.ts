import { attemptSubject, heededChecks, type PullFact, repositoryOf, sinceOf } from './external.ts'
import { arrivalsOf, livePulls, mergedPulls } from './live-facts.ts'
import { byAge } from './ordinal.ts'
import type { Task } from './task.ts'

const CHECK_SOURCE = 'check:'
const DEPLOYMENT_SOURCE = 'deployment:'

/** Which facts raise and lift an impediment, by its source; nothing: a person put it there, and only that person lifts it. */
export function factsBehind(source: string): 'check' | 'deployment' | undefined {
  if (source.startsWith(CHECK_SOURCE)) return 'check'
  return source.startsWith(DEPLOYMENT_SOURCE) ? 'deployment' : undefined
}

/** What a failing check or deployment says about the task. */
export type Failing = {
  readonly source: string
  readonly reason: string
  readonly url: string
  readonly by: Task['createdBy']
}

/** Failing checks that a task speaks of; where more fail, the younger ones are named once the elder are green. */
const MAX_FAILING = 20

/** Everything that facts put in the way of the task. A pure function of them. */
export function failures(task: Task): Failing[] {
  return [...failingChecks(task), ...failingDeployments(task)]
}

/**
 * The checks that stand in the way: failing, required, and on the present head of a pull request that is still open.
 * A pure function of the facts; a later success, a new head or a merge lifts them.
 */
export function failingChecks(task: Pick<Task, 'pulls' | 'overruled' | 'checks' | 'requiredChecks'>): Failing[] {
  const heads = livePulls(task)
    .filter(([, pull]) => pull.state === 'open' || pull.state === 'draft')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  const byCommit = Map.groupBy(Object.values(task.checks), ({ sha }) => sha)
  const heeded = [...byCommit.values()].flatMap((checks) => heededChecks(checks, task.requiredChecks))
  const failing = heeded.filter(({ conclusion }) => conclusion === 'failure')
  const found = new Map<string, Failing>()
  // Oldest first, so that of two repositories with the same commit the later word stands; and in an order that no arrival
  // decides, because there may be too many.
  for (const { sha, name, url, by } of failing.toSorted(byAge)) {
    for (const [subject] of heads.filter(([, pull]) => pull.sha === sha)) {
      const source = `${CHECK_SOURCE}${subject}:${name}`
      found.set(source, { source, reason: `the check ${name} fails on ${subject}`, url, by })
    }
  }
  return [...found.values()].slice(0, MAX_FAILING)
}

/**
 * The deployments that stand in the way: the last attempt to bring what is merged to an environment that a gate names has
 * failed. A later attempt lifts it, and so does a deployment that went well, whatever it brought. An attempt that is older
 * than every merge that the environment lacks says nothing of them.
 */
export function failingDeployments(task: Task): Failing[] {
  const merged = mergedPulls(task)
  const environments = task.gates.flatMap((gate) => (gate.kind === 'deployed' ? [gate.environment] : []))
  return environments.flatMap((environment) =>
    [...new Set(merged.map(([subject]) => repositoryOf(subject)))].flatMap((repository): Failing[] => {
      const attempt = task.deployments[attemptSubject(repository, environment)]
      if (attempt?.state !== 'failure') return []
      const pulls = merged.filter(([subject]) => repositoryOf(subject) === repository)
      const wasTried = pulls.some((pull) => sinceOf(pull[1]) < attempt.ordinal && !isThere(task, environment, pull))
      const wasFollowed = arrivalsOf(task, environment, pulls).some(({ ordinal }) => ordinal > attempt.ordinal)
      if (!wasTried || wasFollowed) return []
      const source = `${DEPLOYMENT_SOURCE}${repository}:${environment.toLowerCase()}`
      const reason = `the deployment of ${repository} to ${environment} failed`
      return [{ source, reason, url: attempt.url, by: attempt.by }]
    }),
  )
}

function isThere(task: Task, environment: string, pull: readonly [subject: string, pull: PullFact]): boolean {
  return arrivalsOf(task, environment, [pull]).some(({ state }) => state === 'success')
}
