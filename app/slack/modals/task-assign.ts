import { ok } from '../../result.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { Who } from '../../verbs/arguments.ts'
import { assign } from '../../verbs/assign.ts'
import { personField } from './fields.ts'
import type { Modal } from './modal.ts'
import { memberIn } from './readers.ts'
import { taskTitle } from './task-title.ts'

/** Gives a task to somebody else. */
export const reassignTask: Modal<{ readonly id: TaskId; readonly to: Who }> = {
  id: 'task.assign',
  verb: assign,
  title: 'Reassign a task',
  submit: 'Reassign it',
  blocks: ({ task, title }, values) => [
    ...taskTitle(task, title, 'Whoever gets it hears of it from me as soon as it is ready to start.'),
    personField(values, { id: 'to', label: 'Who does it now', placeholder: 'Pick somebody' }),
  ],
  read(values, { task }) {
    const to = memberIn(values, 'to')
    if (to === undefined) return { ok: false, error: { to: 'It lacks the person.' } }
    return task === undefined ? { ok: false, error: {} } : ok({ id: task, to })
  },
  fieldOf: ({ kind }) => (kind === 'person-not-found' || kind === 'already-assigned' ? 'to' : undefined),
}
