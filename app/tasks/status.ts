import type { Actor } from './actor.ts'
import type { PullFact } from './external.ts'
import type { Gate, Task, TaskStatus } from './task.ts'

type Evidence = Pick<Task, 'declared' | 'gates' | 'overruled' | 'pulls' | 'checks' | 'deployments'>

/** A gate that is not met, with what would meet it. */
export type UnmetGate = { readonly gate: Gate; readonly missing: readonly string[] }

/**
 * A task's status, from what people declared and what outside facts say. A pure function of both, so that facts may
 * arrive in any order and any number of times. A declaration is overtaken by a later revert.
 */
export function statusOf(task: Evidence): TaskStatus {
  if (task.declared.status === 'cancelled') return 'cancelled'
  const declared = isOvertaken(task) ? 'open' : task.declared.status
  if (declared === 'done') return 'done'
  if (gatesMetByFacts(task)) return 'done'
  if (livePulls(task).some(([, pull]) => pull.state === 'open')) return 'in_review'
  return declared
}

/** Pull requests that still speak for the task: not unlinked, not overruled by a reopening. */
export function livePulls(task: Pick<Task, 'pulls' | 'overruled'>): [subject: string, pull: PullFact][] {
  return Object.entries(task.pulls).filter(
    ([subject, pull]) => pull.state !== 'unlinked' && pull.ordinal > (task.overruled[subject] ?? -1),
  )
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

/** Who closed the task, when facts did: the author of the fact that came last. */
export function closerByFacts(task: Evidence): Actor | undefined {
  const facts = [
    ...livePulls(task).flatMap(([, pull]) => (pull.state === 'merged' ? [pull] : [])),
    ...Object.values(task.checks),
    ...Object.values(task.deployments),
  ]
  const merged = livePulls(task).some(([, pull]) => pull.state === 'merged')
  const counting = merged && gatesOf(task).every((gate) => gate.kind === 'merged') ? facts.filter(isPull) : facts
  return counting.toSorted((a, b) => b.ordinal - a.ordinal)[0]?.by
}

function isPull(fact: object): boolean {
  return 'state' in fact && 'title' in fact
}

// A revert that is younger than the last word of a person takes that word back.
function isOvertaken(task: Evidence): boolean {
  return livePulls(task).some(([, pull]) => pull.state === 'reverted' && pull.ordinal > task.declared.ordinal)
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
  }
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
  const heads = livePulls(task).filter(([, pull]) => pull.state !== 'closed')
  if (heads.length === 0) return ['a pull request that names the task']
  return heads.flatMap(([subject, pull]) => {
    const checks = Object.values(task.checks).filter((check) => check.sha === pull.sha)
    const wanted = names.length > 0 ? names : checks.map((check) => check.name)
    if (wanted.length === 0) return [`a check on ${subject}`]
    return wanted
      .filter((name) => !checks.some((check) => check.name === name && check.conclusion === 'success'))
      .map((name) => `${name} on ${subject}`)
  })
}

function missingDeployment(task: Evidence, environment: string): string[] {
  const arrived = Object.values(task.deployments).some(
    (deployment) => deployment.environment === environment && deployment.state === 'success',
  )
  return arrived ? [] : [`a deployment to ${environment}`]
}
