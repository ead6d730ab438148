import type { Actor } from './actor.ts'
import { APPROVAL_SUBJECT, type ApprovalGate, type Outcome } from './approval.ts'
import {
  arrivalSubject,
  type CheckFact,
  type DeploymentFact,
  heededChecks,
  type PullFact,
  repositoryOf,
} from './external.ts'
import { type Closing, closingOf, ISSUE_SUBJECT, reopeningOf } from './issue.ts'
import { byAge, endOfSecond } from './ordinal.ts'
import type { Gate, Task, TaskStatus } from './task.ts'

type Evidence = Pick<
  Task,
  'declared' | 'gates' | 'overruled' | 'pulls' | 'checks' | 'deployments' | 'approval' | 'issueFacts'
>

/** A gate that is not met, with what would meet it. */
export type UnmetGate = { readonly gate: Gate; readonly missing: readonly string[] }

/**
 * A task's status, from what people declared and what outside facts say. A pure function of both, so that facts may
 * arrive in any order and any number of times. A declaration is overtaken by a later revert, and by a later reopening of
 * the issue. A closed issue is a word like a person's: it finishes a task that has no gate left unmet.
 */
export function statusOf(task: Evidence): TaskStatus {
  const declared = standingWord(task)
  if (declared === 'cancelled' || declared === 'done') return declared
  const closing = standingClosing(task)
  if (closing?.how === 'not-planned') return 'cancelled'
  if (gatesMetByFacts(task) || (closing !== undefined && unmetGates(task).length === 0)) return 'done'
  if (livePulls(task).some(([, pull]) => pull.state === 'open') || isOnItsWay(task)) return 'in_review'
  return declared
}

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

/** The gates that hold for a task: its own, or `merged` once a pull request names it, else `manual`. */
export function gatesOf(task: Pick<Task, 'gates' | 'pulls' | 'overruled'>): readonly Gate[] {
  if (task.gates.length > 0) return task.gates
  return livePulls(task).some(([, pull]) => pull.state !== 'closed') ? [{ kind: 'merged' }] : [{ kind: 'manual' }]
}

/** Every gate that outside facts do not meet yet; `manual` is met by a person's word and never listed. */
export function unmetGates(task: Evidence): UnmetGate[] {
  return gatesOf(task).flatMap((gate) => {
    const missing = whatIsMissing(task, gate)
    return missing.length === 0 ? [] : [{ gate, missing }]
  })
}

/**
 * Who finished or cancelled a closed task: the person whose word stands, else the author of the latest fact among those
 * that meet its gates, else whoever closed its issue. A pure function of the evidence, like the status itself.
 */
export function closerOf(task: Evidence): Actor | undefined {
  const word = standingWord(task)
  if (word === 'done' || word === 'cancelled') return task.declared.by
  const closing = standingClosing(task)
  if (closing?.how === 'not-planned' || !gatesMetByFacts(task)) return closing?.by
  return lastFact(task)?.by
}

/** The gate that was met last, where facts alone finished the task: no person's word, and no issue that was closed. */
export function lastGate(task: Evidence): Gate['kind'] | undefined {
  return standingWord(task) === 'done' || !gatesMetByFacts(task) ? undefined : lastFact(task)?.gate
}

function lastFact(task: Evidence): { readonly gate: Gate['kind']; readonly by: Actor } | undefined {
  const facts = gatesOf(task).flatMap((gate) => {
    return factsFor(task, gate).map(({ by, ordinal }) => ({ by, ordinal, gate: gate.kind }))
  })
  return facts.toSorted(byAge).at(-1)
}

function factsFor(task: Evidence, gate: Gate): readonly { readonly by: Actor; readonly ordinal: number }[] {
  switch (gate.kind) {
    case 'manual':
      return []
    case 'merged':
      return mergedPulls(task).map(([, pull]) => pull)
    case 'checks':
      return countingPulls(task).flatMap(([, pull]) => greenChecks(task, pull.sha, gate.names))
    case 'deployed':
      return arrivalsOf(task, gate.environment, mergedPulls(task)).filter(({ state }) => state === 'success')
    case 'approved':
      return approvals(task)
  }
}

/** The gate that people open, where a task has one. */
export function approvalGateOf(task: Pick<Task, 'gates'>): ApprovalGate | undefined {
  return task.gates.find((gate) => gate.kind === 'approved')
}

/** Merged, and not deployed since: there is nothing to begin. What was rolled back, or left out, is another matter. */
export function isOnItsWay(task: Evidence): boolean {
  if (mergedPulls(task).length === 0 || missingMerges(task).length > 0) return false
  return lackingEnvironments(task).length > 0 && leftOut(task).length === 0
}

/** What was deployed since the merge, to environments that the task waits for, without it. */
export function leftOut(task: Evidence): DeploymentFact[] {
  return lackingEnvironments(task).flatMap((environment) =>
    mergedPulls(task).flatMap((pull) =>
      arrivalsOf(task, environment, [pull]).filter(
        // Of the same second, the deployment came first: nobody deploys what is being merged at that moment.
        ({ state, ordinal }) => state !== 'success' && ordinal > endOfSecond(pull[1].ordinal),
      ),
    ),
  )
}

function lackingEnvironments(task: Evidence): string[] {
  const environments = gatesOf(task).flatMap((gate) => (gate.kind === 'deployed' ? [gate.environment] : []))
  return environments.filter((environment) => missingDeployment(task, environment).length > 0)
}

