import { unreachable } from '../errors.ts'
import { roleName } from '../projects/phrases.ts'
import type { Outcome } from '../tasks/approval.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import type { NoticeContent } from './content.ts'
import type { Standing } from './standing.ts'

/** Notices that say one thing in a sentence or two; hand-offs and blocks have messages of their own. */
export type ShortKind = Exclude<NoticeSubject['kind'], 'handoff' | 'block'>

/** A short notice in plain words, the same for every channel; nothing is escaped yet. */
export type ShortNotice = {
  readonly sign: string
  /** Words of ours and the task's id. */
  readonly head: string
  /** Whether what was written still holds. */
  readonly isTrue: boolean
  /** What became of it, where it does not hold any more. */
  readonly now: string
  /** Why it was sent, to this very reader. */
  readonly why: string
}

/** Says a short notice, as its task stands now. */
export function shortNotice(content: NoticeContent, standing: Standing): ShortNotice {
  const { subject, task } = content
  if (subject.kind === 'handoff' || subject.kind === 'block') return unreachable(subject as never)
  const why = whySent(content, subject)
  if (standing.state === 'decided' && content.approval !== undefined) {
    return { ...outcomeHead(standing.outcome.verdict, task), isTrue: false, now: '', why }
  }
  const isTrue = standing.state === 'current' || standing.state === 'voted'
  if (isTrue) return { ...trueHead(content, subject), isTrue, now: '', why }
  return { ...falseHead(standing, task), isTrue, why }
}

/** How a request for approval ended, as a heading. */
function outcomeHead(verdict: Outcome['verdict'], task: string): Pick<ShortNotice, 'sign' | 'head'> {
  switch (verdict) {
    case 'approved':
      return { sign: '✅', head: `Approved: ${task}` }
    case 'rejected':
      return { sign: '🚫', head: `Not approved: ${task}` }
    case 'expired':
      return { sign: '⌛', head: `Nobody decided in time: ${task}` }
    case 'withdrawn':
      return { sign: '✖️', head: `No approval needed any more: ${task}` }
    default:
      return unreachable(verdict)
  }
}

type Short = Extract<NoticeSubject, { kind: ShortKind }>

function trueHead({ task, approval }: NoticeContent, subject: Short): Pick<ShortNotice, 'sign' | 'head'> {
  switch (subject.kind) {
    case 'nudge':
      return subject.step === 1
        ? { sign: '🔔', head: `Did this reach you? ${task}` }
        : { sign: '🔔', head: `No answer yet: ${task}` }
    case 'withdrawn':
      return WITHDRAWN[subject.how](task)
    case 'question':
      return { sign: '❓', head: `A question about ${task}` }
    case 'declined':
      return { sign: '↩️', head: `Given back: ${task}` }
    case 'approval':
      return { sign: '🗳️', head: `Your approval is asked for: ${task}` }
    case 'reminder':
      return { sign: '🔔', head: `Still waiting for your decision: ${task}` }
    case 'outcome':
      return outcomeHead(approval?.verdict ?? 'withdrawn', task)
    default:
      return unreachable(subject)
  }
}

const WITHDRAWN: Readonly<
  Record<Extract<Short, { kind: 'withdrawn' }>['how'], (task: string) => Pick<ShortNotice, 'sign' | 'head'>>
> = {
  'on-hold': (task) => ({ sign: '⏸️', head: `On hold again: ${task}` }),
  reassigned: (task) => ({ sign: '↪️', head: `With somebody else now: ${task}` }),
  cancelled: (task) => ({ sign: '✖️', head: `Cancelled: ${task}` }),
}

function falseHead(standing: Standing, task: string): Pick<ShortNotice, 'sign' | 'head' | 'now'> {
  switch (standing.state) {
    case 'received':
      return { sign: '📬', head: `Answered: ${task}`, now: 'The hand-off was received.' }
    case 'started':
      return { sign: '🔵', head: `In progress: ${task}`, now: 'Work on it has begun.' }
    case 'finished':
      return { sign: '✅', head: `Finished: ${task}`, now: 'Nothing is left to do for it.' }
    case 'on-hold':
      return { sign: '⏸️', head: `On hold again: ${task}`, now: 'It waits again, so nothing has to be done now.' }
    case 'reassigned':
      return { sign: '↪️', head: `With somebody else now: ${task}`, now: 'Somebody has it now.' }
    case 'cancelled':
      return { sign: '✖️', head: `Cancelled: ${task}`, now: 'Nothing has to be done for it any more.' }
    case 'current':
    case 'lifted':
    case 'superseded':
    case 'voted':
    case 'decided':
      return { sign: '🕓', head: `Out of date: ${task}`, now: 'The work has moved on since this was written.' }
    default:
      return unreachable(standing)
  }
}

function whySent({ task, to, phase, project, approval }: NoticeContent, subject: Short): string {
  const asLead =
    to === undefined
      ? `This channel hears of it because ${project.name} names nobody who leads ${phase}.`
      : `You get this because you lead ${phase} in ${project.name}.`
  switch (subject.kind) {
    case 'nudge':
      return subject.step === 1
        ? `You get this because ${task} is assigned to you, and you have not said whether its hand-off reached you.`
        : asLead
    case 'declined':
      return asLead
    case 'question':
      return `You get this because you finished what ${task} waited for, or lead that work.`
    case 'withdrawn':
      return `You get this because you had accepted the hand-off of ${task}.`
    case 'approval':
    case 'reminder': {
      const roles = Object.entries(approval?.approvers ?? {}).flatMap(([role, people]) =>
        people.some(({ id }) => id === subject.approver) ? [roleName(role)] : [],
      )
      return `You get this because you may decide as ${roles.join(' and ')} of ${project.name}.`
    }
    case 'outcome':
      return `You get this because you asked for approval of ${task}.`
    default:
      return unreachable(subject)
  }
}

/** Why somebody, or a channel, hears of what is meant for one who has left the workspace; not escaped. */
export function inTheirPlace({ left, task, phase }: Pick<NoticeContent, 'left' | 'task' | 'phase'>): string {
  return `${left}, to whom ${task} is assigned, has left the workspace; so whoever leads ${phase} hears of it, or its channel. Give it to somebody else.`
}
