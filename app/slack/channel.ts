import type { WebClient } from '@slack/web-api'
import { Fault } from '../errors.ts'
import { type Address, deliveryKey, type NoticeContent } from '../handoffs/content.ts'
import type { Receipt } from '../handoffs/ledger.ts'
import type { Channel, Message, Sent } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { isFormRefused, notInstalled, whatFailed } from './channel-failure.ts'
import { type SlackClientOptions, slackClient, type TokenOf } from './client.ts'
import { conversationWith } from './conversation.ts'
import { findMessage } from './find-message.ts'
import { noticeBlocks } from './messages/notice-blocks.ts'
import { threadLine } from './messages/thread-line.ts'
import { messageBody } from './wire.ts'

export type SlackAddress = Extract<Address, { channel: 'slack' }>

export type SlackChannelOptions = Omit<SlackClientOptions, 'token'> & {
  readonly tokenOf: TokenOf
  /** Milliseconds for all the calls of one attempt to send. */
  readonly timeout: number
  readonly now: Clock
  /** The Slack user that a person has now; nothing when they have none. */
  readonly slackUserOf: (workspace: Workspace, person: PersonId) => Promise<string | undefined>
  /** The digest that a person got on a day of their calendar; `undefined`: none, or not yet. */
  readonly digestOf: (workspace: Workspace, person: PersonId, day: string) => Promise<Receipt | undefined>
}

/** Slack takes about a message a second in one conversation. https://docs.slack.dev/apis/web-api/rate-limits */
const INTERVAL_MS = 1_000
/** Names our messages in their metadata; the payload says which notice and which delivery of it. */
export const NOTICE_EVENT = 'codexflow_notice'