// A revert that is younger than the last word of a person takes that word back; what was cancelled stays so. Whoever opens
// the issue again takes back either.
function standingWord(task: Evidence): Task['declared']['status'] {
  const { status, ordinal } = task.declared
  if ((reopeningOf(task.issueFacts)?.ordinal ?? -1) > ordinal) return 'open'
  const reverted = livePulls(task).some(([, pull]) => pull.state === 'reverted' && pull.ordinal > ordinal)
  return reverted && status !== 'cancelled' ? 'open' : status
}

function standingClosing(task: Evidence): Closing | undefined {
  const closing = closingOf(task.issueFacts)
  return closing !== undefined && isLive(task, ISSUE_SUBJECT, closing) ? closing : undefined
}

function gatesMetByFacts(task: Evidence): boolean {
  const gates = gatesOf(task)
  return gates.some((gate) => gate.kind !== 'manual') && !gates.some((gate) => gate.kind === 'manual')
    ? unmetGates(task).length === 0
    : false
}

function whatIsMissing(task: Evidence, gate: Gate): string[] {
  switch (gate.kind) {
    case 'manual':
      return []
    case 'merged':
      return missingMerges(task)
    case 'checks':
      return missingChecks(task, gate.names)
    case 'deployed':
      return missingDeployment(task, gate.environment)
    case 'approved':
      return approvals(task).length > 0 ? [] : [missingApproval(gate)]
  }
}

/** What an approval gate lacks, in words: "approval by tech lead and product manager". */
export function missingApproval({ roles, quorum }: Pick<ApprovalGate, 'roles' | 'quorum'>): string {
  const names = roles.map((role) => role.replaceAll('-', ' '))
  const all = quorum === roles.length
  const who = all ? names.join(' and ') : `${quorum} of ${names.join(', ')}`
  return `approval by ${who}`
}

// The outcome that stands, unless a reopening has overruled it.
function approvals(task: Evidence): Outcome[] {
  const outcome = task.approval?.outcome
  const counts = outcome?.verdict === 'approved' && isLive(task, APPROVAL_SUBJECT, outcome)
  return counts ? [outcome] : []
}

function missingMerges(task: Evidence): string[] {
  const pulls = livePulls(task)
  const waiting = pulls.filter(([, pull]) => pull.state === 'open' || pull.state === 'draft')
  if (waiting.length > 0) return waiting.map(([subject]) => subject)
  const merged = Math.max(-1, ...pulls.flatMap(([, pull]) => (pull.state === 'merged' ? [pull.ordinal] : [])))
  const reverted = pulls.filter(([, pull]) => pull.state === 'reverted' && pull.ordinal > merged)
  if (merged < 0 && reverted.length === 0) return ['a pull request that names the task']
  return reverted.map(([subject]) => `${subject} was reverted`)
}

function missingChecks(task: Evidence, names: readonly string[]): string[] {
  const heads = countingPulls(task)
  if (heads.length === 0) return ['a pull request that names the task']
  return heads.flatMap(([subject, pull]) => {
    const known = checksOn(task, pull.sha, names)
    const wanted = names.length > 0 ? names : [...new Set(known.map((check) => check.name))].toSorted()
    if (wanted.length === 0) return [`a check on ${subject}`]
    const green = greenChecks(task, pull.sha, names)
    return wanted.filter((name) => !green.some((check) => check.name === name)).map((name) => `${name} on ${subject}`)
  })
}

/**
 * Deployed is all that is merged, where nothing is still open or taken back. Which repositories are deployed to the
 * environment at all is told by what is known of their arrivals: at least one has to be.
 */
function missingDeployment(task: Evidence, environment: string): string[] {
  const byRepository = Object.entries(Object.groupBy(mergedPulls(task), ([subject]) => repositoryOf(subject)))
  const deployed = byRepository.flatMap(([repository, pulls = []]) => {
    const known = arrivalsOf(task, environment, pulls)
    const isThere = known.length === pulls.length && known.every(({ state }) => state === 'success')
    return known.length === 0 ? [] : [{ repository, isThere }]
  })
  if (missingMerges(task).length > 0 || deployed.length === 0) return [`a deployment to ${environment}`]
  const behind = deployed.filter(({ isThere }) => !isThere)
  return behind.map(
    ({ repository }) => `a deployment ${deployed.length > 1 ? `of ${repository} ` : ''}to ${environment}`,
  )
}

function countingPulls(task: Evidence): [subject: string, pull: PullFact][] {
  return livePulls(task).filter(([, pull]) => pull.state !== 'closed')
}

function checksOn(task: Evidence, sha: string, names: readonly string[]): CheckFact[] {
  return heededChecks(
    Object.values(task.checks).filter((check) => check.sha === sha),
    names,
  )
}

function greenChecks(task: Evidence, sha: string, names: readonly string[]): CheckFact[] {
  const alive = live(task, task.checks)
  return checksOn(task, sha, names).filter((check) => check.conclusion === 'success' && alive.includes(check))
}

function live<F extends { readonly ordinal: number }>(task: Evidence, facts: Readonly<Record<string, F>>): F[] {
  return Object.entries(facts).flatMap(([subject, fact]) => (isLive(task, subject, fact) ? [fact] : []))
}

function isLive(task: Pick<Task, 'overruled'>, subject: string, fact: { readonly ordinal: number }): boolean {
  return fact.ordinal > (task.overruled[subject] ?? -1)
}
