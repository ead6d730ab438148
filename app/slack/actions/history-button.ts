import { past } from '../../verbs/history.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ButtonAction } from './action.ts'

/** Tells what happened to the task of a message: a message says what is true now, and what it said before is here. */
export const historyButton: ButtonAction = {
  id: 'task.history',
  action: 'task.view',
  reads: true,
  answers: 'later',
  act: async ({ task }, context, ports) => ({ reply: inSlack(await past(task, context, ports)) }),
}
