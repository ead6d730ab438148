import { SYSTEM } from './actor.ts'
import { pendingApproval } from './approval.ts'
import { endOf } from './approving.ts'
import type { RecordedEvent } from './events.ts'
import { isStale, type Notice } from './notice.ts'
import { receiptOf } from './receipt.ts'
import type { Task } from './task.ts'

/**
 * What the passing of time does to a task: a hand-off that nobody answers, a request that nobody decides. Time comes in
 * as data, and each step is recorded once, so that an alarm that comes late, early or twice changes nothing more.
 */

/** Steps of a hand-off without an answer: its receiver is asked, then the lead of the phase. */
export const NUDGES = 2

/** When something next falls due, ISO 8601; `undefined`: the task waits for nobody's clock. */
export function nextAlarm(task: Task): string | undefined {
  const request = pendingApproval(task)
  const times = [
    ...(unanswered(task)?.nudgeAt?.slice(nudgesOf(task)) ?? []),
    ...(request === undefined ? [] : [request.expiresAt]),
    ...(request === undefined || request.reminded !== undefined ? [] : [request.remindAt]),
  ]
  return times.toSorted()[0]
}

/** What has fallen due by now. */
export function ticked(task: Task, at: string): RecordedEvent[] {
  const events: RecordedEvent[] = []
  const told = { by: SYSTEM, at }
  const handoff = unanswered(task)
  if (handoff !== undefined) {
    const due = (handoff.nudgeAt ?? []).filter((time) => time <= at).length
    if (due > nudgesOf(task)) events.push({ type: 'HandoffUnanswered', notice: handoff.id, nudges: due, ...told })
  }
  const request = pendingApproval(task)
  if (request !== undefined && request.expiresAt <= at) events.push(endOf(request, 'expired', SYSTEM, at))
  else if (request !== undefined && request.reminded === undefined && request.remindAt <= at) {
    events.push({ type: 'ApprovalReminded', request: request.since, ...told })
  }
  return events
}

/** The hand-off that stands and that its receiver has not answered. Whoever did the last step themselves needs no asking. */
export function unanswered(task: Task): Notice | undefined {
  if (!task.ready || task.assignee === undefined || receiptOf(task) !== undefined) return undefined
  return Object.values(task.notices).find(
    ({ subject, suppressed }) => subject.kind === 'handoff' && !suppressed && !isStale(subject, task),
  )
}

function nudgesOf(task: Task): number {
  return unanswered(task)?.nudged ?? 0
}
