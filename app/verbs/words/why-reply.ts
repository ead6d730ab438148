import { unreachable } from '../../errors.ts'
import { gateWords, listed } from '../../projects/phrases.ts'
import { gatesOf, isOnItsWay, leftOut, unmetGates } from '../../tasks/gates.ts'
import type { PersonId, TaskId } from '../../tasks/ids.ts'
import { isStale, type Notice, type NoticeId, type NoticeSubject } from '../../tasks/notice.ts'
import { type Reason, readiness } from '../../tasks/readiness.ts'
import { receiptOf } from '../../tasks/receipt.ts'
import { isClosed, type Task } from '../../tasks/task.ts'
import { approvalLines, peopleOfApproval } from './approval-lines.ts'
import { command, link, moment, plain } from './markup.ts'
import { NOTICE_NAMES } from './notice-names.ts'
import { offer } from './offer.ts'
import { type Reply, replyOf } from './reply.ts'
import { peopleOfReviews, reviewLines } from './review-words.ts'
import { actorName, nameOf, type People, personOf, statusSign } from './task-words.ts'

/** A notice that was written, and when, where the history knows. */
export type Telling = { readonly notice: Notice; readonly at?: string }

/** All that `why` speaks of. */
export type WhyModel = {
  readonly task: Task
  /** The open blockers that could be read. */
  readonly blockers: ReadonlyMap<TaskId, Task>
  readonly tellings: readonly Telling[]
  readonly people: People
  /** Asked on the message of this notice: why did it come? */
  readonly onMessage?: NoticeId
}

/** Whoever is named in the answer. */
export function listedPeople(task: Task, blockers: ReadonlyMap<TaskId, Task>): PersonId[] {
  const named = [
    task.assignee,
    ...personOf(task.closedBy),
    ...personOf(task.declared.by),
    ...Object.values(task.impediments).flatMap(({ by }) => personOf(by)),
    ...Object.values(task.notices).map(({ to }) => to),
    ...peopleOfApproval(task),
    receiptOf(task)?.by,
    task.declined?.by,
    ...[...blockers.values()].map(({ assignee }) => assignee),
    ...peopleOfReviews(task),
  ]
  return [...new Set(named.flatMap((id) => id ?? []))]
}

/** Why a task stands as it does, by the one predicate that the engine itself asks. */
export function whyReply({ task, blockers, tellings, people, onMessage }: WhyModel): Reply {
  const { ready, reasons } = readiness(task)
  const next = nextSteps(task)
  return replyOf(
    [
      `*${task.id}* ${plain(task.title)} · ${statusSign(task)} · ${task.assignee === undefined ? 'nobody assigned' : nameOf(task.assignee, people)}`,
      ...(onMessage === undefined ? [] : [whySent(task, task.notices[onMessage], people)]),
      ...(ready ? ['It is ready: nothing stands in its way.'] : []),
      ...statusLines(task, people),
      ...(isClosed(task) ? [] : reviewLines(task, people)),
      ...reasons.flatMap((reason) => reasonLine(reason, blockers, people)),
      ...gateLines(task),
      ...leftOutLines(task),
      ...approvalLines(task, people),
      ...receiptLines(task, people),
      ...tellings.map((telling) => tellingLine(task, telling, people)),
    ],
    [...(ready ? [offer('task.start', task.id)] : []), offer('task.show', task.id)],
    next === undefined ? [] : [next],
  )
}

// Every message can say why it was sent.
function whySent(task: Task, notice: Notice | undefined, people: People): string {
  if (notice === undefined) return 'That message told of an earlier state of the task, which has moved on since.'
  const now = isStale(notice.subject, task) ? ' That is no longer so.' : ''
  const { kind } = notice.subject
  if (kind !== 'handoff' && kind !== 'block') return `It was sent because ${OCCASIONS[kind]}.${now}`
  const whom = notice.to === undefined ? 'That channel' : nameOf(notice.to, people)
  const whose = notice.to === undefined ? 'nobody was assigned' : 'it was assigned to them'
  return `${whom} was told because ${OCCASIONS[kind]} and ${whose}.${now}`
}

const OCCASIONS: Readonly<Record<NoticeSubject['kind'], string>> = {
  handoff: 'it became ready to start',
  block: 'something came in its way',
  nudge: 'nobody had answered its hand-off',
  withdrawn: 'its hand-off had been accepted, and was taken back',
  question: 'the one who does it lacked something',
  declined: 'its hand-off was given back',
  approval: 'approval was asked for',
  reminder: 'approval was asked for, and half of the time for it was over',
  outcome: 'a request for approval came to its end',
}

