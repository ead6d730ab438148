import type { TaskId } from '../../tasks/ids.ts'
import type { FormId } from '../forms.ts'

/** What can be offered about one task, beside an answer or on a message. */
export const TASK_ACTS = [
  ...(['task.start', 'task.done', 'task.block', 'task.assign', 'task.why', 'task.show', 'task.history'] as const),
  ...(['handoff.got', 'handoff.need', 'handoff.notmine'] as const),
  ...(['approval.approve', 'approval.reject', 'approval.request'] as const),
] as const
export type TaskAct = (typeof TASK_ACTS)[number]

/** A next step that an answer offers: a button where there are buttons, else the command to type. */
export type Offer =
  | { readonly act: TaskAct; readonly task: TaskId }
  /** A form, by what its button says, and how it is called for those who hear one button after the other. */
  | { readonly form: FormId; readonly text: string; readonly spoken: string }
  /** A graph as a picture: of what, as it would be typed behind `graph`, and whether others are there who would see it. */
  | { readonly picture: string; readonly isPublic: boolean }

/** Offers an act on a task. */
export function offer(act: TaskAct, task: TaskId): Offer {
  return { act, task }
}
