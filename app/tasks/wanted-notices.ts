import { isPerson } from './actor.ts'
import { approversOf, pendingApproval, undecided } from './approval.ts'
import type { PersonId } from './ids.ts'
import { isStale, type NoticeSubject, noticeId, type WantedNotice } from './notice.ts'
import { receiptOf } from './receipt.ts'
import { isClosed, type Task } from './task.ts'

/**
 * The notices that ought to exist for the task as it stands. A pure function of the task, so that whatever wakes the
 * orchestrator, however often, people are told the same things once.
 */
export function wantedNotices(task: Task): WantedNotice[] {
  const wanted = [
    ...handoffs(task),
    ...blocks(task),
    ...nudges(task),
    ...withdrawals(task),
    ...questions(task),
    ...declines(task),
    ...approvals(task),
    ...outcomes(task),
  ]
  return wanted.filter(({ subject }) => !isStale(subject, task))
}

/** The wanted notices that are not written yet. */
export function missingNotices(task: Task): WantedNotice[] {
  return wantedNotices(task).filter((wanted) => task.notices[wanted.id] === undefined)
}

function handoffs(task: Task): WantedNotice[] {
  if (!task.ready || isQuiet(task)) return []
  const { readiness, assignment, assignee, turnBy } = task
  const own = assignee !== undefined && isPerson(turnBy, assignee)
  return [wanted(task, { kind: 'handoff', readiness, assignment }, assignee, own)]
}

function isQuiet({ quiet, readiness, assignment }: Task): boolean {
  return quiet?.readiness === readiness && quiet.assignment === assignment
}

function blocks(task: Task): WantedNotice[] {
  const { assignee, assignment } = task
  if (isClosed(task) || assignee === undefined) return []
  return Object.entries(task.impediments).map(([source, { since, by }]) =>
    wanted(task, { kind: 'block', source, since, assignment }, assignee, isPerson(by, assignee)),
  )
}

// Only the last step: who was to be asked before that and was not need not be asked any more.
function nudges(task: Task): WantedNotice[] {
  const { readiness, assignment, assignee } = task
  const handoff = task.notices[noticeId(task, { kind: 'handoff', readiness, assignment })]
  const step = handoff?.nudged ?? 0
  if (step === 0 || !task.ready || receiptOf(task) !== undefined) return []
  return [wanted(task, { kind: 'nudge', readiness, assignment, step }, step === 1 ? assignee : undefined, false)]
}

function withdrawals(task: Task): WantedNotice[] {
  const { receipt } = task
  if (receipt?.ended === undefined) return []
  const { readiness, assignment, by, ended } = receipt
  const subject = { kind: 'withdrawn', readiness, assignment, how: ended.how } as const
  return [wanted(task, subject, by, isPerson(ended.by, by))]
}

// Who can answer is found when it is written: whoever finished the work before, else the lead.
function questions(task: Task): WantedNotice[] {
  return Object.keys(task.questions ?? {}).map((since) =>
    wanted(task, { kind: 'question', since: Number(since) }, undefined, false),
  )
}

function declines(task: Task): WantedNotice[] {
  if (task.declined === undefined) return []
  const { since, assignment } = task.declined
  return [wanted(task, { kind: 'declined', since, assignment }, undefined, false)]
}

function approvals(task: Task): WantedNotice[] {
  const request = pendingApproval(task)
  if (request === undefined) return []
  const open = undecided(request)
  const asked = (kind: 'approval' | 'reminder') => (approver: PersonId) =>
    wanted(task, { kind, request: request.since, approver }, approver, isPerson(request.by, approver))
  const reminders = request.reminded === undefined ? [] : open.map(asked('reminder'))
  return [
    ...approversOf(request)
      .filter((person) => open.includes(person))
      .map(asked('approval')),
    ...reminders,
  ]
}

function outcomes(task: Task): WantedNotice[] {
  const { approval } = task
  if (approval?.outcome === undefined || approval.by.kind !== 'person') return []
  const { by, outcome, since } = approval
  return [wanted(task, { kind: 'outcome', request: since }, by.id, isPerson(outcome.by, by.id))]
}

function wanted(task: Task, subject: NoticeSubject, to: PersonId | undefined, suppressed: boolean): WantedNotice {
  return { id: noticeId(task, subject), subject, ...(to === undefined ? {} : { to }), suppressed }
}