function capital(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`
}

function statusLines(task: Task, people: People): string[] {
  switch (task.status) {
    case 'open':
      return task.closedBy === undefined
        ? []
        : [`It was reopened by ${actorName(task.closedBy, people)}${reopenedWhy(task)}.`]
    case 'in_progress':
      return [`It was started by ${actorName(task.declared.by, people)}.`]
    case 'in_review':
      return [
        isOnItsWay(task) ? 'It is merged, and on its way.' : 'It is in review: a pull request that names it is open.',
      ]
    case 'done':
    case 'cancelled': {
      const what = task.status === 'done' ? 'finished' : 'cancelled'
      const when = task.closedAt === undefined ? '' : ` on ${moment(task.closedAt)}`
      return [`It was ${what} by ${actorName(task.closedBy, people)}${when}.`]
    }
    default:
      return unreachable(task.status)
  }
}

/** What was said when the task was reopened, escaped, behind a colon. */
export function reopenedWhy({ declared }: Pick<Task, 'declared'>): string {
  return declared.status !== 'open' || declared.reason === undefined ? '' : `: ${plain(declared.reason, 500)}`
}

function reasonLine(reason: Reason, blockers: ReadonlyMap<TaskId, Task>, people: People): string[] {
  switch (reason.kind) {
    case 'status':
      return []
    case 'blocker': {
      const blocker = blockers.get(reason.task)
      if (blocker === undefined) return [`• It waits for *${reason.task}*.`]
      const whose = blocker.assignee === undefined ? 'nobody assigned' : nameOf(blocker.assignee, people)
      return [`• It waits for *${reason.task}* ${plain(blocker.title, 120)} · ${statusSign(blocker)} · ${whose}`]
    }
    case 'impediment': {
      const { reason: text, by, url } = reason.impediment
      const where = url === undefined ? '' : ` ${link(url, 'see it')}`
      return [`• In its way: ${plain(text, 500)} (from ${actorName(by, people)})${where}`]
    }
  }
}

// Rolled back, or deployed from somewhere else: who wonders wants to look at it.
function leftOutLines(task: Task): string[] {
  if (isClosed(task)) return []
  const lines = leftOut(task).map(({ environment, sha, url }) => {
    return `${link(url, environment)} runs ${plain(sha.slice(0, 7))}, which is without it.`
  })
  return [...new Set(lines)]
}

function gateLines(task: Task): string[] {
  if (isClosed(task)) return []
  const gates = gatesOf(task)
  if (gates.every(({ kind }) => kind === 'manual')) return ['It counts as done when somebody says so.']
  const missing = unmetGates(task).flatMap((unmet) => unmet.missing)
  const lacks = missing.length === 0 ? '' : ` Missing: ${plain(listed(missing), 1_000)}.`
  return [`It counts as done when it is ${plain(gateWords(gates), 300)}.${lacks}`]
}

function receiptLines(task: Task, people: People): string[] {
  const receipt = receiptOf(task)
  const { declined } = task
  const got =
    receipt === undefined ? [] : [`📬 ${nameOf(receipt.by, people)} got the hand-off on ${moment(receipt.at)}.`]
  if (declined === undefined || declined.assignment !== task.assignment) return got
  return [
    ...got,
    `↩️ ${nameOf(declined.by, people)} gave it back on ${moment(declined.at)}: ${plain(declined.reason, 500)}`,
  ]
}

function tellingLine(task: Task, { notice, at }: Telling, people: People): string {
  const what = capital(NOTICE_NAMES[notice.subject.kind])
  const whom = notice.to === undefined ? UNNAMED[notice.subject.kind] : nameOf(notice.to, people)
  if (notice.suppressed) return `${what} was not sent: ${whom} did it themselves.`
  const when = at === undefined ? '' : ` on ${moment(at)}`
  return `${what} for ${whom} was written${when}${isStale(notice.subject, task) ? ', and is being corrected' : ''}.`
}

const UNNAMED: Readonly<Record<NoticeSubject['kind'], string>> = {
  handoff: "the team's channel",
  block: "the team's channel",
  nudge: 'the lead',
  withdrawn: 'its receiver',
  question: 'the one who can answer it',
  declined: 'the lead',
  approval: 'those who may decide',
  reminder: 'those who may decide',
  outcome: 'the one who asked',
}

function nextSteps(task: Task): string | undefined {
  if (isClosed(task)) return `If that is wrong: ${command(`reopen ${task.id}`)}`
  if (task.ready) return `To begin: ${command(`start ${task.id}`)}`
  const [first] = readiness(task).reasons.filter(({ kind }) => kind === 'blocker')
  if (first?.kind === 'blocker') return `What it waits for: ${command(`show ${first.task}`)}`
  if (task.status === 'open') return undefined
  const isManual = gatesOf(task).some(({ kind }) => kind === 'manual')
  return isManual
    ? `When it is finished: ${command(`done ${task.id}`)}`
    : 'I will finish it by myself when that arrives.'
}
