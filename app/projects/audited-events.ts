import { unreachable } from '../errors.ts'
import type { Actor } from '../tasks/actor.ts'
import type { TaskEvent, TaskEventType } from '../tasks/events.ts'
import type { Task } from '../tasks/task.ts'
import type { AuditAct, AuditAction } from './audit.ts'

/** Of all that happens to tasks, what decides for others, and so stands in the audit. */
const AUDITED_EVENTS: Readonly<Partial<Record<TaskEventType, AuditAction>>> = {
  TaskCancelled: 'task.cancelled',
  // Each approver's own decision; that a request ran out, or fell away with its task, is nobody's.
  ApprovalVoted: 'approval.decided',
}

/** The acts among the events of one version of a task; the same ones whenever they are asked for. */
export function auditedEvents({ id, version }: Pick<Task, 'id' | 'version'>, events: readonly TaskEvent[]): AuditAct[] {
  return events.flatMap(({ type, by, at }, index) => {
    const action = AUDITED_EVENTS[type]
    const cause = `${id}@${version}.${index}`
    return action === undefined ? [] : [{ action, actor: actorIn(by), subject: id, at, cause }]
  })
}

// The audit names nobody but by our own ids.
function actorIn(by: Actor): AuditAct['actor'] {
  switch (by.kind) {
    case 'person':
      return by.id
    case 'github':
      return 'github'
    case 'system':
      return 'codexflow'
    default:
      return unreachable(by)
  }
}
