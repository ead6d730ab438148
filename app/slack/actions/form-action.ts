import type { Action } from '../../projects/permissions.ts'
import type { TaskAct } from '../../verbs/words/offer.ts'
import type { ModalId } from '../callbacks.ts'
import { openedFor } from '../modals/open.ts'
import type { ButtonAction } from './action.ts'

/** A button that opens the form of the same name. */
export function formAction<Id extends ModalId & TaskAct>(id: Id, action: Action): ButtonAction {
  return {
    id,
    action,
    reads: true,
    act: async ({ task, notice }, context, ports) => ({
      reply: await openedFor(
        { form: id, preset: { task, ...(notice === undefined ? {} : { notice }) } },
        context,
        ports,
      ),
    }),
  }
}