/** Notices as messages: to people in their conversation with the app, to teams in their channel. */
export function slackChannel(options: SlackChannelOptions): Channel<SlackAddress> {
  const { timeout, now, slackUserOf, tokenOf } = options
  // Opening a conversation and posting to it share one time-out: the lease of the delivery counts on it.
  const quick = (token: string) => slackClient({ ...options, token }, Math.floor(timeout / 4))
  const client = (token: string) => slackClient({ ...options, token }, Math.floor((timeout * 3) / 4))

  /**
   * The conversation or person to send to. Slack gives people new ids when a workspace moves, so the id that was frozen
   * with the notice is only for those who have none any more.
   */
  const recipientOf = async ({ conversation, isPerson }: SlackAddress, { workspace, to }: NoticeContent) =>
    (isPerson && to?.id !== undefined ? await slackUserOf(workspace, to.id) : undefined) ?? conversation

  /** Where the digest stands beneath which a message comes, if it is one of those that a budget keeps for it. */
  const digestAbove = async ({ content: { workspace, to }, delivery }: Message) => {
    const held = delivery.role === 'notice' ? delivery.held : undefined
    if (held?.because !== 'budget' || to?.id === undefined) return undefined
    const [channel, ts] = (await options.digestOf(workspace, to.id, held.day))?.id.split(':') ?? []
    return channel === undefined || ts === undefined ? undefined : { channel, ts }
  }

  /** Does it with the blocks, or with the bare text where Slack refuses their form, which proves that it took nothing. */
  const withOrWithoutBlocks = async (message: Message, began: number, call: (post: Post) => Promise<Sent>) => {
    const post = postOf(message)
    try {
      return await call(post)
    } catch (error) {
      // With too little time left the next attempt will come here again.
      if (!isFormRefused(error) || now() - began > timeout / 4) return whatFailed(error, now())
      options.log.error('Slack refused the form of a message; its text goes without', { task: message.content.task })
      return call({ ...post, blocks: [] }).catch((second: unknown) => whatFailed(second, now()))
    }
  }

  return {
    pace: ({ conversation, with: other }) => {
      const name = `slack#${conversation}${other === undefined ? '' : `+${other}`}`
      return { name, intervalMs: INTERVAL_MS }
    },

    async send(address, message) {
      const began = now()
      const [token, recipient, digest] = await Promise.all([
        tokenOf(message.content.workspace),
        recipientOf(address, message.content),
        digestAbove(message),
      ])
      if (token === undefined) return notInstalled(now())
      // The lease does not count on these reads; whoever throws has sent nothing, and is asked again.
      if (now() - began > timeout / 4) throw new Fault('it took too long to find out whom to send to')
      let channel: string
      try {
        channel = await conversationOf(await quick(token), address, recipient)
      } catch (error) {
        // Nothing was posted yet, but an outage must not use attempts up, as a refusal would.
        return whatFailed(error, now())
      }
      const slack = await client(token)
      return withOrWithoutBlocks(message, began, async (post) => {
        const beneath = digest?.channel === channel ? { thread_ts: digest.ts } : {}
        const quietly = { unfurl_links: false, unfurl_media: false, ...beneath }
        const { ts } = await slack.chat.postMessage({ channel, ...post, ...quietly })
        if (ts === undefined) throw new Fault('Slack took a message without naming it')
        return { outcome: 'sent', receipt: { id: `${channel}:${ts}` } }
      })
    },

    async find(address, message) {
      const { content } = message
      const token = await tokenOf(content.workspace)
      if (token === undefined)
        throw new Fault('nobody lets us look into this workspace', { workspace: content.workspace })
      const slack = await client(token)
      const digest = await digestAbove(message)
      const look = async (recipient: string) => {
        const channel = await conversationOf(slack, address, recipient)
        const beside = await findMessage(slack, { channel }, content.writtenAt, metadataOf(message))
        if (beside !== undefined || digest?.channel !== channel) return beside
        return findMessage(slack, { channel, thread: digest.ts }, content.writtenAt, metadataOf(message))
      }
      const present = await recipientOf(address, content)
      const found = await look(present)
      // An attempt from before the person had a new id went to the old one.
      if (found !== undefined || present === address.conversation) return found
      return look(address.conversation).catch((error: unknown) => {
        if (whatFailed(error, now()).outcome === 'impossible') return undefined
        throw error
      })
    },

    async edit(_, receipt, message) {
      const { channel, ts } = placeOf(receipt)
      const token = await tokenOf(message.content.workspace)
      if (token === undefined) return notInstalled(now())
      const slack = await client(token)
      return withOrWithoutBlocks(message, now(), async (post) => {
        await slack.chat.update({ channel, ts, ...post })
        return { outcome: 'sent', receipt }
      })
    },

    async remark(_, receipt, message, remark) {
      const token = await tokenOf(message.content.workspace)
      if (token === undefined) return notInstalled(now())
      const { channel, ts: thread } = placeOf(receipt)
      const line = { ...messageBody(threadLine(message, remark)), unfurl_links: false, unfurl_media: false }
      try {
        const slack = await client(token)
        const { ts } = await slack.chat.postMessage({ channel, thread_ts: thread, ...line })
        return { outcome: 'sent', receipt: { id: `${channel}:${ts}` } }
      } catch (error) {
        return whatFailed(error, now())
      }
    },
  }
}

/** Where a message stands. */
function placeOf(receipt: Receipt): { readonly channel: string; readonly ts: string } {
  const [channel, ts] = receipt.id.split(':')
  if (channel === undefined || ts === undefined) throw new Fault('a receipt is not of Slack', { receipt })
  return { channel, ts }
}

type Post = ReturnType<typeof postOf>

function postOf(message: Message) {
  const { text, blocks } = noticeBlocks(message)
  return { text, blocks: [...blocks], metadata: metadataOf(message) }
}

/** What a message of ours carries unseen, so that it can be found again. */
function metadataOf({ content, delivery }: Message) {
  return { event_type: NOTICE_EVENT, event_payload: { n: content.notice, k: deliveryKey(delivery) } }
}

async function conversationOf(
  slack: WebClient,
  { isPerson, with: other }: SlackAddress,
  recipient: string,
): Promise<string> {
  if (!isPerson) return recipient
  return conversationWith(slack, other === undefined ? recipient : `${recipient},${other}`)
}
