import { unreachable } from '../errors.ts'
import { err, ok, type Result } from '../result.ts'
import { ticked } from './alarms.ts'
import { castVote, requestApproval } from './approving.ts'
import type { Command } from './commands.ts'
import { type Change, changeBy } from './consequences.ts'
import { declare } from './declarations.ts'
import type { RecordedEvent } from './events.ts'
import { withResources } from './evolve.ts'
import { MAX_DEPLOYMENTS, MAX_PULLS, withCheck } from './external.ts'
import { namesCheck } from './gates.ts'
import { factsBehind } from './impediments.ts'
import { issueNews } from './issue.ts'
import { mayTell, type NoticeSubject } from './notice.ts'
import { canonical, withFact } from './ordinal.ts'
import { receive } from './receiving.ts'
import type { TaskRefusal } from './refusal.ts'
import type { Resource } from './resource.ts'
import { withReview } from './review.ts'
import { isClosed, MAX_BLOCKERS, MAX_IMPEDIMENTS, type Task } from './task.ts'

type Decided = Result<readonly RecordedEvent[], TaskRefusal>

const NOTHING: Decided = ok([])

/**
 * What a command does to a task: the whole change, or a refusal. Pure and total. No events means that nothing has to be
 * written, because the task already stands as the command wants it (a repeated fact, an old settlement).
 */
export function decide(task: Task, command: Command): Result<Change, TaskRefusal> {
  const decided = recorded(task, command)
  if (!decided.ok) return decided
  if (decided.value.length === 0) return ok({ task, events: [] })
  return ok(changeBy(task, decided.value, command.by, command.at))
}

function recorded(task: Task, command: Command): Decided {
  const { by, at } = command
  switch (command.type) {
    case 'StartTask':
    case 'CompleteTask':
    case 'ReopenTask':
    case 'CancelTask':
      return declare(task, command)
    case 'AssignTask':
      return assign(task, command)
    case 'AcceptHandoff':
    case 'AskQuestion':
    case 'DeclineHandoff':
      return receive(task, command)
    case 'RequestApproval':
      return requestApproval(task, command)
    case 'CastVote':
      return castVote(task, command)
    case 'Tick':
      return ok(ticked(task, at))
    case 'RaiseImpediment':
      return raise(task, command)
    case 'ClearImpediment':
      if (factsBehind(command.source) !== undefined || task.impediments[command.source] === undefined)
        return noImpediment(task)
      return ok([{ type: 'ImpedimentCleared', source: command.source, by, at }])
    case 'RecordPull':
      return recordPull(task, command)
    case 'RecordCheck':
      return recordCheck(task, command)
    case 'RecordReview':
      return recordReview(task, command)
    case 'RecordDeployment':
      return recordDeployment(task, command)
    case 'RecordResources':
      return ok(freshResources(task, command.resources, by, at))
    case 'RecordIssue':
      return recordIssue(task, command)
    case 'SettleBlocker':
      return settle(task, command)
    case 'AddBlocker':
      return addBlocker(task, command)
    case 'RemoveBlocker':
      if (task.blockers[command.blocker] === undefined) return NOTHING
      return ok([{ type: 'BlockerRemoved', blocker: command.blocker, by, at }])
    case 'WriteNotice':
      return write(task, command)
    case 'ForgetNotice':
      if (task.notices[command.notice] === undefined) return NOTHING
      return ok([{ type: 'NoticeForgotten', notice: command.notice, by, at }])
    default:
      return unreachable(command)
  }
}

type Of<T extends Command['type']> = Extract<Command, { type: T }>

function assign(task: Task, { to, by, at }: Of<'AssignTask'>): Decided {
  if (task.assignee === to) return err({ kind: 'already-assigned', task: task.id })
  if (isClosed(task)) return err({ kind: 'already', task: task.id, status: task.status })
  return ok([{ type: 'TaskReassigned', ...(task.assignee === undefined ? {} : { from: task.assignee }), to, by, at }])
}

function raise(task: Task, { source, reason, by, at }: Of<'RaiseImpediment'>): Decided {
  if (isClosed(task)) return err({ kind: 'already', task: task.id, status: task.status })
  const facts = factsBehind(source)
  if (facts !== undefined) {
    return err({
      kind: 'invalid',
      what: `${source} is the name of a ${facts}`,
      hint: `let the ${facts} speak for itself`,
    })
  }
  const known = task.impediments[source]
  if (known?.reason === reason) return err({ kind: 'already-blocked', task: task.id, reason })
  if (known === undefined && Object.keys(task.impediments).length >= MAX_IMPEDIMENTS) {
    return err({ kind: 'too-many', what: 'things in the way of one task', limit: MAX_IMPEDIMENTS })
  }
  return ok([{ type: 'ImpedimentRaised', source, reason, by, at }])
}

