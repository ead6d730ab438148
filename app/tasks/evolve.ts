import { unreachable } from '../errors.ts'
import type { Actor } from './actor.ts'
import { type ApprovalRequest, withVote } from './approval.ts'
import type { TaskEvent } from './events.ts'
import { MAX_DEPLOYMENTS, MAX_PULLS, withCheck } from './external.ts'
import { namesCheck } from './gates.ts'
import { mergeIssue } from './issue.ts'
import { ordinal, PERSON_RANK, withFact } from './ordinal.ts'
import { type HandoffReceipt, receiptOf } from './receipt.ts'
import { MAX_RESOURCE_BYTES, MAX_RESOURCES, type Resource, resourceKey } from './resource.ts'
import { withReview } from './review.ts'
import { closerOf } from './status.ts'
import { isClosed, type Task } from './task.ts'

/**
 * The task after one event. Pure and total. `task.version` is already that of the write that brings the event, so an
 * event that counts versions (`changed`, `since`) reads it there.
 */
export function evolve(task: Task, event: TaskEvent): Task {
  switch (event.type) {
    case 'TaskCreated':
      return task
    case 'StatusDeclared':
      return { ...task, declared: event.declared, overruled: event.overruled ?? task.overruled }
    case 'ResourcesRecorded':
      return { ...task, resources: withResources(task.resources, event.resources) }
    case 'TaskReassigned':
      return reassigned(task, event)
    case 'HandoffAccepted':
      return { ...oweNotice(task), receipt: event.receipt }
    case 'QuestionAsked':
      return { ...oweNotice(task), questions: { ...task.questions, [task.version]: event.question } }
    case 'HandoffDeclined':
      return {
        ...oweNotice(task),
        declined: { ...event.decline, since: task.version, assignment: task.assignment },
      }
    case 'HandoffUnanswered':
      return { ...oweNotice(task), notices: nudged(task.notices, event) }
    case 'ApprovalRequested':
      return { ...oweNotice(task), approval: { ...event.request, since: task.version } }
    case 'ApprovalVoted':
      return withApproval(task, event.request, ({ votes }) => ({ votes: withVote(votes, event.vote) }))
    case 'ApprovalReminded':
      return withApproval(oweNotice(task), event.request, () => ({ reminded: task.version }))
    case 'ApprovalSettled':
      return withApproval(oweNotice(task), event.request, () => ({ outcome: event.outcome }))
    case 'ImpedimentRaised': {
      const { reason, by, url } = event
      const known = task.impediments[event.source]
      // The same words from the same source are the same impediment, with a fresher link.
      const since = known?.reason === reason ? known.since : task.version
      const impediment = { reason, by, since, ...(url === undefined ? {} : { url }) }
      return { ...task, impediments: { ...task.impediments, [event.source]: impediment } }
    }
    case 'ImpedimentCleared':
      return { ...task, impediments: without(task.impediments, event.source) }
    case 'PullRecorded':
      return credited({ ...task, pulls: withFact(task.pulls, event.subject, event.pull, MAX_PULLS) })
    case 'CheckRecorded':
      return credited({ ...task, checks: withCheck(task.checks, event.subject, event.check, namesCheck(task)) })
    case 'ReviewRecorded':
      return { ...task, reviews: withReview(task.reviews ?? {}, event.review) }
    case 'DeploymentRecorded':
      return credited({
        ...task,
        deployments: withFact(task.deployments, event.subject, event.deployment, MAX_DEPLOYMENTS),
      })
    case 'IssueRecorded':
      return issueRecorded(task, event)
    case 'BlockerAdded':
    case 'BlockerSettled':
      return { ...task, blockers: { ...task.blockers, [event.blocker]: { open: event.open, at: event.changed } } }
    case 'BlockerRemoved':
      return { ...task, blockers: without(task.blockers, event.blocker) }
    case 'HandoffWritten':
    case 'HandoffSuppressed':
    case 'BlockNoticeWritten':
    case 'BlockNoticeSuppressed':
    case 'MessageWritten':
    case 'MessageSuppressed':
      return { ...task, notices: { ...task.notices, [event.notice.id]: event.notice } }
    case 'NoticeForgotten':
      return { ...task, notices: without(task.notices, event.notice) }
    case 'TaskStarted':
      return { ...task, status: 'in_progress', ready: false }
    case 'ReviewStarted':
      return { ...task, status: 'in_review', ready: false }
    case 'TaskReturned':
      return { ...task, status: 'open' }
    case 'TaskCompleted':
    case 'TaskCancelled':
      return closed(task, event)
    case 'TaskReopened':
      return reopened(task, event)
    case 'TaskReady':
      return { ...oweNotice(withoutOver(task)), ready: true, readiness: event.readiness, ...movedBy(event) }
    case 'TaskUnready':
      return {
        ...withdrawn(oweNotice(task), task.status === 'cancelled' ? 'cancelled' : 'on-hold', event.by),
        ready: false,
      }
    case 'TaskBlocked':
    case 'TaskUnblocked':
      return oweNotice(task)
    default:
      return unreachable(event)
  }
}

