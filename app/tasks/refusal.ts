import type { ApproverRole, Outcome, Verdict } from './approval.ts'
import type { UnmetGate } from './gates.ts'
import type { ProjectKey, TaskId } from './ids.ts'
import type { Reason } from './readiness.ts'
import type { TaskStatus } from './task.ts'

/** Why a task said no. Data: `projects/refusals.ts` puts it in words for every surface. */
export type TaskRefusal =
  | { readonly kind: 'task-not-found'; readonly task: string }
  | { readonly kind: 'already'; readonly task: TaskId; readonly status: TaskStatus }
  | { readonly kind: 'not-closed'; readonly task: TaskId; readonly status: TaskStatus }
  | { readonly kind: 'not-ready'; readonly task: TaskId; readonly reasons: readonly Reason[]; readonly verb: string }
  /** `byHand`: a person's word is among the gates, so that facts alone will never finish the task. */
  | {
      readonly kind: 'gates-unmet'
      readonly task: TaskId
      readonly unmet: readonly UnmetGate[]
      readonly byHand: boolean
    }
  | { readonly kind: 'already-assigned'; readonly task: TaskId }
  | { readonly kind: 'no-impediment'; readonly task: TaskId; readonly others: readonly string[] }
  | { readonly kind: 'already-blocked'; readonly task: TaskId; readonly reason: string }
  | { readonly kind: 'cycle'; readonly path: readonly TaskId[] }
  | { readonly kind: 'too-many'; readonly what: string; readonly limit: number }
  | { readonly kind: 'graph-too-large'; readonly limit: number }
  | { readonly kind: 'already-waits'; readonly task: TaskId; readonly blocker: TaskId }
  /** Only the one to whom a task is assigned can answer its hand-off. */
  | { readonly kind: 'not-receiver'; readonly task: TaskId }
  | { readonly kind: 'already-received'; readonly task: TaskId }
  | { readonly kind: 'no-approval-gate'; readonly task: TaskId }
  | { readonly kind: 'approval-pending'; readonly task: TaskId }
  /** Nobody, or too few, may decide in these roles. */
  | {
      readonly kind: 'no-approvers'
      readonly task: TaskId
      readonly project: ProjectKey
      readonly roles: readonly ApproverRole[]
      readonly quorum: number
    }
  | { readonly kind: 'no-approval-request'; readonly task: TaskId }
  | { readonly kind: 'approval-decided'; readonly task: TaskId; readonly verdict: Outcome['verdict'] }
  | { readonly kind: 'not-approver'; readonly task: TaskId; readonly roles: readonly ApproverRole[] }
  | { readonly kind: 'already-voted'; readonly task: TaskId; readonly verdict: Verdict }
  /** Nobody approves alone what they asked for themselves. */
  | { readonly kind: 'own-request'; readonly task: TaskId }
  | { readonly kind: 'invalid'; readonly what: string; readonly hint: string }
  /** A notice whose turn has passed: nobody is told, nothing is wrong. */
  | { readonly kind: 'turn-passed'; readonly task: TaskId }
