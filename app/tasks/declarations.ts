import { err, ok, type Result } from '../result.ts'
import type { Command } from './commands.ts'
import type { RecordedEvent } from './events.ts'
import { ordinal } from './ordinal.ts'
import { readiness } from './readiness.ts'
import type { TaskRefusal } from './refusal.ts'
import { gatesOf, livePulls, unmetGates } from './status.ts'
import { isClosed, type Task } from './task.ts'

type Declaration = Extract<Command, { type: 'StartTask' | 'CompleteTask' | 'ReopenTask' | 'CancelTask' }>

// A person's word of a given second outranks the facts of that second: they acted on what they saw.
const PERSON_RANK = 15

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
      return ok([declared('cancelled', command)])
  }
}

function start(task: Task, command: Declaration): Result<readonly RecordedEvent[], TaskRefusal> {
  if (task.status !== 'open') return err({ kind: 'already', task: task.id, status: task.status })
  const { ready, reasons } = readiness(task)
  if (!ready) return err({ kind: 'not-ready', task: task.id, reasons, verb: 'start' })
  return ok([declared('in_progress', command)])
}

function complete(
  task: Task,
  command: Extract<Declaration, { type: 'CompleteTask' }>,
): Result<readonly RecordedEvent[], TaskRefusal> {
  if (isClosed(task)) return err({ kind: 'already', task: task.id, status: task.status })
  const reasons = readiness(task).reasons.filter((reason) => reason.kind !== 'status')
  if (reasons.length > 0) return err({ kind: 'not-ready', task: task.id, reasons, verb: 'done' })
  const unmet = gatesOf(task).some((gate) => gate.kind !== 'manual') ? unmetGates(task) : []
  if (unmet.length > 0) return err({ kind: 'gates-unmet', task: task.id, unmet })
  const { by, at } = command
  const rank = ordinal(at, PERSON_RANK)
  const resources = command.resources.map((resource) => ({ ...resource, by, ordinal: rank }))
  const recorded: RecordedEvent[] = resources.length > 0 ? [{ type: 'ResourcesRecorded', resources, by, at }] : []
  return ok([...recorded, declared('done', command)])
}

// Reopening overrules every merge seen so far; a later one counts again.
function reopen(task: Task, command: Declaration): Result<readonly RecordedEvent[], TaskRefusal> {
  if (!isClosed(task)) return err({ kind: 'not-closed', task: task.id, status: task.status })
  const overruled = { ...task.overruled }
  for (const [subject, pull] of livePulls(task)) overruled[subject] = pull.ordinal
  return ok([{ ...declared('open', command), overruled }])
}

function declared(
  status: 'open' | 'in_progress' | 'done' | 'cancelled',
  { by, at }: Declaration,
): Extract<RecordedEvent, { type: 'StatusDeclared' }> {
  return { type: 'StatusDeclared', declared: { status, by, ordinal: ordinal(at, PERSON_RANK) }, by, at }
}