function noImpediment(task: Task): Decided {
  const others = Object.entries(task.impediments).map(([source, impediment]) => {
    const facts = factsBehind(source)
    return facts === undefined ? impediment.reason : `${impediment.reason} (${LIFTED_BY[facts]} lifts it)`
  })
  return err({ kind: 'no-impediment', task: task.id, others })
}

const LIFTED_BY = { check: 'a green run', deployment: 'a deployment that goes well' } as const

function recordPull(task: Task, { subject, pull, resources, by, at }: Of<'RecordPull'>): Decided {
  const events: RecordedEvent[] = []
  if (withFact(task.pulls, subject, pull, MAX_PULLS) !== task.pulls) {
    events.push({ type: 'PullRecorded', subject, pull, by, at })
  }
  return ok([...events, ...freshResources(task, resources, by, at)])
}

function recordReview({ reviews = {} }: Task, { review, by, at }: Of<'RecordReview'>): Decided {
  return withReview(reviews, review) === reviews ? NOTHING : ok([{ type: 'ReviewRecorded', review, by, at }])
}

// A workflow says what its jobs have said, unless the task goes by its name.
function recordCheck(task: Task, { subject, check, by, at }: Of<'RecordCheck'>): Decided {
  const isNamed = namesCheck(task)
  if (check.sums === 'workflow' && !isNamed(check.name)) return NOTHING
  if (withCheck(task.checks, subject, check, isNamed) === task.checks) return NOTHING
  return ok([{ type: 'CheckRecorded', subject, check, by, at }])
}

function recordDeployment(task: Task, { subject, deployment, resources, by, at }: Of<'RecordDeployment'>): Decided {
  const isNews = withFact(task.deployments, subject, deployment, MAX_DEPLOYMENTS) !== task.deployments
  const recorded: RecordedEvent[] = isNews ? [{ type: 'DeploymentRecorded', subject, deployment, by, at }] : []
  // Before the deployment: whoever it makes ready is told with them.
  return ok([...freshResources(task, resources, by, at), ...recorded])
}

function freshResources(
  task: Task,
  resources: readonly Resource[],
  by: Command['by'],
  at: string,
): Extract<RecordedEvent, { type: 'ResourcesRecorded' }>[] {
  const fresh = resources.filter((resource) => withResources(task.resources, [resource]) !== task.resources)
  return fresh.length > 0 ? [{ type: 'ResourcesRecorded', resources: fresh, by, at }] : []
}

function recordIssue(task: Task, { facts, issue, by, at }: Of<'RecordIssue'>): Decided {
  const moved = issue !== undefined && canonical(issue) !== canonical(task.issue)
  const news = issueNews(task.issueFacts, facts)
  if (!moved && news === undefined) return NOTHING
  return ok([{ type: 'IssueRecorded', facts: news ?? {}, ...(moved ? { issue } : {}), by, at }])
}

// Applied whatever the task's status. Idempotent: a settlement that is not newer, or of a task nobody waits for any
// more, changes nothing.
function settle(task: Task, { blocker, open, changed, by, at }: Of<'SettleBlocker'>): Decided {
  const known = task.blockers[blocker]
  if (known === undefined || known.at >= changed) return NOTHING
  return ok([{ type: 'BlockerSettled', blocker, open, changed, by, at }])
}

function addBlocker(task: Task, { blocker, open, changed, by, at }: Of<'AddBlocker'>): Decided {
  if (task.blockers[blocker] !== undefined) return err({ kind: 'already-waits', task: task.id, blocker })
  if (blocker === task.id) return err({ kind: 'cycle', path: [task.id, task.id] })
  if (Object.keys(task.blockers).length >= MAX_BLOCKERS) {
    return err({ kind: 'too-many', what: 'blockers of one task', limit: MAX_BLOCKERS })
  }
  return ok([{ type: 'BlockerAdded', blocker, open, changed, by, at }])
}

function write(task: Task, { notice, by, at }: Of<'WriteNotice'>): Decided {
  if (!mayTell(notice.subject, task)) return err({ kind: 'turn-passed', task: task.id })
  if (task.notices[notice.id] !== undefined) return NOTHING
  return ok([
    {
      type: `${WRITTEN[notice.subject.kind] ?? 'Message'}${notice.suppressed ? 'Suppressed' : 'Written'}`,
      notice,
      by,
      at,
    },
  ])
}

const WRITTEN: Readonly<Partial<Record<NoticeSubject['kind'], 'Handoff' | 'BlockNotice'>>> = {
  handoff: 'Handoff',
  block: 'BlockNotice',
}
