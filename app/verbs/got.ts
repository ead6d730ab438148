import type { TaskId } from '../tasks/ids.ts'
import { onlyTask } from './arguments.ts'
import { order } from './order.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** Says that a hand-off arrived. */
export const got: Verb<{ readonly id: TaskId }> = {
  name: 'got',
  group: 'Do your work',
  action: 'handoff.answer',
  usage: 'got ID',
  summary: 'Say that a hand-off reached you and that you will do it; the one who handed it on sees it',
  examples: ['got UAPI-2'],
  isPlain: true,
  parse: onlyTask,
  async act({ id }, context, { log }) {
    const accepted = await order(context, log, id, 'handoff.answer', { type: 'AcceptHandoff' })
    if (!accepted.ok) return refusalReply(accepted.error)
    return replyOf([
      `Good: *${id}* ${plain(accepted.value.task.title)} is received. Should it be taken back, I tell you.`,
      `When you begin: ${command(`start ${id}`)}`,
    ])
  },
}
