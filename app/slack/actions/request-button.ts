import { request } from '../commands/request.ts'
import type { ButtonAction } from './action.ts'

/** Asks for the approval that a task lacks. */
export const requestButton: ButtonAction = {
  id: 'approval.request',
  action: 'approval.request',
  reads: false,
  wants: { projects: true },
  act: async ({ task }, context, ports) => ({ reply: await request.act({ id: task }, context, ports) }),
}
