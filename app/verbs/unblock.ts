import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { atMost, mentionsOf, onlyOptions, option, taskIn, type Who, whoIn } from './arguments.ts'
import { sourceOf } from './block.ts'
import { order, personFor } from './order.ts'
import type { Verb } from './verb.ts'
import { command, plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

/** Takes away what a person put in the way of a task. */
export const unblock: Verb<{ readonly id: TaskId; readonly from?: Who }> = {
  name: 'unblock',
  group: 'Do your work',
  action: 'task.unblock',
  usage: 'unblock ID [from:@person]',
  summary: 'Say that what you put in the way is over; with from: owners and leads may say it for somebody else',
  examples: ['unblock UAPI-2', 'unblock UAPI-2 from:<@U0GAIUS|gaius>'],
  aliases: ['unstuck'],
  isPlain: true,
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const rest = atMost(line, 1)
    if (!rest.ok) return rest
    const options = onlyOptions(line, ['from'])
    if (!options.ok) return options
    const given = option(line, 'from')
    if (given === undefined) return ok({ id: id.value })
    const from = whoIn(given)
    return from.ok ? ok({ id: id.value, from: from.value }) : from
  },
  wants: ({ from }) => ({ people: mentionsOf(from) }),
  async act({ id, from = { kind: 'me' } }, context, { log }) {
    const whose = personFor(from, context)
    if (!whose.ok) return refusalReply(whose.error)
    const { person } = context
    const source = sourceOf(whose.value.id)
    const mine = whose.value.id === person.id
    const action = mine ? 'task.unblock' : 'task.unblock-others'
    const accepted = await order(context, log, id, action, { type: 'ClearImpediment', source })
    if (!accepted.ok) return refusalReply(accepted.error)
    const { task, events } = accepted.value
    return replyOf([
      `What ${mine ? 'you' : plain(whose.value.name, 80)} put in the way of *${id}* ${plain(task.title)} is over.`,
      events.includes('TaskReady')
        ? 'It is ready now, and I am telling whoever does it.'
        : `How it stands now: ${command(`why ${id}`)}`,
    ])
  },
}
