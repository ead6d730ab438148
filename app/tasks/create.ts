import { err, ok, type Result } from '../result.ts'
import type { Actor } from './actor.ts'
import { type Change, changeBy } from './consequences.ts'
import { type PersonId, projectOf, type TaskId } from './ids.ts'
import { assigneeBy, type IssueFacts } from './issue.ts'
import { ordinal } from './ordinal.ts'
import type { Phase } from './phase.ts'
import type { TaskRefusal } from './refusal.ts'
import { type BlockerState, type Gate, type IssueRef, MAX_BLOCKERS_AT_CREATION, MAX_TITLE, type Task } from './task.ts'
import type { Workspace } from './workspace.ts'

/** All that a new task is made of. `blockers` carries each blocker's present state. */
export type NewTask = {
  readonly workspace: Workspace
  readonly id: TaskId
  readonly title: string
  readonly phase: Phase
  /** Of a task with issue facts these say it. */
  readonly assignee?: PersonId
  readonly blockers: Readonly<Record<TaskId, BlockerState>>
  readonly gates: readonly Gate[]
  readonly requiredChecks: readonly string[]
  readonly issue?: IssueRef
  readonly origin?: string
  /** What was heard of its issue before. */
  readonly issueFacts?: IssueFacts
  /** It comes in with many others: if it is ready at once, nobody is told. */
  readonly quietly?: true
  readonly by: Actor
  readonly at: string
}

// Of a task that an issue became, the issue says whose it is until somebody here does.
const NOBODY_YET = { ordinal: -1 } as const

/** The first version of a task; it may be ready at once. */
export function create(wanted: NewTask): Result<Change, TaskRefusal> {
  const title = wanted.title.trim()
  if (title === '') return err({ kind: 'invalid', what: 'the title is empty', hint: 'put it in double quotes' })
  if (title.length > MAX_TITLE) {
    return err({ kind: 'invalid', what: `the title has ${title.length} characters`, hint: `use at most ${MAX_TITLE}` })
  }
  if (Object.keys(wanted.blockers).length > MAX_BLOCKERS_AT_CREATION) {
    return err({ kind: 'too-many', what: 'blockers of a new task', limit: MAX_BLOCKERS_AT_CREATION })
  }
  const { id, phase, issueFacts, by, at } = wanted
  const assignee = issueFacts === undefined ? wanted.assignee : assigneeBy(NOBODY_YET, issueFacts).to
  const blank: Task = {
    workspace: wanted.workspace,
    id,
    project: projectOf(id),
    title,
    phase,
    createdBy: by,
    createdAt: at,
    ...(wanted.issue === undefined ? {} : { issue: wanted.issue }),
    ...(issueFacts === undefined ? {} : { issueFacts, assigned: NOBODY_YET }),
    ...(wanted.origin === undefined ? {} : { origin: wanted.origin }),
    gates: wanted.gates,
    requiredChecks: wanted.requiredChecks,
    declared: { status: 'open', by, ordinal: ordinal(at, 0) },
    overruled: {},
    pulls: {},
    checks: {},
    deployments: {},
    resources: {},
    status: 'open',
    blockers: wanted.blockers,
    impediments: {},
    ...(assignee === undefined ? {} : { assignee }),
    ready: false,
    readiness: 0,
    assignment: 1,
    turnBy: by,
    turnAt: at,
    changed: 1,
    notices: {},
    owed: {},
    causes: [],
    version: 0,
  }
  const created = {
    type: 'TaskCreated',
    title,
    phase,
    ...(assignee === undefined ? {} : { assignee }),
    by,
    at,
  } as const
  const made = changeBy(blank, [created], by, at)
  return ok(wanted.quietly === true && made.task.ready ? { ...made, task: quiet(made.task) } : made)
}

function quiet(task: Task): Task {
  const { notice: _, ...owed } = task.owed
  return { ...task, owed, quiet: { readiness: task.readiness, assignment: task.assignment } }
}
