import type { NoticeContent } from '../handoffs/content.ts'
import type { Standing } from '../handoffs/standing.ts'
import type { Message } from '../ports/channel.ts'
import type { HistoryEntry, HistoryGap } from '../ports/history.ts'
import { isPerson } from '../tasks/actor.ts'
import type { TaskEvent } from '../tasks/events.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'

/**
 * What of a message's life is worth a line in its thread. Where several people read it, everything that changed what it
 * says; where one does, only what others did and nothing else tells them, for a line in a direct message may make a sound.
 */

/** The one who reads a message alone; `undefined`: a channel, or a conversation of several. */
export function readerOf({ content, delivery: { address } }: Pick<Message, 'content' | 'delivery'>) {
  const isAlone = address.channel === 'slack' && address.isPerson && address.with === undefined
  return isAlone ? content.to?.id : undefined
}

/** Whether a line is due as far as the task itself tells; who moved it last, only its history knows (`changeBehind`). */
export function isNews(message: Message, task: Task): boolean {
  const { content, standing, delivery } = message
  // A message beneath a digest has no thread of its own.
  const isBeneath = delivery.role === 'notice' && delivery.held?.because === 'budget'
  if (standing.state === 'current' || isBeneath) return false
  const reader = readerOf(message)
  if (reader === undefined) return true
  return (
    isForReader(content.subject, standing) &&
    !isTold(content.subject, standing, task, reader) &&
    !isOwnAct(standing, task, reader)
  )
}

// Of several messages about one thing to one person only the first tells what becomes of it; what takes its place is told
// by the message that does.
function isForReader(subject: NoticeSubject, { state }: Standing): boolean {
  if (state === 'superseded') return false
  switch (subject.kind) {
    case 'handoff':
    case 'approval':
    case 'declined':
    case 'question':
      return true
    case 'block':
      return state === 'lifted'
    case 'nudge':
      return subject.step > 1
    default:
      return false
  }
}

// Whoever had accepted what was taken back gets a message of its own, and so does whoever can begin now, or asked for the
// approval that finished it.
function isTold(subject: NoticeSubject, standing: Standing, task: Task, reader: PersonId): boolean {
  const { receipt, status, ready, approval, closedAt } = task
  const isApproved = approval?.outcome?.verdict === 'approved' && approval.outcome.at === closedAt
  if (standing.state === 'finished' && isApproved && isPerson(approval.by, reader)) return true
  if (subject.kind === 'block') return status === 'open' && ready
  if (subject.kind !== 'handoff' || receipt?.ended === undefined) return false
  return receipt.readiness === subject.readiness && receipt.assignment === subject.assignment
}

function isOwnAct(standing: Standing, { closedBy }: Task, reader: PersonId): boolean {
  switch (standing.state) {
    case 'received':
      return standing.by === reader
    case 'started':
      return isPerson(standing.by, reader)
    case 'finished':
    case 'cancelled':
      return isPerson(closedBy, reader)
    default:
      return false
  }
}

/** A change of a task, and the event in it that moved a message. */
export type Moved = { readonly version: number; readonly event: TaskEvent; readonly events: readonly TaskEvent[] }

/** The change that made a message say what it says now; `undefined`: the history (newest first) does not tell of it, or not yet. */
export function changeBehind(
  content: NoticeContent,
  standing: Standing,
  history: readonly (HistoryEntry | HistoryGap)[],
): Moved | undefined {
  const entries = history.filter((item) => 'events' in item)
  const written = entries.findIndex(({ events }) => events.some((event) => isWriting(event, content)))
  const since = written === -1 ? entries : entries.slice(0, written)
  const moves = since.flatMap(({ version, events }): Moved[] => {
    const event = events.find((each) => isMove(each, content.subject, standing))
    return event === undefined ? [] : [{ version, event, events }]
  })
  switch (standing.state) {
    // What happened once cannot happen again to the same message; and what is in progress is so since it was begun.
    case 'reassigned':
    case 'lifted':
      return moves.at(-1)
    case 'started': {
      const ended = since.find(({ events }) => events.some(endsWork))?.version ?? 0
      return moves.findLast(({ version }) => version >= ended)
    }
    default:
      return moves[0]
  }
}

function isWriting(event: TaskEvent, { notice }: NoticeContent): boolean {
  return 'notice' in event && typeof event.notice === 'object' && event.notice.id === notice
}

function isMove(event: TaskEvent, subject: NoticeSubject, { state }: Standing): boolean {
  switch (state) {
    case 'current':
      return false
    case 'received':
      return event.type === 'HandoffAccepted'
    case 'started':
      return isStart(event)
    case 'finished':
      return event.type === 'TaskCompleted'
    case 'on-hold':
      return event.type === 'TaskUnready'
    case 'reassigned':
      return event.type === 'TaskReassigned'
    case 'cancelled':
      return event.type === 'TaskCancelled'
    case 'lifted':
      return event.type === 'TaskCompleted' || (isOfSource(event) && event.source === sourceOf(subject))
    case 'voted':
      return event.type === 'ApprovalVoted'
    case 'decided':
      return event.type === 'ApprovalSettled'
    case 'superseded':
      return OVERTAKES.has(event.type) && (event.type === 'ApprovalRequested') === isOfApproval(subject)
  }
}

const OVERTAKES: ReadonlySet<TaskEvent['type']> = new Set([
  'TaskReady',
  'TaskReopened',
  'TaskReassigned',
  'ApprovalRequested',
])
const ENDS: ReadonlySet<TaskEvent['type']> = new Set([
  'TaskReturned',
  'TaskReady',
  'TaskUnready',
  'TaskCompleted',
  'TaskCancelled',
])

function isStart(event: TaskEvent): boolean {
  const isReopened = event.type === 'TaskReopened' && event.status !== 'open'
  return event.type === 'TaskStarted' || event.type === 'ReviewStarted' || isReopened
}

function endsWork({ type }: TaskEvent): boolean {
  return ENDS.has(type)
}

function isOfSource(event: TaskEvent): event is Extract<TaskEvent, { source: string }> {
  return event.type === 'ImpedimentCleared' || event.type === 'ImpedimentRaised'
}

function sourceOf(subject: NoticeSubject): string | undefined {
  return subject.kind === 'block' ? subject.source : undefined
}

function isOfApproval({ kind }: NoticeSubject): boolean {
  return kind === 'approval' || kind === 'reminder' || kind === 'outcome'
}
