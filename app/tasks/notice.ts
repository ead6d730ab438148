import { createHash } from 'node:crypto'
import { unreachable } from '../errors.ts'
import type { PersonId } from './ids.ts'
import { receiptOf } from './receipt.ts'
import { isClosed, type Task } from './task.ts'

/** A hash of what the notice is about: the same turn never has two. */
export type NoticeId = `n_${string}`

/** Why a notice exists. Each kind names the turn, the version or the person that makes it one of its kind. */
export type NoticeSubject =
  /** The task can be begun. */
  | { readonly kind: 'handoff'; readonly readiness: number; readonly assignment: number }
  /** Something stands in the way of the present assignee. */
  | { readonly kind: 'block'; readonly source: string; readonly since: number; readonly assignment: number }
  /** Nobody has answered the hand-off: its receiver is asked (step 1), then the lead of the phase (step 2). */
  | { readonly kind: 'nudge'; readonly readiness: number; readonly assignment: number; readonly step: number }
  /** What its receiver had accepted was taken back. */
  | {
      readonly kind: 'withdrawn'
      readonly readiness: number
      readonly assignment: number
      readonly how: 'on-hold' | 'reassigned' | 'cancelled'
    }
  /** The receiver lacks something. */
  | { readonly kind: 'question'; readonly since: number }
  /** The receiver gave the hand-off back: the lead of the phase is told. */
  | { readonly kind: 'declined'; readonly since: number; readonly assignment: number }
  /** Somebody's approval is asked for; `reminder`: once more, because time runs out. */
  | { readonly kind: 'approval' | 'reminder'; readonly request: number; readonly approver: PersonId }
  /** How the request ended, for the one who made it. */
  | { readonly kind: 'outcome'; readonly request: number }

/** A notice as its task remembers it, until it is edited or cancelled. */
export type Notice = {
  readonly id: NoticeId
  readonly subject: NoticeSubject
  /** Nobody: the lead of the phase is told, or its channel. */
  readonly to?: PersonId
  /** The receiver did it themselves: recorded, never sent. */
  readonly suppressed: boolean
  /** For a hand-off: when its receiver, then the lead, is asked about it, if nobody answers. ISO 8601. */
  readonly nudgeAt?: readonly string[]
  /** Steps of that which have fallen due. */
  readonly nudged?: number
}

/** A notice that the task wants and does not have yet. */
export type WantedNotice = Notice

/** The id of the notice about `subject`: a hash of workspace, task and turn. */
export function noticeId(task: Pick<Task, 'workspace' | 'id'>, subject: NoticeSubject): NoticeId {
  const hash = createHash('sha256').update(JSON.stringify([task.workspace, task.id, ...named(subject)]))
  return `n_${hash.digest('hex').slice(0, 32)}`
}

function named(subject: NoticeSubject): readonly (string | number)[] {
  const { kind } = subject
  switch (kind) {
    case 'handoff':
      return [kind, subject.readiness, subject.assignment]
    case 'block':
      return [kind, subject.source, subject.since, subject.assignment]
    case 'nudge':
      return [kind, subject.readiness, subject.assignment, subject.step]
    case 'withdrawn':
      return [kind, subject.readiness, subject.assignment, subject.how]
    case 'question':
      return [kind, subject.since]
    case 'declined':
      return [kind, subject.since, subject.assignment]
    case 'approval':
    case 'reminder':
      return [kind, subject.request, subject.approver]
    case 'outcome':
      return [kind, subject.request]
    default:
      return unreachable(subject)
  }
}

/** Whether what the notice says is no longer true, so that it has to be edited or never sent. */
export function isStale(subject: NoticeSubject, task: Task): boolean {
  switch (subject.kind) {
    case 'handoff':
      return isOver(subject, task)
    case 'block':
      if (isClosed(task) || subject.assignment !== task.assignment) return true
      return task.impediments[subject.source]?.since !== subject.since
    case 'nudge':
      return isOver(subject, task) || receiptOf(task) !== undefined
    case 'withdrawn':
      return !stillWithdrawn(subject, task)
    case 'question':
      // It was asked, whatever became of the task; its message shows that.
      return false
    case 'declined':
      return task.declined?.since !== subject.since || subject.assignment !== task.assignment
    case 'approval':
    case 'reminder':
      return task.approval?.since !== subject.request || task.approval.outcome !== undefined
    case 'outcome':
      return task.approval?.since !== subject.request
    default:
      return unreachable(subject)
  }
}

/** Whether the notice may be written or sent now: its turn is the present one and the task still calls for it. */
export function mayTell(subject: NoticeSubject, task: Task): boolean {
  if (isStale(subject, task)) return false
  if (subject.kind === 'handoff' || subject.kind === 'nudge') return task.ready
  const isAsked = subject.kind === 'approval' || subject.kind === 'reminder'
  return !isAsked || task.approval?.votes.every(({ by }) => by !== subject.approver) === true
}

/** The written notices that are no longer true. */
export function staleNotices(task: Task): Notice[] {
  return Object.values(task.notices).filter((written) => isStale(written.subject, task))
}

type Turn = { readonly readiness: number; readonly assignment: number }

function isOver({ readiness, assignment }: Turn, task: Task): boolean {
  if (task.status === 'cancelled' || (task.status === 'open' && !task.ready)) return true
  return assignment !== task.assignment || readiness !== task.readiness
}

function stillWithdrawn(
  { how, readiness, assignment }: Extract<NoticeSubject, { kind: 'withdrawn' }>,
  task: Task,
): boolean {
  const { receipt } = task
  if (receipt?.readiness !== readiness || receipt.assignment !== assignment) return false
  switch (how) {
    case 'on-hold':
      return task.status !== 'cancelled' && task.assignment === assignment && task.readiness === readiness
    case 'reassigned':
      return task.status !== 'cancelled' && task.assignee !== receipt.by
    case 'cancelled':
      return task.status === 'cancelled'
  }
}
