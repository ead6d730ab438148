import { ok } from '../result.ts'
import type { TaskId } from '../tasks/ids.ts'
import { onlyOptions, taskIn, textIn } from './arguments.ts'
import { order } from './order.ts'
import { wordText } from './parse.ts'
import type { Verb } from './verb.ts'
import { plain } from './words/markup.ts'
import { refusalReply } from './words/refusal-reply.ts'
import { replyOf } from './words/reply.ts'

const MAX_REASON = 500

/** Opens a closed task again, and keeps why. */
export const reopen: Verb<{ readonly id: TaskId; readonly reason?: string }> = {
  name: 'reopen',
  group: 'Do your work',
  action: 'task.reopen',
  usage: 'reopen ID [reason]',
  summary: 'Take back that a task is done or cancelled; those who were told are told again',
  examples: ['reopen UAPI-1', 'reopen UAPI-1 "the URL answers 404"'],
  isPlain: true,
  parse(line) {
    const id = taskIn(line.words[0])
    if (!id.ok) return id
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    const said = line.words.slice(1).map(wordText).join(' ').trim()
    if (said === '') return ok({ id: id.value })
    const reason = textIn({ kind: 'text', text: said }, 'the reason', MAX_REASON)
    return reason.ok ? ok({ id: id.value, reason: reason.value }) : reason
  },
  async act({ id, reason }, context, { log }) {
    const accepted = await order(context, log, id, 'task.reopen', {
      type: 'ReopenTask',
      ...(reason === undefined ? {} : { reason }),
    })
    if (!accepted.ok) return refusalReply(accepted.error)
    const { task, events } = accepted.value
    const standing = events.includes('TaskReady') ? ' and ready to start' : ''
    return replyOf([
      `*${id}* ${plain(task.title)} is open again${standing}. Whoever waits for it is on hold, and I am correcting what I told them.`,
      ...(reason === undefined ? [] : [`I keep why: ${plain(reason, MAX_REASON)}`]),
    ])
  },
}