// Whoever has started is not told again when the task goes to somebody else: the messages about it say so.
function reassigned(task: Task, event: Extract<TaskEvent, { type: 'TaskReassigned' }>): Task {
  const known = withoutOver(task)
  const { assignee: _, ...unassigned } = task.status === 'open' ? withdrawn(known, 'reassigned', event.by) : known
  const given = event.to === undefined ? {} : { assignee: event.to }
  const told = event.issue === true ? {} : wordOf(task, event)
  return { ...oweNotice(unassigned), ...given, ...told, assignment: task.assignment + 1, ...movedBy(event) }
}

function movedBy({ by, at }: TaskEvent): Pick<Task, 'turnBy' | 'turnAt'> {
  return { turnBy: by, turnAt: at }
}

// Never before what the issue has said already: people's words count in the order in which they were accepted.
function wordOf(task: Task, { to, at }: Extract<TaskEvent, { type: 'TaskReassigned' }>): Pick<Task, 'assigned'> {
  if (task.issue === undefined && task.issueFacts === undefined) return {}
  const heard = Object.values(task.issueFacts?.assignees ?? {}).map((fact) => fact.ordinal)
  const now = Math.max(ordinal(at, PERSON_RANK), task.assigned?.ordinal ?? 0, ...heard)
  return { assigned: { ordinal: now, ...(to === undefined ? {} : { to }) } }
}

// The first word about the issue finds the task as people left it.
function issueRecorded(task: Task, event: Extract<TaskEvent, { type: 'IssueRecorded' }>): Task {
  const facts = mergeIssue(task.issueFacts, event.facts)
  const issue = event.issue ?? task.issue
  const word = { ordinal: ordinal(task.createdAt, PERSON_RANK), ...(task.assignee && { to: task.assignee }) }
  const isImported = issue?.imported === true
  return credited({
    ...task,
    ...(issue === undefined ? {} : { issue }),
    issueFacts: facts,
    assigned: task.assigned ?? word,
    title: (isImported ? facts.title : facts.renamed)?.text ?? task.title,
    phase: (isImported ? facts.phase?.name : undefined) ?? task.phase,
  })
}

// What was taken back is told once: as soon as the task is ready, another's or open again, it is over.
function withoutOver(task: Task): Task {
  const { receipt, ...rest } = task
  if (receipt?.ended === undefined) return task
  return oweNotice(rest)
}

function withdrawn(task: Task, how: NonNullable<HandoffReceipt['ended']>['how'], by: Actor): Task {
  const receipt = receiptOf(task)
  return receipt === undefined ? task : { ...task, receipt: { ...receipt, ended: { how, by } } }
}

function nudged(notices: Task['notices'], event: Extract<TaskEvent, { type: 'HandoffUnanswered' }>): Task['notices'] {
  const notice = notices[event.notice]
  return notice === undefined ? notices : { ...notices, [event.notice]: { ...notice, nudged: event.nudges } }
}

function withApproval(task: Task, request: number, change: (known: ApprovalRequest) => Partial<ApprovalRequest>): Task {
  const known = task.approval
  if (known === undefined || known.since !== request) return task
  return { ...task, approval: { ...known, ...change(known) } }
}

function closed(task: Task, event: Extract<TaskEvent, { type: 'TaskCompleted' | 'TaskCancelled' }>): Task {
  const status = event.type === 'TaskCompleted' ? 'done' : 'cancelled'
  // Nobody has to find another receiver for what is cancelled, not after a reopening either.
  const { declined, ...known } = task
  const stays = declined === undefined || status === 'cancelled' ? {} : { declined }
  const next = { ...known, ...stays, status, ready: false, closedBy: event.by } as const
  // What was finished and turns out not to be planned was closed before: nobody waits for it any less.
  if (isClosed(task)) return next
  return owePropagation({ ...next, changed: task.version, closedAt: event.at })
}

// A fact that came late, or came last, changes who closed a task that stays closed: order of arrival must not tell.
function credited(task: Task): Task {
  const closer = isClosed(task) ? closerOf(task) : undefined
  return closer === undefined ? task : { ...task, closedBy: closer }
}

// What stands in the way of a reopened task stands there anew: people hear of it again.
function reopened(task: Task, event: Extract<TaskEvent, { type: 'TaskReopened' }>): Task {
  const { closedAt: _, ...rest } = withoutOver(task)
  const impediments = Object.fromEntries(
    Object.entries(task.impediments).map(([source, impediment]) => [source, { ...impediment, since: task.version }]),
  )
  const next = { ...rest, impediments, status: event.status, ready: false, changed: task.version, closedBy: event.by }
  return owePropagation(next)
}

function owePropagation(task: Task): Task {
  return { ...task, owed: { ...task.owed, propagation: task.version } }
}

function oweNotice(task: Task): Task {
  return { ...task, owed: { ...task.owed, notice: task.version } }
}

/** The resources with those added that are not old news; `known` itself when all of them are. */
export function withResources(
  known: Readonly<Record<string, Resource>>,
  added: readonly Resource[],
): Readonly<Record<string, Resource>> {
  let resources = known
  for (const resource of added)
    resources = withFact(resources, resourceKey(resource), resource, MAX_RESOURCES, { bytes: MAX_RESOURCE_BYTES })
  return resources
}

function without<K extends string, V>(record: Readonly<Record<K, V>>, key: K): Readonly<Record<K, V>> {
  const { [key]: _, ...rest } = record
  return rest as Readonly<Record<K, V>>
}
