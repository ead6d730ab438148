import type { Actor } from './actor.ts'
import type { ApprovalRequest, Verdict } from './approval.ts'
import type { CheckFact, DeploymentFact, PullFact } from './external.ts'
import type { PersonId, TaskId } from './ids.ts'
import type { IssueFacts } from './issue.ts'
import type { NoticeId, WantedNotice } from './notice.ts'
import type { Resource } from './resource.ts'
import type { ReviewFact } from './review.ts'
import type { IssueRef } from './task.ts'

/** What every command brings: who asks, and when (ISO 8601). */
type Asked = { readonly by: Actor; readonly at: string }

/** Orders to one existing task. Creating a task and drawing edges have transactions of their own (`dependencies.ts`). */
export type Command = Asked &
  (
    | { readonly type: 'StartTask' }
    | { readonly type: 'CompleteTask'; readonly resources: readonly Omit<Resource, 'by' | 'ordinal'>[] }
    | { readonly type: 'ReopenTask'; readonly reason?: string }
    | { readonly type: 'CancelTask' }
    | { readonly type: 'AssignTask'; readonly to: PersonId }
    | { readonly type: 'AcceptHandoff' }
    | { readonly type: 'AskQuestion'; readonly text: string }
    | { readonly type: 'DeclineHandoff'; readonly reason: string; readonly to?: PersonId }
    | {
        readonly type: 'RequestApproval'
        /** By role, who may decide; roles that the task's gate does not name are of no concern. */
        readonly approvers: ApprovalRequest['approvers']
        readonly note?: string
        readonly remindAt: string
        readonly expiresAt: string
      }
    | {
        readonly type: 'CastVote'
        readonly verdict: Verdict
        readonly comment?: string
        /** The ids by which the same human was known before: whoever asked, or voted, under one of them is no other person. */
        readonly also?: readonly PersonId[]
      }
    /** Time has passed: whatever is due by `at` happens now. */
    | { readonly type: 'Tick' }
    | { readonly type: 'RaiseImpediment'; readonly source: string; readonly reason: string }
    | { readonly type: 'ClearImpediment'; readonly source: string }
    | {
        readonly type: 'RecordPull'
        readonly subject: string
        readonly pull: PullFact
        readonly resources: readonly Resource[]
      }
    | { readonly type: 'RecordCheck'; readonly subject: string; readonly check: CheckFact }
    | { readonly type: 'RecordReview'; readonly review: ReviewFact }
    | {
        readonly type: 'RecordDeployment'
        readonly subject: string
        readonly deployment: DeploymentFact
        readonly resources: readonly Resource[]
      }
    /** What machines leave for the next person beside all that: previews, outputs, releases. */
    | { readonly type: 'RecordResources'; readonly resources: readonly Resource[] }
    | { readonly type: 'RecordIssue'; readonly facts: IssueFacts; readonly issue?: IssueRef }
    | { readonly type: 'SettleBlocker'; readonly blocker: TaskId; readonly open: boolean; readonly changed: number }
    | { readonly type: 'AddBlocker'; readonly blocker: TaskId; readonly open: boolean; readonly changed: number }
    | { readonly type: 'RemoveBlocker'; readonly blocker: TaskId }
    | { readonly type: 'WriteNotice'; readonly notice: WantedNotice }
    | { readonly type: 'ForgetNotice'; readonly notice: NoticeId }
  )
