import { ok } from '../../result.ts'
import type { TaskId } from '../../tasks/ids.ts'
import { block, MAX_REASON } from '../../verbs/block.ts'
import { textField } from './fields.ts'
import { errorsOf, type Modal } from './modal.ts'
import { textOf } from './readers.ts'
import { taskTitle } from './task-title.ts'

/** Says what stands in the way of a task. */
export const blockTask: Modal<{ readonly id: TaskId; readonly reason: string }> = {
  id: 'task.block',
  verb: block,
  title: 'Report a blocker',
  submit: 'Report it',
  blocks: ({ task, title }, values) => [
    ...taskTitle(task, title, 'Whoever does it hears of it from me, and it is on hold until you say that it is over.'),
    textField(values, {
      id: 'reason',
      label: 'What stands in the way',
      most: MAX_REASON,
      lines: true,
      placeholder: 'No access to the staging database',
    }),
  ],
  read(values, { task }) {
    const reason = textOf(values, 'reason', 'the reason', MAX_REASON)
    if (task === undefined || !reason.ok) return { ok: false, error: errorsOf({ reason }) }
    return ok({ id: task, reason: reason.value })
  },
  fieldOf: ({ kind }) => (kind === 'already-blocked' ? 'reason' : undefined),
}
