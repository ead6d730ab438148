import type { TaskId } from '../../tasks/ids.ts'
import type { Reply } from '../handlers.ts'
import { command, plain } from './markup.ts'
import { replyOf } from './reply.ts'

/** Tells the thread of a message what was made of it. */
export function madeOfReply(task: TaskId, title: string): Reply {
  return replyOf([`*${task}* was made of this: ${plain(title)}.`, `See how it stands: ${command(`show ${task}`)}`])
}
