import { unreachable } from '../errors.ts'
import type { Actor } from '../tasks/actor.ts'
import { type ApprovalRequest, type ApproverRole, type Outcome, openRoles, type Vote } from '../tasks/approval.ts'
import type { PersonId } from '../tasks/ids.ts'
import { isStale, type NoticeSubject } from '../tasks/notice.ts'
import { type Reason, readiness } from '../tasks/readiness.ts'
import { receiptOf } from '../tasks/receipt.ts'
import type { Task } from '../tasks/task.ts'

/** What is true of a notice now. Every message, and every edit of one, is rendered from its content and this. */
export type Standing =
  | { readonly state: 'current' }
  /** The receiver has said that it arrived. `at`: ISO 8601. */
  | { readonly state: 'received'; readonly by: PersonId; readonly at: string }
  | { readonly state: 'started'; readonly by: Actor }
  | { readonly state: 'finished' }
  /** A hand-off whose task waits again. */
  | { readonly state: 'on-hold'; readonly reasons: readonly Reason[] }
  | { readonly state: 'reassigned' }
  | { readonly state: 'cancelled' }
  /** A block that is lifted. */
  | { readonly state: 'lifted' }
  /** A newer notice about the same task has taken this one's place. */
  | { readonly state: 'superseded' }
  /** Some have decided, and others still have to. `open`: the roles that nobody fills yet. */
  | { readonly state: 'voted'; readonly votes: readonly Vote[]; readonly open: readonly ApproverRole[] }
  /** A request for approval that has its outcome. */
  | { readonly state: 'decided'; readonly votes: readonly Vote[]; readonly outcome: Outcome }

/** Works out what is true of a notice from its subject and the present task. */
export function standingOf(subject: NoticeSubject, task: Task): Standing {
  switch (subject.kind) {
    case 'handoff':
    case 'nudge':
      return handoffStanding(subject, task)
    case 'block':
      return closedOrOther(subject, task) ?? (isStale(subject, task) ? { state: 'lifted' } : { state: 'current' })
    case 'declined':
      return closedOrOther(subject, task) ?? { state: 'current' }
    case 'question':
      return task.status === 'cancelled' ? { state: 'cancelled' } : { state: 'current' }
    case 'approval':
    case 'reminder':
      return approvalStanding(subject.request, task.approval)
    case 'withdrawn':
      return withdrawnStanding(subject, task)
    case 'outcome':
      return isStale(subject, task) ? { state: 'superseded' } : { state: 'current' }
    default:
      return unreachable(subject)
  }
}

type Turn = { readonly readiness: number; readonly assignment: number }

function closedOrOther({ assignment }: Pick<Turn, 'assignment'>, task: Task): Standing | undefined {
  if (task.status === 'cancelled') return { state: 'cancelled' }
  return assignment === task.assignment ? undefined : { state: 'reassigned' }
}

function handoffStanding(turn: Turn, task: Task): Standing {
  const gone = closedOrOther(turn, task)
  if (gone !== undefined) return gone
  if (task.status === 'open' && !task.ready) return { state: 'on-hold', reasons: readiness(task).reasons }
  if (turn.readiness !== task.readiness) return { state: 'superseded' }
  if (task.status === 'done') return { state: 'finished' }
  if (task.status !== 'open') return { state: 'started', by: task.declared.by }
  const receipt = receiptOf(task)
  return receipt === undefined ? { state: 'current' } : { state: 'received', by: receipt.by, at: receipt.at }
}

// What was on hold may be begun or finished in spite of it; then it is no longer taken back.
function withdrawnStanding(subject: Extract<NoticeSubject, { kind: 'withdrawn' }>, task: Task): Standing {
  if (subject.how !== 'cancelled' && task.status === 'cancelled') return { state: 'cancelled' }
  if (isStale(subject, task)) return { state: 'superseded' }
  if (subject.how !== 'on-hold' || task.status === 'open') return { state: 'current' }
  return task.status === 'done' ? { state: 'finished' } : { state: 'started', by: task.declared.by }
}

function approvalStanding(request: number, known: ApprovalRequest | undefined): Standing {
  if (known?.since !== request) return { state: 'superseded' }
  const { votes, outcome } = known
  if (outcome !== undefined) return { state: 'decided', votes, outcome }
  return votes.length === 0 ? { state: 'current' } : { state: 'voted', votes, open: openRoles(known) }
}
