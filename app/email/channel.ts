import { awsClient } from '../aws/client.ts'
import { Fault } from '../errors.ts'
import type { Address } from '../handoffs/content.ts'
import type { Receipt } from '../handoffs/ledger.ts'
import type { Standing } from '../handoffs/standing.ts'
import { lazily } from '../lazily.ts'
import type { Channel, Message, Sent } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import { noticeMail } from './message.ts'

export type EmailAddress = Extract<Address, { channel: 'email' }>

export type EmailChannelOptions = {
  readonly region: string
  readonly endpoint?: string | undefined
  /** Milliseconds for one attempt. */
  readonly timeout: number
  readonly now: Clock
}

/** Mails a second for a topic: SNS disables subscriptions that are flooded. */
const INTERVAL_MS = 100
/** Until SNS takes more, after it said that it was too fast. Milliseconds. */
const THROTTLED = 30_000

/**
 * Hand-offs as mail to the subscribers of a workspace's topic. A mail can be neither found nor edited: an attempt in
 * doubt is sent again, so at most one duplicate for each; an edit is a correction.
 */
export function emailChannel(options: EmailChannelOptions): Channel<EmailAddress> {
  const connect = lazily(() => connected(options))
  const publish = async (topicArn: string, message: Message): Promise<Sent> => {
    const { sdk, client } = await connect()
    const { subject, text } = noticeMail(message)
    const command = new sdk.PublishCommand({ TopicArn: topicArn, Subject: subject, Message: text })
    try {
      const { MessageId: id } = await client.send(command, { abortSignal: AbortSignal.timeout(options.timeout) })
      if (id === undefined) throw new Fault('SNS took a mail without naming it')
      return { outcome: 'sent', receipt: { id } }
    } catch (error) {
      return failed(error, options.now())
    }
  }
  return {
    pace: ({ topicArn }) => ({ name: `email#${topicArn}`, intervalMs: INTERVAL_MS }),
    send: ({ topicArn }, message) => publish(topicArn, message),
    find: async () => undefined,
    edit: async ({ topicArn }, receipt, message) => {
      if (!NEEDS_CORRECTION.has(message.standing.state) || isCorrected(receipt)) return { outcome: 'sent', receipt }
      const corrected = await publish(topicArn, message)
      return corrected.outcome === 'sent'
        ? { outcome: 'sent', receipt: { id: `${CORRECTED}${receipt.id}` } }
        : corrected
    },
  }
}

/** What a reader of the first mail must hear. Not that the work was begun or finished, nor that a newer mail came. */
const NEEDS_CORRECTION: ReadonlySet<Standing['state']> = new Set(['on-hold', 'reassigned', 'cancelled', 'lifted'])

/** The ledger keeps the receipt, so that a correction goes out once, however often a notice is taken back. */
const CORRECTED = 'corrected:'

function isCorrected({ id }: Receipt): boolean {
  return id.startsWith(CORRECTED)
}

function failed(error: unknown, now: number): Sent {
  const { name = 'Error', $metadata } = error as { name?: string; $metadata?: { httpStatusCode?: number } }
  const status = $metadata?.httpStatusCode
  if (status === undefined || status >= 500) return { outcome: 'unknown', why: `SNS gave no answer (${name})` }
  if (status === 429 || /Throttl/i.test(name)) return { outcome: 'refused', notBefore: now + THROTTLED, why: name }
  return { outcome: 'impossible', why: name }
}

async function connected({ region, endpoint }: EmailChannelOptions) {
  const sdk = await import('@aws-sdk/client-sns')
  // Whether to send again is for the ledger to say.
  return { sdk, client: new sdk.SNSClient({ ...awsClient({ region, endpoint }), maxAttempts: 1 }) }
}
