import { explain } from '../../verbs/why.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ButtonAction } from './action.ts'

/** Says why a message came, and why its task stands as it does. */
export const whyButton: ButtonAction = {
  id: 'task.why',
  action: 'task.view',
  reads: true,
  answers: 'later',
  act: async ({ task, notice }, context, ports) => ({ reply: inSlack(await explain(task, context, ports, notice)) }),
}
