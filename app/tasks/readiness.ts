import type { TaskId } from './ids.ts'
import { type Impediment, openBlockers, type Task, type TaskStatus } from './task.ts'

/** Why a task cannot be begun. */
export type Reason =
  | { readonly kind: 'blocker'; readonly task: TaskId }
  | { readonly kind: 'impediment'; readonly source: string; readonly impediment: Impediment }
  | { readonly kind: 'status'; readonly status: Exclude<TaskStatus, 'open'> }

export type Readiness =
  | { readonly ready: true; readonly reasons: readonly [] }
  | { readonly ready: false; readonly reasons: readonly Reason[] }

/**
 * The one predicate: a task is ready when it is open and nothing stands in its way. The engine, `why`, `list` and every
 * message call it; nothing else works readiness out.
 */
export function readiness(task: Pick<Task, 'status' | 'blockers' | 'impediments'>): Readiness {
  const reasons: Reason[] = task.status === 'open' ? [] : [{ kind: 'status', status: task.status }]
  for (const blocker of openBlockers(task)) reasons.push({ kind: 'blocker', task: blocker })
  for (const [source, impediment] of Object.entries(task.impediments)) {
    reasons.push({ kind: 'impediment', source, impediment })
  }
  return reasons.length === 0 ? { ready: true, reasons: [] } : { ready: false, reasons }
}

/** What people are shown: the status, with the derived `waiting`, `ready` and `blocked` in place of a bare `open`. */
export type ShownStatus = Exclude<TaskStatus, 'open'> | 'ready' | 'waiting' | 'blocked'

/** The one word for a task's state. An impediment shows on started tasks too; blockers only before the start. */
export function shownStatus(task: Pick<Task, 'status' | 'blockers' | 'impediments'>): ShownStatus {
  if (task.status === 'done' || task.status === 'cancelled') return task.status
  if (Object.keys(task.impediments).length > 0) return 'blocked'
  if (task.status !== 'open') return task.status
  return openBlockers(task).length > 0 ? 'waiting' : 'ready'
}
