import type { Actor } from './actor.ts'
import type { ApprovalRequest, Outcome, Vote } from './approval.ts'
import type { CheckFact, DeploymentFact, PullFact } from './external.ts'
import type { PersonId, TaskId } from './ids.ts'
import type { IssueFacts } from './issue.ts'
import type { Notice, NoticeId } from './notice.ts'
import type { Phase } from './phase.ts'
import type { Reason } from './readiness.ts'
import type { Decline, HandoffReceipt, Question } from './receipt.ts'
import type { Resource } from './resource.ts'
import type { ReviewFact } from './review.ts'
import type { Declared, IssueRef, TaskStatus } from './task.ts'

type Happened = { readonly by: Actor; readonly at: string }

/** What was said or recorded: each carries just what `evolve` needs. */
export type RecordedEvent = Happened &
  (
    | { readonly type: 'TaskCreated'; readonly title: string; readonly phase: Phase; readonly assignee?: PersonId }
    | {
        readonly type: 'StatusDeclared'
        readonly declared: Declared
        readonly overruled?: Readonly<Record<string, number>>
      }
    | { readonly type: 'ResourcesRecorded'; readonly resources: readonly Resource[] }
    | {
        readonly type: 'TaskReassigned'
        readonly from?: PersonId
        readonly to?: PersonId
        /** It followed from the issue's assignees. */
        readonly issue?: true
      }
    | { readonly type: 'ImpedimentRaised'; readonly source: string; readonly reason: string; readonly url?: string }
    | { readonly type: 'ImpedimentCleared'; readonly source: string }
    | { readonly type: 'PullRecorded'; readonly subject: string; readonly pull: PullFact }
    | { readonly type: 'CheckRecorded'; readonly subject: string; readonly check: CheckFact }
    | { readonly type: 'ReviewRecorded'; readonly review: ReviewFact }
    | { readonly type: 'DeploymentRecorded'; readonly subject: string; readonly deployment: DeploymentFact }
    | {
        readonly type: 'IssueRecorded'
        readonly facts: IssueFacts
        /** The issue itself, where it was moved. */
        readonly issue?: IssueRef
      }
    | { readonly type: 'BlockerAdded'; readonly blocker: TaskId; readonly open: boolean; readonly changed: number }
    | { readonly type: 'BlockerRemoved'; readonly blocker: TaskId }
    | { readonly type: 'BlockerSettled'; readonly blocker: TaskId; readonly open: boolean; readonly changed: number }
    | { readonly type: 'HandoffWritten'; readonly notice: Notice }
    | { readonly type: 'HandoffSuppressed'; readonly notice: Notice }
    | { readonly type: 'BlockNoticeWritten'; readonly notice: Notice }
    | { readonly type: 'BlockNoticeSuppressed'; readonly notice: Notice }
    | { readonly type: 'MessageWritten'; readonly notice: Notice }
    | { readonly type: 'MessageSuppressed'; readonly notice: Notice }
    | { readonly type: 'NoticeForgotten'; readonly notice: NoticeId }
    | { readonly type: 'HandoffAccepted'; readonly receipt: HandoffReceipt }
    | { readonly type: 'QuestionAsked'; readonly question: Question }
    | { readonly type: 'HandoffDeclined'; readonly decline: Omit<Decline, 'since' | 'assignment'> }
    /** Nobody answered in time; `nudges` counts the steps so far. */
    | { readonly type: 'HandoffUnanswered'; readonly notice: NoticeId; readonly nudges: number }
    | { readonly type: 'ApprovalRequested'; readonly request: Omit<ApprovalRequest, 'since'> }
    | { readonly type: 'ApprovalVoted'; readonly request: number; readonly vote: Vote }
    | { readonly type: 'ApprovalReminded'; readonly request: number }
    | { readonly type: 'ApprovalSettled'; readonly request: number; readonly outcome: Outcome }
  )

/** What followed from it for the task as a whole. */
export type DerivedEvent = Happened &
  (
    | { readonly type: 'TaskStarted' }
    | { readonly type: 'ReviewStarted' }
    | { readonly type: 'TaskReturned' }
    | { readonly type: 'TaskCompleted'; readonly status: 'done'; readonly hasBlockers: boolean }
    | { readonly type: 'TaskCancelled' }
    | { readonly type: 'TaskReopened'; readonly status: TaskStatus }
    | { readonly type: 'TaskReady'; readonly readiness: number }
    | { readonly type: 'TaskUnready'; readonly reasons: readonly Reason[] }
    | { readonly type: 'TaskBlocked'; readonly sources: readonly string[] }
    | { readonly type: 'TaskUnblocked'; readonly sources: readonly string[] }
  )

export type TaskEvent = RecordedEvent | DerivedEvent
export type TaskEventType = TaskEvent['type']
