import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import { MAX_REMARK } from '../tasks/receipt.ts'
import { mentionsOf, onlyOptions, option, taskAndText, type Who, whoIn } from './arguments.ts'
import { order, personHere } from './order.ts'
import { passed } from './seen-notice.ts'
import type { Verb } from './verb.ts'
import { plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** `notice`: the message on which it is given back. */
export type NotmineArguments = {
  readonly id: TaskId
  readonly reason: string
  readonly to?: Who
  readonly notice?: NoticeId
}

/** Gives a hand-off back, or on to the one whose work it is. */
export const notmine: Verb<NotmineArguments> = {
  name: 'notmine',
  group: 'Do your work',
  action: 'handoff.answer',
  usage: 'notmine ID "why" [to:@person]',
  summary: 'Give a hand-off back, or on to the one whose work it is; the lead hears of it',
  form: { id: 'handoff.notmine', about: 'task' },
  examples: ['notmine UAPI-2 "this is frontend work"', 'notmine UAPI-2 "Fern does these" to:<@U0FERN|fern>'],
  parse(line) {
    const options = onlyOptions(line, ['to'])
    if (!options.ok) return options
    const read = taskAndText(line, 'the reason', MAX_REMARK)
    if (!read.ok) return read
    const { id, text: reason } = read.value
    const given = option(line, 'to')
    if (given === undefined) return ok({ id, reason })
    const to = whoIn(given)
    return to.ok ? ok({ id, reason, to: to.value }) : to
  },
  wants: ({ to }) => ({ people: mentionsOf(to) }),
  async act({ id, reason, to, notice }, context, { log }) {
    const person = to === undefined ? undefined : personHere(to, context)
    if (person?.ok === false) return refusalReply(person.error)
    const passedOn = person === undefined ? {} : { to: person.value.id }
    const decline = { type: 'DeclineHandoff', reason, ...passedOn } as const
    const accepted = await order(context, log, id, 'handoff.answer', decline, (seen) => passed(seen, notice))
    if (!accepted.ok) return refusalReply(accepted.error)
    const whose = person === undefined ? 'nobody has it now' : `${plain(person.value.name, 80)} has it now`
    return replyOf([
      `*${id}* ${plain(accepted.value.task.title)} is not yours any more: ${whose}.`,
      `The lead hears of it, or the team's channel where there is none, with your reason: ${plain(reason, MAX_REMARK)}`,
    ])
  },
}
