import type { TaskId } from './ids.ts'
import type { Reason } from './readiness.ts'
import type { UnmetGate } from './status.ts'
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
  | { readonly kind: 'invalid'; readonly what: string; readonly hint: string }
  /** A notice whose turn has passed: nobody is told, nothing is wrong. */
  | { readonly kind: 'turn-passed'; readonly task: TaskId }
