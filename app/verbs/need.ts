import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import { MAX_REMARK } from '../tasks/receipt.ts'
import { onlyOptions, taskAndText } from './arguments.ts'
import { order } from './order.ts'
import { passed } from './seen-notice.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** `notice`: the message on which it is asked. */
export type NeedArguments = { readonly id: TaskId; readonly text: string; readonly notice?: NoticeId }

/** Asks for what a hand-off lacks. */
export const need: Verb<NeedArguments> = {
  name: 'need',
  group: 'Do your work',
  action: 'handoff.answer',
  usage: 'need ID "what is missing"',
  summary: 'Ask for what a hand-off lacks; it goes to the one who finished the work before, and you both can talk',
  form: { id: 'handoff.need', about: 'task' },
  examples: ['need UAPI-2 "which region is the table in?"'],
  parse(line) {
    const options = onlyOptions(line, [])
    return options.ok ? taskAndText(line, 'what is missing', MAX_REMARK) : options
  },
  async act({ id, text, notice }, context, { log }) {
    const accepted = await order(context, log, id, 'handoff.answer', { type: 'AskQuestion', text }, (seen) =>
      passed(seen, notice),
    )
    if (!accepted.ok) return refusalReply(accepted.error)
    return replyOf([
      `I am asking, about *${id}*: ${plain(text, MAX_REMARK)}`,
      'It goes to the one who finished the work before (else to the lead), in a conversation with you both.',
      `If it keeps you from beginning: ${command(`block ${id} "reason"`)}`,
    ])
  },
}
