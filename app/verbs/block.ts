import { ok } from '../result.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import { onlyOptions, taskAndText } from './arguments.ts'
import { order } from './order.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** UTF-16 units. */
export const MAX_REASON = 500

/** The source of what a person put in the way; each person lifts only their own. */
export function sourceOf(person: PersonId): string {
  return `person:${person}`
}

/** Puts something in the way of a task that is no task itself. */
export const block: Verb<{ readonly id: TaskId; readonly reason: string }> = {
  name: 'block',
  group: 'Do your work',
  action: 'task.block',
  usage: 'block ID "reason"',
  summary: 'Say what stands in the way of a task, other than a task; its assignee hears of it',
  examples: ['block UAPI-2 "no access to the staging database"'],
  form: { id: 'task.block', about: 'task' },
  aliases: ['stuck'],
  isPlain: true,
  parse(line) {
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    const read = taskAndText(line, 'the reason', MAX_REASON)
    return read.ok ? ok({ id: read.value.id, reason: read.value.text }) : read
  },
  async act({ id, reason }, context, { log }) {
    const source = sourceOf(context.person.id)
    const accepted = await order(context, log, id, 'task.block', { type: 'RaiseImpediment', source, reason })
    if (!accepted.ok) return refusalReply(accepted.error)
    return replyOf([
      `*${id}* ${plain(accepted.value.task.title)} is blocked: ${plain(reason, MAX_REASON)}. Its assignee hears of it from me, if that is not you.`,
      `When it is over: ${command(`unblock ${id}`)}`,
    ])
  },
}
