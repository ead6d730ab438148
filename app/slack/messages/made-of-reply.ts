import type { TaskId } from '../../tasks/ids.ts'
import { command, plain } from '../../verbs/words/markup.ts'
import { replyOf } from '../../verbs/words/reply.ts'
import type { SlackReply } from '../handlers.ts'
import { inSlack } from './in-slack.ts'

/** Tells the thread of a message what was made of it. */
export function madeOfReply(task: TaskId, title: string): SlackReply {
  return inSlack(
    replyOf([`*${task}* was made of this: ${plain(title)}.`, `See how it stands: ${command(`show ${task}`)}`]),
  )
}
