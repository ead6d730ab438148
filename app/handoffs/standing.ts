import type { Actor } from '../tasks/actor.ts'
import { isStale, type NoticeSubject } from '../tasks/notice.ts'
import { type Reason, readiness } from '../tasks/readiness.ts'
import type { Task } from '../tasks/task.ts'

/** What is true of a notice now. Every message, and every edit of one, is rendered from its content and this. */
export type Standing =
  | { readonly state: 'current' }
  | { readonly state: 'started'; readonly by: Actor }
  | { readonly state: 'finished' }
  /** A hand-off whose task waits again. */
  | { readonly state: 'on-hold'; readonly reasons: readonly Reason[] }
  | { readonly state: 'reassigned' }
  | { readonly state: 'cancelled' }
  /** A block that is lifted. */
  | { readonly state: 'lifted' }
  /** A newer notice about the same task has taken this one's place. */
  | { readonly state: 'superseded' }

/** Works out what is true of a notice from its subject and the present task. */
export function standingOf(subject: NoticeSubject, task: Task): Standing {
  if (task.status === 'cancelled') return { state: 'cancelled' }
  if (subject.assignment !== task.assignment) return { state: 'reassigned' }
  if (subject.kind === 'block') return isStale(subject, task) ? { state: 'lifted' } : { state: 'current' }
  if (task.status === 'open' && !task.ready) return { state: 'on-hold', reasons: readiness(task).reasons }
  if (subject.readiness !== task.readiness) return { state: 'superseded' }
  if (task.status === 'done') return { state: 'finished' }
  if (task.status !== 'open') return { state: 'started', by: task.declared.by }
  return { state: 'current' }
}
