import { ok } from '../../result.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { NoticeId } from '../../tasks/notice.ts'
import { MAX_REMARK } from '../../tasks/receipt.ts'
import { passed } from '../actions/seen-notice.ts'
import { command, plain } from '../messages/markup.ts'
import { refusalReply } from '../messages/refusal-reply.ts'
import { replyOf } from '../messages/reply.ts'
import { atMost, onlyOptions, taskIn, textIn } from './arguments.ts'
import { order } from './order.ts'
import type { Verb } from './verb.ts'

/** `notice`: the message on which it is asked. */
export type NeedArguments = { readonly id: TaskId; readonly text: string; readonly notice?: NoticeId }

/** Asks for what a hand-off lacks. */
export const need: Verb<NeedArguments> = {
  name: 'need',
  group: 'Do your work',
  action: 'handoff.answer',
  usage: 'need ID "what is missing"',
  summary: 'Ask for what a hand-off lacks; it goes to the one who finished the work before, and you both can talk',
  examples: ['need UAPI-2 "which region is the table in?"'],
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const rest = atMost(line, 2)
    if (!rest.ok) return rest
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    const text = textIn(line.words[1], 'what is missing', MAX_REMARK)
    return text.ok ? ok({ id: id.value, text: text.value }) : text
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
