import type { Actor } from './actor.ts'
import type { ApprovalRequest } from './approval.ts'
import type { CheckFact, DeploymentFact, PullFact } from './external.ts'
import type { PersonId, ProjectKey, TaskId } from './ids.ts'
import type { AssignmentWord, IssueFacts } from './issue.ts'
import type { Notice, NoticeId } from './notice.ts'
import type { Phase } from './phase.ts'
import type { Decline, HandoffReceipt, Question } from './receipt.ts'
import type { Resource } from './resource.ts'
import type { ReviewFact } from './review.ts'
import type { Workspace } from './workspace.ts'

export type TaskStatus = 'open' | 'in_progress' | 'in_review' | 'done' | 'cancelled'

/** What a person last said of the task; facts from outside are weighed against it in `status.ts`. */
export type Declared = {
  readonly status: 'open' | 'in_progress' | 'done' | 'cancelled'
  readonly by: Actor
  readonly ordinal: number
  /** Why it was reopened, if that was said. */
  readonly reason?: string
}

/** When a task counts as done. None given: `merged` once a pull request names it, else `manual`. */
export type Gate =
  | { readonly kind: 'manual' }
  | { readonly kind: 'merged' }
  | { readonly kind: 'checks'; readonly names: readonly string[] }
  | { readonly kind: 'deployed'; readonly environment: string }
  | { readonly kind: 'approved'; readonly roles: readonly string[]; readonly quorum: number }

/** What one blocker last said; `at` is the blocker's version when it last opened or closed. */
export type BlockerState = { readonly open: boolean; readonly at: number }

/** Something other than a task that stands in the way. Each source clears only its own. */
export type Impediment = {
  readonly reason: string
  readonly by: Actor
  /** The task's version that raised it: a later one from the same source is a new impediment. */
  readonly since: number
  readonly url?: string
}

/** A GitHub issue that follows the task. */
export type IssueRef = {
  readonly repository: string
  readonly number: number
  /** GitHub's id of the repository; unknown for tasks that were made before issues were followed. */
  readonly repositoryId?: number
  /** The task was made of it: its title and phase are the issue's. */
  readonly imported?: true
  /** `owner/repo#9`: where it was moved to, if that is out of our sight. */
  readonly movedTo?: string
}

/** What the last writes still have to lead to; the value is the version that set it. */
export type Owed = { readonly propagation?: number; readonly notice?: number }

/** A command that was accepted before, and what came of it. */
export type Cause = { readonly id: string; readonly version: number; readonly events: readonly string[] }

export type Task = {
  readonly workspace: Workspace
  readonly id: TaskId
  readonly project: ProjectKey
  readonly title: string
  readonly phase: Phase
  readonly createdBy: Actor
  /** ISO 8601. */
  readonly createdAt: string
  readonly issue?: IssueRef
  /** What was heard of that issue. */
  readonly issueFacts?: IssueFacts
  /** Who a person last gave the task to here, of a task that follows an issue. */
  readonly assigned?: AssignmentWord
  /** Where the task was born, as an address of the web: the message that somebody made a task of. */
  readonly origin?: string
  readonly gates: readonly Gate[]
  /** Checks whose failure stands in the way; empty means every check of the pull request's head. */
  readonly requiredChecks: readonly string[]

  readonly declared: Declared
  /** Subjects whose facts up to this ordinal a person has overruled by reopening. */
  readonly overruled: Readonly<Record<string, number>>
  readonly pulls: Readonly<Record<string, PullFact>>
  readonly checks: Readonly<Record<string, CheckFact>>
  readonly deployments: Readonly<Record<string, DeploymentFact>>
  /** What was heard of reviews. */
  readonly reviews?: Readonly<Record<string, ReviewFact>>
  readonly resources: Readonly<Record<string, Resource>>

  /** Derived by `statusOf` and stored with every change. */
  readonly status: TaskStatus
  readonly blockers: Readonly<Record<TaskId, BlockerState>>
  readonly impediments: Readonly<Record<string, Impediment>>
  readonly assignee?: PersonId

  /** Derived by `readiness` and stored with every change. */
  readonly ready: boolean
  /** Counts entries into ready. */
  readonly readiness: number
  /** Counts assignments. */
  readonly assignment: number
  /** A turn that nobody is told of: the task was ready when it came in with many others. */
  readonly quiet?: { readonly readiness: number; readonly assignment: number }
  /** Who moved the last turn: that person is not told about it. */
  readonly turnBy?: Actor
  /** When the last turn moved: from then on its receiver waits to hear of it. ISO 8601. */
  readonly turnAt?: string
  readonly closedBy?: Actor
  readonly closedAt?: string
  /** The version at which the task last opened or closed. */
  readonly changed: number
  /** Every notice written for the task, until it is edited or cancelled. */
  readonly notices: Readonly<Record<NoticeId, Notice>>

  /** What was last asked for approval, decided or not. */
  readonly approval?: ApprovalRequest
  /** The last hand-off that its receiver accepted. */
  readonly receipt?: HandoffReceipt
  /** By the version that asked. */
  readonly questions?: Readonly<Record<string, Question>>
  /** The last hand-off that its receiver gave back. */
  readonly declined?: Decline

  readonly owed: Owed
  readonly causes: readonly Cause[]
  /** Rises by one with every write. */
  readonly version: number
}

export const MAX_TITLE = 200
export const MAX_BLOCKERS = 100
/** Blockers that a new task may bring along: they share one transaction with it. */
export const MAX_BLOCKERS_AT_CREATION = 48
export const MAX_IMPEDIMENTS = 50
export const MAX_CAUSES = 32

/** Done and cancelled tasks are closed: nobody waits for them. */
export function isClosed(task: Pick<Task, 'status'>): boolean {
  return task.status === 'done' || task.status === 'cancelled'
}

/** The blockers that are still open, in the order in which they were added. */
export function openBlockers(task: Pick<Task, 'blockers'>): TaskId[] {
  return blockerIds(task).filter((id) => task.blockers[id]!.open)
}

/** All blockers of a task. */
export function blockerIds(task: Pick<Task, 'blockers'>): TaskId[] {
  return Object.keys(task.blockers) as TaskId[]
}
