import { display } from '../../verbs/show.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ButtonAction } from './action.ts'

/** Shows all that is known of the task of a message. */
export const showButton: ButtonAction = {
  id: 'task.show',
  action: 'task.view',
  reads: true,
  answers: 'later',
  act: async ({ task }, context, ports) => ({ reply: inSlack(await display(task, context, ports)) }),
}
