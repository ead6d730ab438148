import { display } from '../commands/show.ts'
import type { ButtonAction } from './action.ts'

/** Shows all that is known of the task of a message. */
export const showButton: ButtonAction = {
  id: 'task.show',
  action: 'task.view',
  reads: true,
  answers: 'later',
  act: async ({ task }, context, ports) => ({ reply: await display(task, context, ports) }),
}
