import type { Refusal } from '../projects/refusal.ts'
import { isStale, type NoticeId } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'

/**
 * Refuses a click on a message that is no longer true: whoever clicks acts on what the message said. Buttons that stand on
 * no notice (of an answer, of the Home tab) act on the task as it is.
 */
export function passed(task: Task, notice: NoticeId | undefined): Refusal | undefined {
  if (notice === undefined) return undefined
  const written = task.notices[notice]
  return written === undefined || isStale(written.subject, task) ? { kind: 'turn-passed', task: task.id } : undefined
}
