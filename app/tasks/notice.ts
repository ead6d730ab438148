import { createHash } from 'node:crypto'
import { isPerson } from './actor.ts'
import type { PersonId } from './ids.ts'
import { isClosed, type Task } from './task.ts'

/** A hash of what the notice is about: the same turn never has two. */
export type NoticeId = `n_${string}`

/** Why a notice exists: the turn of readiness and assignment, or one impediment of the present assignee. */
export type NoticeSubject =
  | { readonly kind: 'handoff'; readonly readiness: number; readonly assignment: number }
  | { readonly kind: 'block'; readonly source: string; readonly since: number; readonly assignment: number }

/** A notice as its task remembers it, until it is edited or cancelled. */
export type Notice = {
  readonly id: NoticeId
  readonly subject: NoticeSubject
  /** Nobody: the task had no assignee, so the phase's channel was told. */
  readonly to?: PersonId
  /** The receiver did it themselves: recorded, never sent. */
  readonly suppressed: boolean
}

/** A notice that the task wants and does not have yet. */
export type WantedNotice = Notice

/** The id of the notice about `subject`: a hash of workspace, task and turn. */
export function noticeId(task: Pick<Task, 'workspace' | 'id'>, subject: NoticeSubject): NoticeId {
  const about =
    subject.kind === 'handoff'
      ? ['handoff', subject.readiness, subject.assignment]
      : ['block', subject.source, subject.since, subject.assignment]
  const hash = createHash('sha256').update(JSON.stringify([task.workspace, task.id, ...about]))
  return `n_${hash.digest('hex').slice(0, 32)}`
}

/** The notices that ought to exist for the task as it stands: one hand-off if it is ready, one for each impediment. */
export function wantedNotices(task: Task): WantedNotice[] {
  const wanted: WantedNotice[] = []
  if (task.ready) {
    const subject = { kind: 'handoff', readiness: task.readiness, assignment: task.assignment } as const
    wanted.push(notice(task, subject, task.assignee !== undefined && isPerson(task.turnBy, task.assignee)))
  }
  if (isClosed(task) || task.assignee === undefined) return wanted
  for (const [source, impediment] of Object.entries(task.impediments)) {
    const subject = { kind: 'block', source, since: impediment.since, assignment: task.assignment } as const
    wanted.push(notice(task, subject, isPerson(impediment.by, task.assignee)))
  }
  return wanted
}

/** The wanted notices that are not written yet. */
export function missingNotices(task: Task): WantedNotice[] {
  return wantedNotices(task).filter((wanted) => task.notices[wanted.id] === undefined)
}

/** Whether what the notice says is no longer true, so that it has to be edited or never sent. */
export function isStale(subject: NoticeSubject, task: Task): boolean {
  if (task.status === 'cancelled') return true
  if (subject.assignment !== task.assignment) return true
  if (subject.kind === 'handoff') {
    return subject.readiness !== task.readiness || (task.status === 'open' && !task.ready)
  }
  return isClosed(task) || task.impediments[subject.source]?.since !== subject.since
}

/** Whether the notice may be written or sent now: its turn is the present one and the task still calls for it. */
export function mayTell(subject: NoticeSubject, task: Task): boolean {
  return !isStale(subject, task) && (subject.kind === 'block' || task.ready)
}

/** The written notices that are no longer true. */
export function staleNotices(task: Task): Notice[] {
  return Object.values(task.notices).filter((written) => isStale(written.subject, task))
}

function notice(task: Task, subject: NoticeSubject, suppressed: boolean): WantedNotice {
  return {
    id: noticeId(task, subject),
    subject,
    ...(task.assignee === undefined ? {} : { to: task.assignee }),
    suppressed,
  }
}
