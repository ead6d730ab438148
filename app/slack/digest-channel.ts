import { Fault } from '../errors.ts'
import type { Digest } from '../handoffs/digest.ts'
import type { Clock } from '../ports/clock.ts'
import type { DigestChannel } from '../ports/digests.ts'
import { notInstalled, whatFailed } from './channel-failure.ts'
import { type SlackClientOptions, slackClient, type TokenOf } from './client.ts'
import { conversationWith } from './conversation.ts'
import { findMessage } from './find-message.ts'
import { digestBlocks } from './messages/digest-blocks.ts'

export type DigestChannelOptions = Omit<SlackClientOptions, 'token'> & {
  readonly tokenOf: TokenOf
  /** Milliseconds for all the calls of one attempt to send. */
  readonly timeout: number
  readonly now: Clock
}

/** Digests as messages in the conversation of each person with the app, marked so that they are found again. */
export function slackDigests(options: DigestChannelOptions): DigestChannel {
  const { tokenOf, timeout, now } = options
  return {
    async send(digest) {
      const token = await tokenOf(digest.workspace)
      if (token === undefined) return notInstalled(now())
      const slack = await slackClient({ ...options, token }, timeout / 2)
      try {
        const channel = await conversationWith(slack, digest.slackUser)
        const { text, blocks } = digestBlocks(digest)
        const post = { text, blocks: [...blocks], metadata: markOf(digest) }
        const { ts } = await slack.chat.postMessage({ channel, ...post, unfurl_links: false, unfurl_media: false })
        if (ts === undefined) throw new Fault('Slack took a message without naming it')
        return { outcome: 'sent', receipt: { id: `${channel}:${ts}` } }
      } catch (error) {
        return whatFailed(error, now())
      }
    },
    async find(digest, since) {
      const token = await tokenOf(digest.workspace)
      if (token === undefined) throw new Fault('nobody lets us look into this workspace', { of: digest.workspace })
      const slack = await slackClient({ ...options, token }, timeout)
      const channel = await conversationWith(slack, digest.slackUser)
      return findMessage(slack, { channel }, new Date(since).toISOString(), markOf(digest))
    },
  }
}

/** What the digest carries unseen: whose it is, and of which day. */
function markOf({ person, day }: Pick<Digest, 'person' | 'day'>) {
  return { event_type: 'codexflow_digest', event_payload: { n: person, k: day } }
}
