import type { Named, NoticeContent } from '../handoffs/content.ts'
import type { Lack } from '../projects/contract.ts'
import type { PreferredChannel } from '../projects/preferences.ts'
import type { ConnectedRepository } from '../projects/project.ts'
import type { PullFact } from '../tasks/external.ts'
import type { UnmetGate } from '../tasks/gates.ts'
import type { ProjectKey, TaskId } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import type { StandingReview } from '../tasks/review.ts'
import type { Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Sent } from './channel.ts'
import type { Pace } from './ledger.ts'

/**
 * Statements: what stands on GitHub for everybody to read, and is kept true there. The check run on the head of a pull
 * request says what merging will do; one comment on the issue of a task says how the task stands.
 */
export type StatementRef =
  | { readonly kind: 'pull'; readonly workspace: Workspace; readonly repository: number; readonly number: number }
  | { readonly kind: 'task'; readonly workspace: Workspace; readonly task: TaskId }

/** Look whether a statement is still true, and make it so. The same order again, or a later one first, ends the same. */
export type StatementOrder = StatementRef & {
  /** The slot that was reserved for it already. Epoch milliseconds. */
  readonly slot?: number
  /** To be written though its words are the same: somebody asked GitHub to run the check again. */
  readonly again?: true
}

/** What was said last: its id at GitHub, a hash of the words, and for a check run the commit that it stands on. */
export type Posted = { readonly id: string; readonly hash: string; readonly sha?: string }

/** How a statement stands. Times are epoch milliseconds. */
export type StatementState = {
  readonly posted?: Posted
  /** An attempt went unanswered and may be accepted until then: what it may have left is looked up before anything else. */
  readonly doubtUntil?: number
  /** Attempts in a row that did not go through. */
  readonly failed?: number
  /** Somebody took the comment away: it is not written again. */
  readonly removed?: true
}

/** What was last said where, and who is at it. One row a statement. */
export type Statements = {
  find(ref: StatementRef): Promise<StatementState | undefined>
  /**
   * Puts an order down, and claims the statement until `leaseUntil` unless somebody else has it now; `busy`: they will see
   * the order, since it was put down before they let go.
   */
  claim(ref: StatementRef, now: number, leaseUntil: number): Promise<Claim | 'busy'>
  /**
   * Lets go and keeps what came of it, if the claim is still ours. `more`: other orders were put down since the claim. `lost`:
   * it is not ours any more, or was let go already by a call whose answer was lost.
   */
  letGo(ref: StatementRef, claim: Claim, next: StatementState): Promise<'done' | 'more' | 'lost'>
}
/** `holder`: the number of the order that has it; `asked`: how many orders there were by then. */
export type Claim = {
  readonly holder: number
  readonly asked: number
  readonly leaseUntil: number
  readonly state: StatementState
}

/** A task that a pull request names, and what merging does to it. */
export type PulledTask = {
  readonly id: TaskId
  readonly title: string
  readonly phase: Phase
  /** As it stands now. */
  readonly status: Task['status']
  /** As it would stand once this is merged. */
  readonly afterwards: Task['status']
  /** What it would still need to count as done; empty though it is not done: a person's word. */
  readonly needs: readonly UnmetGate[]
  /** Its approval: to be asked for, or asked for and not decided. */
  readonly approval?: 'to-ask' | 'pending'
  /** What those who wait for it need, and it would not hand on. */
  readonly lacks: readonly Lack[]
}

/** Somebody who will be told, and where. `title`: of a task of the same project; of others only the id is said. */
export type ToldSoon = {
  readonly task: TaskId
  readonly title?: string
  readonly to?: Named
  /** Nothing: there is nowhere to say it. */
  readonly by?: PreferredChannel
  /** In the channel of their team: nobody in particular. */
  readonly isTeam: boolean
}

/** All that the check run of a pull request says. */
export type PullTruth = {
  readonly kind: 'pull'
  readonly repository: ConnectedRepository
  readonly number: number
  readonly sha: string
  /**
   * `unnamed`: it names no task. `asked`: nor does it, is open, and its project wants it to. `taking-back`: the same of one that
   * takes back another, and so needs none of its own.
   */
  readonly state: Exclude<PullFact['state'], 'unlinked'> | 'unnamed' | 'asked' | 'taking-back'
  /** Number of the one that it takes back. */
  readonly takesBack?: number
  /** Of its repository. */
  readonly project: ProjectKey
  readonly tasks: readonly PulledTask[]
  /** How its reviews stand, while it is open. */
  readonly reviews: readonly Pick<StandingReview, 'state' | 'login' | 'isTeam'>[]
  readonly told: readonly ToldSoon[]
  /** Tasks that wait for one of them, and would wait on: for what, by ids. */
  readonly waiting: readonly { readonly task: TaskId; readonly for: readonly TaskId[]; readonly isBlocked: boolean }[]
  /** Tasks that would move too, and were not looked into. */
  readonly beyond: number
}

/** Somebody or something that a task waits for. */
export type AwaitedTask = {
  readonly id: TaskId
  readonly title?: string
  readonly status: Task['status']
  readonly with?: string
}

/** All that the comment about a task says. */
export type TaskTruth = {
  readonly kind: 'task'
  readonly repository: ConnectedRepository
  readonly issue: number
  readonly task: Task
  /** Who has it, who finished it: by name. */
  readonly assignee?: string
  readonly closer?: string
  readonly awaited: readonly AwaitedTask[]
  readonly needs: readonly UnmetGate[]
  /** The hand-off that stands; without words where its receiver did the last step and was told nothing. */
  readonly handoff?: HandedOn
}

/** What a hand-off tells beside its headline. */
export type HandedOn = Pick<NoticeContent, 'words' | 'facts' | 'finished' | 'notGiven'>

export type Truth = PullTruth | TaskTruth

/** `removed`: somebody has taken away what stood there. */
export type Stated =
  | { readonly outcome: 'stated'; readonly id: string }
  | { readonly outcome: 'removed'; readonly why: string }
  | Exclude<Sent, { readonly outcome: 'sent' }>

/** Says statements on GitHub. Never tries again by itself. */
export type Publisher = {
  /** What all writes of one installation share. */
  pace(truth: Truth): Pace
  /** All that would be said, as one text: the same text need not be said again. */
  words(truth: Truth): string
  /** Says it in the place of `posted`, or for the first time. `doubtful`: what an earlier attempt left is looked up. */
  state(truth: Truth, posted: Posted | undefined, doubtful: boolean): Promise<Stated>
}

/** Has the order seen again not before `at`, however far that is. */
export type StateLater = (order: StatementOrder, at: number) => Promise<void>
