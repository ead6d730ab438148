import type { TaskId } from '../tasks/ids.ts'
import { onlyTask } from './arguments.ts'
import { order } from './order.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** Gives a task up: whoever waits for it does not wait any more. */
export const cancel: Verb<{ readonly id: TaskId }> = {
  name: 'cancel',
  group: 'Plan',
  action: 'task.cancel',
  usage: 'cancel ID',
  summary: 'Give a task up; those who wait for it wait no longer, and hear why',
  examples: ['cancel UAPI-2'],
  isPlain: true,
  parse: onlyTask,
  async act({ id }, context, { log }) {
    const accepted = await order(context, log, id, 'task.cancel', { type: 'CancelTask' })
    if (!accepted.ok) return refusalReply(accepted.error)
    return replyOf([
      `*${id}* ${plain(accepted.value.task.title)} is cancelled. Whoever waited for it waits no longer, and I correct what I told people.`,
      `If that was a mistake: ${command(`reopen ${id}`)}`,
    ])
  },
}
