import { gateWords, listed } from '../../projects/phrases.ts'
import { pendingApproval, undecided } from '../../tasks/approval.ts'
import type { DeploymentFact } from '../../tasks/external.ts'
import { gatesOf } from '../../tasks/gates.ts'
import type { PersonId, TaskId } from '../../tasks/ids.ts'
import { livePulls } from '../../tasks/live-facts.ts'
import { byAge } from '../../tasks/ordinal.ts'
import { blockerIds, type IssueRef, type Task } from '../../tasks/task.ts'
import { approvalLines, peopleOfApproval } from './approval-lines.ts'
import { command, link, moment, plain } from './markup.ts'
import { offer, type TaskAct } from './offer.ts'
import { type Reply, replyOf } from './reply.ts'
import { peopleOfReviews, reviewWords } from './review-words.ts'
import { actorName, nameOf, type People, personOf, statusSign } from './task-words.ts'
import { reopenedWhy } from './why-reply.ts'

/** All that `show` speaks of. */
export type ShowModel = {
  readonly task: Task
  readonly blockers: ReadonlyMap<TaskId, Task>
  readonly dependents: readonly TaskId[]
  readonly people: People
  readonly reader: PersonId
}

// What can be done about it as it stands, first what waits for the reader.
function nextSteps(task: Task, reader: PersonId): TaskAct[] {
  const request = pendingApproval(task)
  const decides = request !== undefined && undecided(request).includes(reader)
  const isBegun = task.status === 'in_progress' || task.status === 'in_review'
  return [
    ...(decides ? (['approval.approve', 'approval.reject'] as const) : []),
    ...(task.ready ? (['task.start'] as const) : []),
    ...(isBegun ? (['task.done', 'task.block'] as const) : []),
    'task.why',
    'task.history',
  ]
}

/** Lines of one sort in one answer. */
const MOST = 20

/** Whoever is named in the answer. */
export function shownPeople(task: Task, blockers: ReadonlyMap<TaskId, Task>): PersonId[] {
  const named = [
    task.assignee,
    ...personOf(task.createdBy),
    ...personOf(task.declared.by),
    ...Object.values(task.impediments).flatMap(({ by }) => personOf(by)),
    ...[...blockers.values()].map(({ assignee }) => assignee),
    ...peopleOfReviews(task),
    ...peopleOfApproval(task),
  ]
  return [...new Set(named.flatMap((id) => id ?? []))]
}

/** All that is known of a task, each fact with its source. */
export function showReply({ task, blockers, dependents, people, reader }: ShowModel): Reply {
  const buttons = nextSteps(task, reader).map((act) => offer(act, task.id))
  return replyOf(
    [
      `*${task.id}* ${plain(task.title)}`,
      [
        statusSign(task),
        `phase ${task.phase}`,
        task.assignee === undefined ? 'nobody assigned' : `assigned to ${nameOf(task.assignee, people)}`,
        `counts as done when ${plain(gateWords(gatesOf(task)), 200)}`,
      ].join(' · '),
      `Made by ${actorName(task.createdBy, people)} on ${moment(task.createdAt)}`,
      ...(reopenedWhy(task) === '' ? [] : [`Reopened by ${actorName(task.declared.by, people)}${reopenedWhy(task)}`]),
      ...(task.origin === undefined ? [] : [`Made of ${link(task.origin, 'this message')}`]),
      ...(task.issue === undefined ? [] : [issueLine(task.issue)]),
      ...approvalLines(task, people),
      ...section(
        'Waits for',
        blockerIds(task).map((id) => blockerLine(id, task, blockers, people)),
      ),
      ...(dependents.length === 0 ? [] : [`Waited for by: ${listed(some(dependents))}`]),
      ...section('In its way', impedimentLines(task, people)),
      ...section('Facts', factLines(task)),
      ...section('Pull requests', pullLines(task, people)),
      ...section('Checks', checkLines(task)),
      ...section('Deployments', deploymentLines(task)),
    ],
    buttons,
    [`Why it stands so: ${command(`why ${task.id}`)}`],
  )
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`*${title}*`, ...some(lines.map((line) => `• ${line}`))]
}

function some(lines: readonly string[]): string[] {
  return lines.length <= MOST ? [...lines] : [...lines.slice(0, MOST), `${lines.length - MOST} more`]
}

function blockerLine(id: TaskId, task: Task, blockers: ReadonlyMap<TaskId, Task>, people: People): string {
  const blocker = blockers.get(id)
  if (blocker === undefined) return `*${id}* · ${task.blockers[id]?.open ? 'open' : 'closed'}`
  return `*${id}* ${plain(blocker.title, 120)} · ${statusSign(blocker)} · ${nameOf(blocker.assignee, people)}`
}

function impedimentLines(task: Task, people: People): string[] {
  return Object.values(task.impediments).map(({ reason, by, url }) => {
    const where = url === undefined ? '' : ` ${link(url, 'see it')}`
    return `${plain(reason, 500)} (from ${actorName(by, people)})${where}`
  })
}

function factLines(task: Task): string[] {
  return Object.values(task.resources)
    .toSorted((a, b) => a.ordinal - b.ordinal)
    .map(({ label, value, source }) => {
      const shown = /^https?:\/\//i.test(value) ? link(value) : plain(value, 500)
      return `${plain(label, 80)}: ${shown} (${plain(source, 200)})`
    })
}

function pullLines(task: Task, people: People): string[] {
  return Object.entries(task.pulls).map(([subject, { state, title, url }]) => {
    const reviews = reviewWords(task, subject, people)
    return `${link(url, subject)} ${plain(title, 120)} · ${state}${reviews === '' ? '' : ` · ${reviews}`}`
  })
}

// A check counts for the present head of a pull request alone.
function checkLines(task: Task): string[] {
  const heads = new Set(livePulls(task).map(([, { sha }]) => sha))
  return Object.values(task.checks)
    .filter(({ sha }) => heads.has(sha))
    .map(({ name, repository, sha, conclusion, url }) => {
      const where = `${repository} at ${sha.slice(0, 7)}`
      return `${link(url, name)} on ${plain(where)} · ${conclusion}`
    })
}

function deploymentLines(task: Task): string[] {
  const facts = Object.values(task.deployments).toSorted(byAge)
  // Where something arrived after the last attempt, the attempt is old news.
  const isOld = (fact: DeploymentFact) =>
    facts.some(({ environment, state, ordinal }) => {
      const arrived = state === 'success' || state === 'superseded'
      return arrived && environment === fact.environment && ordinal > fact.ordinal
    })
  const news = facts.filter((fact) => fact.state === 'success' || fact.state === 'superseded' || !isOld(fact))
  const lines = news.map(({ environment, sha, state, url }) => {
    return `${link(url, environment)} of ${plain(sha.slice(0, 7))} · ${DEPLOYMENTS[state]}`
  })
  return [...new Set(lines)]
}

const DEPLOYMENTS = {
  success: 'it is there',
  superseded: 'without it',
  failure: 'failed',
  pending: 'under way',
} as const

// Where nobody has connected us, nothing more is heard of it.
function issueLine({ repository, number, movedTo }: IssueRef): string {
  const name = plain(`${repository}#${number}`)
  if (movedTo === undefined) return `Issue: ${name}`
  return `Issue: ${name}, which moved to ${plain(movedTo, 100)}: that repository is not connected, so the task follows it no more`
}
