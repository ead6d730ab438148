import { order } from '../../verbs/order.ts'
import { passed } from '../../verbs/seen-notice.ts'
import { command } from '../../verbs/words/markup.ts'
import { offer } from '../../verbs/words/offer.ts'
import { refusalReply } from '../../verbs/words/refusal-reply.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import { inSlack } from '../messages/in-slack.ts'
import type { ActionOutcome, ButtonAction } from './action.ts'

/**
 * Starts the task of a message. Like the verb, but a click on a message that is no longer true starts nothing: whoever
 * clicks acts on what the message said. What was begun shows on every message of the task by itself (`TaskStarted`); a message
 * that offered what cannot be done was not up to date, and is rendered anew.
 */
export const startButton: ButtonAction = {
  id: 'task.start',
  action: 'task.start',
  reads: false,
  async act({ task, notice }, context, { log }): Promise<ActionOutcome> {
    const refresh = notice === undefined ? {} : { refresh: { task, notice } }
    const accepted = await order(context, log, task, 'task.start', { type: 'StartTask' }, (seen) =>
      passed(seen, notice),
    )
    if (!accepted.ok) {
      const { kind } = accepted.error
      const outdated = kind === 'already' || kind === 'not-ready' || kind === 'turn-passed'
      return { reply: inSlack(refusalReply(accepted.error)), ...(outdated ? refresh : {}) }
    }
    // The message itself shows that it has begun; without one there has to be an answer.
    if (notice !== undefined) return {}
    return {
      reply: inSlack(
        replyOf(
          [`*${task}* is in progress now.`, `When it is finished: ${command(`done ${task}`)}`],
          [offer('task.done', task), offer('task.block', task)],
        ),
      ),
    }
  },
}
