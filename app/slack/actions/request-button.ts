import { request } from '../../verbs/request.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ButtonAction } from './action.ts'

/** Asks for the approval that a task lacks. */
export const requestButton: ButtonAction = {
  id: 'approval.request',
  action: 'approval.request',
  reads: false,
  wants: { projects: true },
  act: async ({ task }, context, ports) => ({ reply: inSlack(await request.act({ id: task }, context, ports)) }),
}
