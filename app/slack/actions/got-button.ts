import { order } from '../../verbs/order.ts'
import { passed } from '../../verbs/seen-notice.ts'
import { command } from '../../verbs/words/markup.ts'
import { refusalReply } from '../../verbs/words/refusal-reply.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ActionOutcome, ButtonAction } from './action.ts'

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
      return { reply: inSlack(refusalReply(accepted.error)), ...refresh }
    }
    if (notice !== undefined) return {}
    return { reply: inSlack(replyOf([`Good: *${task}* is received.`, `When you begin: ${command(`start ${task}`)}`])) }
  },
}
