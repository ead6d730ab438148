import { unreachable } from '../errors.ts'
import type { Preferences } from '../projects/preferences.ts'
import { nextWorkingMoment } from '../projects/working-hours.ts'
import type { NoticeSubject } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'

/** A notice waits: until when (epoch milliseconds), and for what. Decided once, when the notice is written. */
export type Hold =
  | { readonly until: number; readonly because: 'quiet-hours' }
  /** It comes beneath the digest of that day of their calendar: `2026-11-30`. */
  | { readonly until: number; readonly because: 'budget'; readonly day: string }

/** Whether a notice that is written at `at` waits for the working hours of the one it is for. */
export function heldFor(
  subject: NoticeSubject,
  task: Pick<Task, 'status'>,
  preferences: Preferences,
  at: number,
): Hold | undefined {
  if (!preferences.quiet || !mayWait(subject, task)) return undefined
  const until = nextWorkingMoment(at, preferences)
  return until > at ? { until, because: 'quiet-hours' } : undefined
}

// What stops work that somebody has begun is worth a message at night: they may be at it.
function mayWait(subject: NoticeSubject, task: Pick<Task, 'status'>): boolean {
  switch (subject.kind) {
    case 'handoff':
      return true
    case 'block':
      return task.status === 'open'
    case 'nudge':
    case 'withdrawn':
    case 'question':
    case 'declined':
    case 'outcome':
      return true
    // Somebody waits for the decision, and the time for it runs.
    case 'approval':
    case 'reminder':
      return false
    default:
      return unreachable(subject)
  }
}
