import { unreachable } from '../errors.ts'
import { listed, reasonWords, roleName } from '../projects/phrases.ts'
import type { Actor } from '../tasks/actor.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import { readiness } from '../tasks/readiness.ts'
import type { Task } from '../tasks/task.ts'

/** Reasons that a sentence can still name; `why` tells all of them. */
const MOST_REASONS = 3

/** The name of whoever did something. */
export type NameOf = (actor: Actor | undefined) => string

/** What a message says, in a sentence or two of what was recorded. Plain words; each channel escapes them. */
export function messageSentence(task: Task, subject: NoticeSubject, nameOf: NameOf): string {
  switch (subject.kind) {
    case 'nudge':
      return nudge(task, subject.step, nameOf)
    case 'withdrawn':
      return withdrawn(task, subject.how, nameOf)
    case 'question': {
      const asked = task.questions?.[subject.since]
      return `${personName(asked?.by, nameOf)}, who does ${task.id}, lacks something to begin: ${asked?.text ?? ''}`
    }
    case 'declined':
      return declined(task, nameOf)
    case 'approval':
      return `${nameOf(task.approval?.by)} asks for your approval.`
    case 'reminder':
      return `${nameOf(task.approval?.by)} asked for your approval, and half of the time for it is over.`
    case 'outcome':
      return outcome(task, nameOf)
    case 'handoff':
    case 'block':
      return ''
    default:
      return unreachable(subject)
  }
}

function nudge(task: Task, step: number, nameOf: NameOf): string {
  if (step === 1) {
    return `${task.id} is ready for you, and you have not said whether that reached you. One click is enough; if something is missing or it is not yours, say that instead.`
  }
  return `${personName(task.assignee, nameOf)} has not answered: ${task.id} is ready and waits. Perhaps they are away, and somebody else can take it.`
}

function withdrawn(task: Task, how: 'on-hold' | 'reassigned' | 'cancelled', nameOf: NameOf): string {
  const by = nameOf(task.receipt?.ended?.by)
  switch (how) {
    case 'on-hold':
      return `You had accepted ${task.id}, but it cannot be begun any more: ${reasonWords(readiness(task).reasons.slice(0, MOST_REASONS))}. You hear of it as soon as it can.`
    case 'reassigned':
      return `You had accepted ${task.id}; ${by} has given it to ${personName(task.assignee, nameOf, 'nobody in particular')}.`
    case 'cancelled':
      return `You had accepted ${task.id}; ${by} has cancelled it. Nothing has to be done for it any more.`
  }
}

function declined(task: Task, nameOf: NameOf): string {
  const { declined: back } = task
  const passed =
    back?.to === undefined
      ? 'Nobody has it now: please say whose it is.'
      : `They passed it on to ${personName(back.to, nameOf)}, who hears of it.`
  return `${personName(back?.by, nameOf)} says that ${task.id} is not theirs: ${back?.reason ?? ''} — ${passed}`
}

function outcome({ approval, id }: Task, nameOf: NameOf): string {
  const result = approval?.outcome
  switch (result?.verdict) {
    case 'approved':
      return `${id} is approved by ${listed(approval!.votes.map(({ by }) => personName(by, nameOf)))}.`
    case 'rejected':
      return `${nameOf(result.by)} has rejected ${id}: ${result.comment ?? 'no reason was given'}`
    case 'expired':
      return `Nobody decided about ${id} in time. Still missing: ${listed(Object.keys(approval!.approvers).map(roleName))}. Ask again when they are there.`
    default:
      return `${id} was closed before anybody decided.`
  }
}

function personName(id: `per_${string}` | undefined, nameOf: NameOf, nobody = 'Somebody'): string {
  return id === undefined ? nobody : nameOf({ kind: 'person', id })
}
