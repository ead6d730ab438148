import { err, ok, type Result } from '../result.ts'
import { APPROVAL_SUBJECT } from './approval.ts'
import type { Command } from './commands.ts'
import type { RecordedEvent } from './events.ts'
import { withResources } from './evolve.ts'
import { gatesOf, unmetGates } from './gates.ts'
import { closingOf, ISSUE_SUBJECT } from './issue.ts'
import { endOfSecond, ordinal, PERSON_RANK } from './ordinal.ts'
import { readiness } from './readiness.ts'
import type { TaskRefusal } from './refusal.ts'
import { MAX_RESOURCE_BYTES, MAX_RESOURCES, type Resource, resourceKey } from './resource.ts'
import { isClosed, type Task } from './task.ts'

type Declaration = Extract<Command, { type: 'StartTask' | 'CompleteTask' | 'ReopenTask' | 'CancelTask' }>

type Given = Omit<Resource, 'by' | 'ordinal'>

/** What people say of a task's status: start, done, reopen, cancel. */
export function declare(task: Task, command: Declaration): Result<readonly RecordedEvent[], TaskRefusal> {
  switch (command.type) {
    case 'StartTask':
      return start(task, command)
    case 'CompleteTask':
      return complete(task, command)
    case 'ReopenTask':
      return reopen(task, command)
    case 'CancelTask':
      if (isClosed(task)) return err({ kind: 'already', task: task.id, status: task.status })
      return ok([declared(task, 'cancelled', command)])
  }
}

function start(task: Task, command: Declaration): Result<readonly RecordedEvent[], TaskRefusal> {
  if (task.status !== 'open') return err({ kind: 'already', task: task.id, status: task.status })
  const { ready, reasons } = readiness(task)
  if (!ready) return err({ kind: 'not-ready', task: task.id, reasons, verb: 'start' })
  return ok([declared(task, 'in_progress', command)])
}

function complete(
  task: Task,
  command: Extract<Declaration, { type: 'CompleteTask' }>,
): Result<readonly RecordedEvent[], TaskRefusal> {
  if (isClosed(task)) return err({ kind: 'already', task: task.id, status: task.status })
  const reasons = readiness(task).reasons.filter((reason) => reason.kind !== 'status')
  if (reasons.length > 0) return err({ kind: 'not-ready', task: task.id, reasons, verb: 'done' })
  const unmet = unmetGates(task)
  const byHand = gatesOf(task).some((gate) => gate.kind === 'manual')
  if (unmet.length > 0) return err({ kind: 'gates-unmet', task: task.id, unmet, byHand })
  const wrong = wrongResources(command.resources)
  if (wrong !== undefined) return err(wrong)
  const { by, at } = command
  const rank = Math.max(ordinal(at, PERSON_RANK), ...ordinals(task.resources).map((known) => known + 1))
  const resources = command.resources.map((resource) => ({ ...resource, by, ordinal: rank }))
  const kept = withResources(task.resources, resources)
  if (resources.some((resource) => kept[resourceKey(resource)]?.value !== resource.value)) {
    return err({ kind: 'too-many', what: 'bytes of resources of one task', limit: MAX_RESOURCE_BYTES })
  }
  const recorded: RecordedEvent[] = resources.length > 0 ? [{ type: 'ResourcesRecorded', resources, by, at }] : []
  return ok([...recorded, declared(task, 'done', command)])
}

// Two values under one name, or more than a task keeps: one would silently be lost.
function wrongResources(resources: readonly Given[]): TaskRefusal | undefined {
  if (resources.length > MAX_RESOURCES) return { kind: 'too-many', what: 'resources of one task', limit: MAX_RESOURCES }
  const values = new Map<string, string>()
  for (const resource of resources) {
    const { kind, label, value } = resource
    if ((values.get(resourceKey(resource)) ?? value) !== value) {
      return {
        kind: 'invalid',
        what: `two different things are called ${label} (${kind})`,
        hint: 'name each differently',
      }
    }
    values.set(resourceKey(resource), value)
  }
  return undefined
}

// Reopening overrules all that would close the task again: what was merged, green or deployed so far. Later facts count.
function reopen(
  task: Task,
  command: Extract<Declaration, { type: 'ReopenTask' }>,
): Result<readonly RecordedEvent[], TaskRefusal> {
  if (!isClosed(task)) return err({ kind: 'not-closed', task: task.id, status: task.status })
  const outcomes = task.approval?.outcome === undefined ? [] : [[APPROVAL_SUBJECT, task.approval.outcome] as const]
  const closers = [
    ...Object.entries(task.pulls).filter(([, { state }]) => state === 'merged'),
    ...Object.entries(task.checks).filter(([, { conclusion }]) => conclusion === 'success'),
    ...Object.entries(task.deployments).filter(([, { state }]) => state === 'success'),
    ...outcomes.filter(([, { verdict }]) => verdict === 'approved'),
  ]
  // What the task forgot was older than all that it keeps, so it cannot come back and need not be overruled any more.
  const closing = closingOf(task.issueFacts)
  const issues = closing === undefined ? [] : [[ISSUE_SUBJECT, closing] as const]
  const facts = { ...task.pulls, ...task.checks, ...task.deployments, ...Object.fromEntries([...outcomes, ...issues]) }
  const overruled = Object.fromEntries(
    Object.entries(task.overruled).filter(([subject]) => facts[subject] !== undefined),
  )
  for (const [subject, fact] of closers) overruled[subject] = fact.ordinal
  // The same closing may be told once more, by somebody who knows more of it.
  if (closing !== undefined) overruled[ISSUE_SUBJECT] = endOfSecond(closing.ordinal)
  const word = declared(task, 'open', command)
  const reason = command.reason === undefined ? {} : { reason: command.reason }
  return ok([{ ...word, declared: { ...word.declared, ...reason }, overruled }])
}

function declared(
  task: Task,
  status: 'open' | 'in_progress' | 'done' | 'cancelled',
  { by, at }: Declaration,
): Extract<RecordedEvent, { type: 'StatusDeclared' }> {
  // Never before what the task has seen already: the clocks of GitHub and ours differ, and people's words count in the
  // order in which they were accepted.
  const { closed, reopened } = task.issueFacts ?? {}
  const issue = [closed, reopened].flatMap((fact) => fact?.ordinal ?? [])
  const now = Math.max(ordinal(at, PERSON_RANK), ...ordinals(task.pulls), ...issue)
  return { type: 'StatusDeclared', declared: { status, by, ordinal: now }, by, at }
}

function ordinals(seen: Readonly<Record<string, { readonly ordinal: number }>>): number[] {
  return Object.values(seen).map((fact) => fact.ordinal)
}
