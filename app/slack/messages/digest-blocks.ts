import type { ActionsBlockElement } from '@slack/types'
import type { Digest, DigestApproval, DigestTask } from '../../handoffs/digest.ts'
import { listed, reasonWords } from '../../projects/phrases.ts'
import { command, moment, plain } from '../../verbs/words/markup.ts'
import { taskButton } from '../actions/task-button.ts'
import { laidOut, listedUpTo, type Posted } from './notice-layout.ts'

/** Room of one part in characters, so that all of it stays under 10,000; the rest is a number, and `mine` shows it. */
const ROOM = 1_900
/** Tasks named as beyond the budget. */
const MOST_NAMED = 10

/** The digest of one person and day. It tells of that morning, and is never edited. */
export function digestBlocks(digest: Digest): Posted {
  const { day, approvals, ready, begun, waiting } = digest
  return laidOut({
    head: `☀️ Your working day: ${dayWords(day)}`,
    sections: [
      part('Waiting for your decision', approvals, approvalLine, 'on my Home tab'),
      part('Ready for you', ready, (task) => `${name(task)}${awaited(task)}${task.isNew ? ' · new' : ''}`),
      part('Begun by you, and others wait', begun, (task) => `${name(task)}${awaited(task)}`),
      part('Not yet', waiting, ({ reasons, ...task }) => `${name(task)}: ${plain(reasonWords(reasons), 150)}`),
      foldedWords(digest),
    ],
    buttons: firstSteps(digest),
    footer: footer(digest),
  })
}

function part<T>(
  heading: string,
  tasks: readonly T[],
  line: (task: T) => string,
  rest: string = command('mine'),
): string {
  const lines = tasks.map((task) => `• ${line(task)}`)
  return listedUpTo(`${heading} (${tasks.length})`, lines, ROOM, rest)
}

function approvalLine({ since, until, ...task }: DigestApproval): string {
  return `${name(task)} · since ${moment(since)}, to be decided by ${moment(until)}`
}

// What comes first in each list can be done from here. A digest is never edited: a click that comes too late is told so.
function firstSteps({ approvals: [toDecide], ready: [toBegin] }: Digest): ActionsBlockElement[] {
  return [
    ...(toDecide === undefined
      ? []
      : [taskButton('approval.approve', toDecide.id, NAMED), taskButton('approval.reject', toDecide.id, NAMED)]),
    ...(toBegin === undefined ? [] : [taskButton('task.start', toBegin.id, NAMED)]),
  ]
}

const NAMED = { isNamed: true } as const

function name({ id, title }: DigestTask): string {
  return `*${id}* ${plain(title, 100)}`
}

function awaited({ awaitedBy }: DigestTask): string {
  if (awaitedBy === 0) return ''
  return awaitedBy === 1 ? ' · 1 task waits for it' : ` · ${awaitedBy} tasks wait for it`
}

function foldedWords({ folded }: Digest): string {
  if (folded.length === 0) return ''
  const some = folded.slice(0, MOST_NAMED)
  const more = folded.length - some.length
  const names = more > 0 ? `${some.join(', ')} and ${more} more` : listed(some)
  return `*Beyond your budget (${folded.length})*\nKept for this morning: ${names}. What was written for you follows in the thread of this message.`
}

function footer({ because }: Digest): string {
  return because === 'digest'
    ? `You get this because you switched the digest on; to stop it: ${command('settings digest:off')}`
    : `You get this because more hand-offs came than your budget of a day; to hear of each at once: ${command('settings budget:none')}`
}

// In English whatever the machine speaks: a day of the calendar, in no time zone.
function dayWords(day: string): string {
  const date = new Date(`${day}T00:00:00Z`)
  return new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    date,
  )
}
