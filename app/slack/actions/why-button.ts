import { explain } from '../commands/why.ts'
import type { ButtonAction } from './action.ts'

/** Says why the task of a message stands as it does. */
export const whyButton: ButtonAction = {
  id: 'task.why',
  reads: true,
  act: async ({ task }, context, ports) => ({ reply: await explain(task, context, ports) }),
}
