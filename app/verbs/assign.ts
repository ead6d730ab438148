import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { atMost, mentionsOf, onlyOptions, taskIn, type Who, whoIn, wrong } from './arguments.ts'
import { order, personHere } from './order.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** Gives a task to somebody. */
export const assign: Verb<{ readonly id: TaskId; readonly to: Who }> = {
  name: 'assign',
  group: 'Plan',
  action: 'task.assign',
  usage: 'assign ID @person|me',
  summary: 'Give a task to somebody, or take it yourself',
  examples: ['assign UAPI-2 me', 'assign UAPI-2 <@U0GAIUS|gaius>'],
  form: { id: 'task.assign', about: 'task' },
  aliases: ['give'],
  isPlain: true,
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const rest = atMost(line, 2)
    if (!rest.ok) return rest
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    if (line.words[1] === undefined) return wrong('it lacks the person: mention somebody with @, or say me')
    const to = whoIn(line.words[1])
    return to.ok ? ok({ id: id.value, to: to.value }) : to
  },
  wants: ({ to }) => ({ people: mentionsOf(to) }),
  async act({ id, to }, context, { log }) {
    const person = personHere(to, context)
    if (!person.ok) return refusalReply(person.error)
    const accepted = await order(context, log, id, 'task.assign', { type: 'AssignTask', to: person.value.id })
    if (!accepted.ok) return refusalReply(accepted.error)
    const title = plain(accepted.value.task.title)
    return person.value.id === context.person.id
      ? replyOf([`*${id}* ${title} is yours now.`, `When you begin: ${command(`start ${id}`)}`])
      : replyOf([
          `*${id}* ${title} is assigned to ${plain(person.value.name, 80)} now. They hear of it from me when it is ready to start; if it is under way by now, tell them yourself.`,
        ])
  },
}
