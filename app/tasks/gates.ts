import type { Actor } from './actor.ts'
import { APPROVAL_SUBJECT, type ApprovalGate, type Outcome } from './approval.ts'
import {
  type CheckFact,
  type DeploymentFact,
  heededChecks,
  isCrowded,
  MAX_CHECKS,
  repositoryOf,
  sinceOf,
} from './external.ts'
import { arrivalsOf, countingPulls, type Evidence, isLive, live, livePulls, mergedPulls } from './live-facts.ts'
import { endOfSecond } from './ordinal.ts'
import type { Gate, Task } from './task.ts'

/** A gate that is not met, with what would meet it. */
export type UnmetGate = { readonly gate: Gate; readonly missing: readonly string[] }

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

/** Whether facts alone finish the task: it has a gate that needs nobody's word, and all are met. */
export function gatesMetByFacts(task: Evidence): boolean {
  const gates = gatesOf(task)
  return gates.some((gate) => gate.kind !== 'manual') && !gates.some((gate) => gate.kind === 'manual')
    ? unmetGates(task).length === 0
    : false
}

/** Whether the task goes by the name of a check: a gate names it, or it is required. */
export function namesCheck({
  gates,
  requiredChecks,
}: Pick<Task, 'gates' | 'requiredChecks'>): (name: string) => boolean {
  const names = new Set([...requiredChecks, ...gates.flatMap((gate) => (gate.kind === 'checks' ? gate.names : []))])
  return (name) => names.has(name)
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
        ({ state, ordinal }) => state !== 'success' && ordinal > endOfSecond(sinceOf(pull[1])),
      ),
    ),
  )
}

function lackingEnvironments(task: Evidence): string[] {
  const environments = gatesOf(task).flatMap((gate) => (gate.kind === 'deployed' ? [gate.environment] : []))
  return environments.filter((environment) => missingDeployment(task, environment).length > 0)
}

/** The facts that meet a gate, with who brought them about and when. */
export function factsFor(task: Evidence, gate: Gate): readonly { readonly by: Actor; readonly ordinal: number }[] {
  switch (gate.kind) {
    case 'manual':
      return []
    case 'merged':
      return mergedPulls(task).map(([, pull]) => ({ by: pull.by, ordinal: sinceOf(pull) }))
    case 'checks':
      return countingPulls(task).flatMap(([, pull]) => greenChecks(task, pull.sha, gate.names))
    case 'deployed':
      return arrivalsOf(task, gate.environment, mergedPulls(task)).filter(({ state }) => state === 'success')
    case 'approved':
      return approvals(task)
  }
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
  const merged = Math.max(-1, ...pulls.flatMap(([, pull]) => (pull.state === 'merged' ? [sinceOf(pull)] : [])))
  const reverted = pulls.filter(([, pull]) => pull.state === 'reverted' && sinceOf(pull) > merged)
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
    // One that nobody sees any more may have failed.
    const unseen = names.length === 0 && isCrowded(task.checks, pull.sha) ? [tooManyOn(subject)] : []
    const green = greenChecks(task, pull.sha, names)
    const red = wanted
      .filter((name) => !green.some((check) => check.name === name))
      .map((name) => `${name} on ${subject}`)
    return [...red, ...unseen]
  })
}

function tooManyOn(pull: string): string {
  return `a choice among the checks on ${pull}: ${MAX_CHECKS} or more ran, so the gate has to name those that count`
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
