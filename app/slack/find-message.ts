import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import { Fault } from '../errors.ts'
import type { Receipt } from '../handoffs/ledger.ts'

/** What our messages carry in their metadata. */
export type NoticeMark = {
  readonly event_type: string
  readonly event_payload: { readonly n: string; readonly k: string }
}

/** How far Slack's clock and ours may differ, in milliseconds. */
const SKEW = 5_000
const PAGE = 200
/** Beyond it the look-up counts as failed: a conversation does not get so many messages within a delivery's life. */
const MAX_PAGES = 50

const marked = z.object({
  ts: z.string(),
  bot_id: z.string().optional(),
  user: z.string().optional(),
  metadata: z.object({ event_type: z.string(), event_payload: z.object({ n: z.string(), k: z.string() }) }),
})

/**
 * Our message with that mark in a conversation, or in one thread of it (Slack's history of a conversation leaves replies out), of those since `writtenAt` (ISO 8601). Others may write the same mark:
 * only what our own bot posted counts. Throws when it cannot look.
 */
export async function findMessage(
  slack: WebClient,
  where: { readonly channel: string; readonly thread?: string },
  writtenAt: string,
  mark: NoticeMark,
): Promise<Receipt | undefined> {
  const { channel, thread } = where
  const self = await slack.auth.test()
  const oldest = ((Date.parse(writtenAt) - SKEW) / 1000).toFixed(6)
  let cursor: string | undefined
  for (let page = 0; page < MAX_PAGES; page++) {
    const asked = {
      channel,
      oldest,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    }
    const { messages = [], response_metadata } =
      thread === undefined
        ? await slack.conversations.history(asked)
        : await slack.conversations.replies({ ...asked, ts: thread })
    for (const message of messages) {
      const { data } = marked.safeParse(message)
      if (data === undefined || data.metadata.event_type !== mark.event_type) continue
      const { n, k } = data.metadata.event_payload
      const isOurs = data.bot_id === undefined ? data.user === self.user_id : data.bot_id === self.bot_id
      if (isOurs && n === mark.event_payload.n && k === mark.event_payload.k) return { id: `${channel}:${data.ts}` }
    }
    cursor = response_metadata?.next_cursor || undefined
    if (cursor === undefined) return undefined
  }
  throw new Fault('a conversation is too long to look through', { channel })
}
