import { order } from '../commands/order.ts'
import { command } from '../messages/markup.ts'
import { refusalReply } from '../messages/refusal-reply.ts'
import { replyOf } from '../messages/reply.ts'
import type { ActionOutcome, ButtonAction } from './action.ts'
import { passed } from './seen-notice.ts'

/** Says that the hand-off of a message arrived. The message itself shows it. */
export const gotButton: ButtonAction = {
  id: 'handoff.got',
  action: 'handoff.answer',
  reads: false,
  async act({ task, notice }, context, { log }): Promise<ActionOutcome> {
    const accepted = await order(context, log, task, 'handoff.answer', { type: 'AcceptHandoff' }, (seen) =>
      passed(seen, notice),
    )
    if (!accepted.ok) {
      const refresh = notice === undefined ? {} : { refresh: { task, notice } }
      return { reply: refusalReply(accepted.error), ...refresh }
    }
    if (notice !== undefined) return {}
    return { reply: replyOf([`Good: *${task}* is received.`, `When you begin: ${command(`start ${task}`)}`]) }
  },
}
