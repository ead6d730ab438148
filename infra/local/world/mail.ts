import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { FauxqsServer } from 'fauxqs'
import * as z from 'zod'
import { NoSuch } from './directory.ts'

/** An e-mail as it arrived. */
export type Mail = z.output<typeof mailSchema>
export const mailSchema = z.object({
  at: z.string(),
  to: z.string(),
  topicArn: z.string(),
  subject: z.string(),
  message: z.string(),
})

export const subscriptionSchema = z.object({
  topicArn: z.string().regex(/^arn:aws:sns:[\w-]+:\d{12}:[\w-]+$/, 'is not the ARN of an SNS topic'),
  email: z.email(),
  /** SNS filter policy of the subscription: only messages with such attributes are sent to this address. */
  filterPolicy: z.record(z.string(), z.array(z.json())).optional(),
})
export type Subscription = z.output<typeof subscriptionSchema>

export type Mailboxes = {
  /** What `aws sns subscribe --protocol email` and the click in the confirmation do. Repeating it changes nothing. */
  subscribe(subscription: Subscription): void
  /** All mail, oldest first. */
  mail(): readonly Mail[]
}

const envelopeSchema = z.looseObject({
  Message: z.string(),
  Subject: z.string().optional(),
  Timestamp: z.string(),
  TopicArn: z.string(),
})

/**
 * fauxqs accepts e-mail subscriptions and delivers nothing to them. So each address gets a queue that nobody reads:
 * the messages that lie in it are the mail, and stay as long as the queues do. `file` remembers who is subscribed.
 */
export function mailboxes(queues: FauxqsServer, file: string | undefined): Mailboxes {
  const known = new Map<string, Subscription>()
  const subscribe = (subscription: Subscription) => {
    const { topicArn, email, filterPolicy } = subscription
    const [, , , region = '', , topic = ''] = topicArn.split(':')
    const queue = `mailbox-${createHash('sha256').update(`${topicArn} ${email}`).digest('hex').slice(0, 24)}`
    if (queues.inspectQueue(queue) === undefined) {
      queues.createQueue(queue, { region, attributes: { MessageRetentionPeriod: '1209600' } })
    }
    queues.createTopic(topic, { region })
    const attributes = filterPolicy === undefined ? {} : { FilterPolicy: JSON.stringify(filterPolicy) }
    try {
      queues.subscribe({ topic, queue, region, attributes })
    } catch (cause) {
      throw new NoSuch(`${email} is subscribed to ${topicArn} with another filter policy already.`, { cause })
    }
    known.set(queue, subscription)
  }
  if (file !== undefined && existsSync(file)) {
    for (const subscription of z.array(subscriptionSchema).parse(JSON.parse(readFileSync(file, 'utf8')))) {
      subscribe(subscription)
    }
  }
  return {
    subscribe: (subscription) => {
      subscribe(subscription)
      if (file !== undefined) writeFileSync(file, JSON.stringify([...known.values()], null, 2))
    },
    mail: () => {
      const found = [...known].flatMap(([queue, { email }]) => {
        const messages = queues.inspectQueue(queue)?.messages.ready ?? []
        return messages.map(({ body }): Mail => {
          const { Timestamp, TopicArn, Subject, Message } = envelopeSchema.parse(JSON.parse(body))
          return { at: Timestamp, to: email, topicArn: TopicArn, subject: Subject ?? '', message: Message }
        })
      })
      return found.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    },
  }
}
