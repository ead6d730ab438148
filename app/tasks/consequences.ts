import type { Actor } from './actor.ts'
import { pendingApproval } from './approval.ts'
import { endOf } from './approving.ts'
import type { DerivedEvent, TaskEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { factsBehind, failures } from './impediments.ts'
import { assigneeBy } from './issue.ts'
import { canonical } from './ordinal.ts'
import { type Readiness, readiness } from './readiness.ts'
import { closerOf, statusOf } from './status.ts'
import { isClosed, openBlockers, type Task, type TaskStatus } from './task.ts'

/** A write in the making: the task as it will be, and the events that led there. */
export type Change = { readonly task: Task; readonly events: readonly TaskEvent[] }

/**
 * Applies recorded events to the task and adds what follows from them for the task as a whole: checks and
 * deployments that now stand in the way, its status, its readiness, and the notices that are owed.
 */
export function changeBy(before: Task, recorded: readonly TaskEvent[], by: Actor, at: string): Change {
  const draft = new Draft({ ...before, version: before.version + 1 }, by, at)
  for (const event of recorded) draft.add(event)
  settleFailures(draft)
  settleAssignee(draft)
  settleStatus(draft, before)
  settleApproval(draft)
  settleReadiness(draft, before)
  settleBlocked(draft, before)
  return { task: draft.task, events: draft.events }
}

/** Reasons that the event names; the task itself knows them all. */
const MAX_REASONS = 20

class Draft {
  task: Task
  readonly events: TaskEvent[] = []
  readonly by: Actor
  readonly at: string

  constructor(task: Task, by: Actor, at: string) {
    this.task = task
    this.by = by
    this.at = at
  }

  add(event: TaskEvent): void {
    this.task = evolve(this.task, event)
    this.events.push(event)
  }
}

// Only what the issue says is weighed here: a person's word has moved the assignee already.
function settleAssignee(draft: Draft): void {
  const { assignee, assigned, issueFacts } = draft.task
  if (issueFacts === undefined || assigned === undefined) return
  const { to, by = draft.by } = assigneeBy(assigned, issueFacts)
  if (to === assignee) return
  const given = { ...(assignee === undefined ? {} : { from: assignee }), ...(to === undefined ? {} : { to }) }
  draft.add({ type: 'TaskReassigned', ...given, issue: true, by, at: draft.at })
}

function settleFailures(draft: Draft): void {
  const failing = failures(draft.task)
  const { at } = draft
  for (const source of Object.keys(draft.task.impediments)) {
    if (factsBehind(source) === undefined || failing.some((each) => each.source === source)) continue
    draft.add({ type: 'ImpedimentCleared', source, by: draft.by, at })
  }
  for (const { source, reason, url, by } of failing) {
    const known = draft.task.impediments[source]
    if (known !== undefined && known.url === url && canonical(known.by) === canonical(by)) continue
    draft.add({ type: 'ImpedimentRaised', source, reason, url, by, at })
  }
}

function settleStatus(draft: Draft, before: Task): void {
  const status = statusOf(draft.task)
  if (status === before.status) return
  draft.add({ ...statusEvent(draft.task, before.status, status), by: mover(draft, status), at: draft.at })
}

// What is closed needs nobody's approval any more.
function settleApproval(draft: Draft): void {
  const request = pendingApproval(draft.task)
  if (request !== undefined && isClosed(draft.task)) draft.add(endOf(request, 'withdrawn', draft.by, draft.at))
}

type Bare<E> = E extends DerivedEvent ? Omit<E, 'by' | 'at'> : never

function statusEvent(task: Task, from: TaskStatus, to: TaskStatus): Bare<DerivedEvent> {
  if (to === 'done') return { type: 'TaskCompleted', status: 'done', hasBlockers: openBlockers(task).length > 0 }
  if (to === 'cancelled') return { type: 'TaskCancelled' }
  if (from === 'done' || from === 'cancelled') return { type: 'TaskReopened', status: to }
  if (to === 'in_progress') return { type: 'TaskStarted' }
  if (to === 'in_review') return { type: 'ReviewStarted' }
  return { type: 'TaskReturned' }
}

// Not simply who came last: the order in which facts arrive must not decide whose work it was.
function mover(draft: Draft, to: TaskStatus): Actor {
  return (to === 'done' || to === 'cancelled' ? closerOf(draft.task) : undefined) ?? draft.by
}

function settleReadiness(draft: Draft, before: Task): void {
  const now: Readiness = readiness(draft.task)
  const { by, at } = draft
  if (now.ready && !before.ready) draft.add({ type: 'TaskReady', readiness: draft.task.readiness + 1, by, at })
  if (now.ready || draft.task.status === 'done') return
  // Starting takes nothing back; cancelling does, and so does standing open with reasons after having been ready or
  // under way.
  const cancelled = draft.task.status === 'cancelled' && before.status !== 'cancelled'
  const openAgain = draft.task.status === 'open' && (before.ready || before.status !== 'open')
  if (cancelled || openAgain) {
    draft.add({ type: 'TaskUnready', reasons: now.reasons.slice(0, MAX_REASONS), by, at })
  }
}

function settleBlocked(draft: Draft, before: Task): void {
  const { by, at } = draft
  const [was, now] = [standing(before), standing(draft.task)]
  const raised = Object.keys(now).filter((source) => now[source]?.since !== was[source]?.since)
  const lifted = Object.keys(was).filter((source) => now[source] === undefined)
  if (raised.length > 0) draft.add({ type: 'TaskBlocked', sources: raised, by, at })
  if (lifted.length > 0) draft.add({ type: 'TaskUnblocked', sources: lifted, by, at })
}

// Nothing stands in the way of a closed task, whatever it still remembers for the case that it is reopened.
function standing(task: Task): Task['impediments'] {
  return isClosed(task) ? {} : task.impediments
}
