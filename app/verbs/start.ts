import type { TaskId } from '../tasks/ids.ts'
import { onlyTask } from './arguments.ts'
import { order } from './order.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { offer } from './words/offer.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** Says that work on a task has begun. */
export const start: Verb<{ readonly id: TaskId }> = {
  name: 'start',
  group: 'Do your work',
  action: 'task.start',
  usage: 'start ID',
  summary: 'Say that you have begun a task',
  examples: ['start UAPI-2'],
  aliases: ['begin'],
  isPlain: true,
  parse: onlyTask,
  async act({ id }, context, { log }) {
    const accepted = await order(context, log, id, 'task.start', { type: 'StartTask' })
    if (!accepted.ok) return refusalReply(accepted.error)
    return replyOf(
      [
        `*${id}* ${plain(accepted.value.task.title)} is in progress now.`,
        `When it is finished: ${command(`done ${id}`)}`,
      ],
      [offer('task.done', id), offer('task.block', id)],
    )
  },
}
