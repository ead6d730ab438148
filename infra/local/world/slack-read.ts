import * as z from 'zod'
import { NoSuch } from './directory.ts'
import type { SlackClient } from './slack-client.ts'

/** A message as a person sees it, with the thread under it. */
export type SeenMessage = z.output<typeof seenMessageSchema>

const messageSchema = z.looseObject({
  ts: z.string(),
  user: z.string(),
  text: z.string().default(''),
  blocks: z.array(z.looseObject({})).optional(),
  metadata: z.looseObject({}).optional(),
  edited: z.looseObject({}).optional(),
  thread_ts: z.string().optional(),
  files: z.array(z.looseObject({ name: z.string() })).optional(),
})
export const seenMessageSchema = messageSchema.extend({ channel: z.string(), thread: z.array(messageSchema) })

const pageSchema = z.looseObject({
  messages: z.array(messageSchema),
  response_metadata: z.looseObject({ next_cursor: z.string().default('') }).optional(),
})
const openedSchema = z.looseObject({ channel: z.object({ id: z.string() }) })

/** Every message in a channel, oldest first, with its replies. */
export async function messagesIn(slack: SlackClient, channel: string): Promise<readonly SeenMessage[]> {
  const found: SeenMessage[] = []
  for (let cursor = ''; ; ) {
    const args = { channel, limit: 1000, include_all_metadata: true, ...(cursor === '' ? {} : { cursor }) }
    const page = pageSchema.parse(await slack('conversations.history', args))
    for (const message of page.messages) {
      const thread = message['reply_count'] === undefined ? [] : await repliesTo(slack, channel, message.ts)
      found.push({ ...message, channel, thread })
    }
    cursor = page.response_metadata?.next_cursor ?? ''
    if (cursor === '') return found.reverse()
  }
}

/** The direct messages between the bot and a person, oldest first. */
export async function directMessages(slack: SlackClient, userId: string): Promise<readonly SeenMessage[]> {
  const { channel } = openedSchema.parse(await slack('conversations.open', { users: userId }))
  return messagesIn(slack, channel.id)
}

/** One message, wherever in the channel it is. */
export async function findMessage(slack: SlackClient, channel: string, ts: string) {
  const all = await messagesIn(slack, channel)
  const found = all.flatMap(({ thread, ...message }) => [message, ...thread]).find((message) => message.ts === ts)
  if (found !== undefined) return found
  throw new NoSuch(`There is no message ${ts} in ${channel}.`)
}

async function repliesTo(slack: SlackClient, channel: string, ts: string) {
  const page = pageSchema.parse(await slack('conversations.replies', { channel, ts, include_all_metadata: true }))
  return page.messages.filter((message) => message.ts !== ts)
}
