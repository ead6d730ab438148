import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SetQueueAttributesCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import { Fault } from '../../../app/errors.ts'
import { type QueueName, type QueueSpec, queues as topologyQueues, visibilitySeconds } from '../../topology.ts'

/** A queue and where its messages go when they cannot be handled. */
export type LocalQueue = {
  readonly url: string
  readonly arn: string
  readonly deadUrl: string
  readonly deadArn: string
}
export type LocalQueues = Readonly<Record<QueueName, LocalQueue>>

/** SQS's longest: dead letters wait for a person. */
const DEAD_RETENTION_SECONDS = 14 * 24 * 3600

/**
 * Creates the topology's queues and their dead letters (`codexflow-<name>` and `codexflow-<name>-dead`), or brings those
 * that exist up to date; messages in them stay.
 */
export async function createQueues(sqs: SQSClient): Promise<LocalQueues> {
  const created: Partial<Record<QueueName, LocalQueue>> = {}
  for (const [name, spec] of Object.entries(topologyQueues) as [QueueName, QueueSpec][]) {
    const dead = await ensure(sqs, `codexflow-${name}-dead`, { MessageRetentionPeriod: String(DEAD_RETENTION_SECONDS) })
    const queue = await ensure(sqs, `codexflow-${name}`, {
      VisibilityTimeout: String(visibilitySeconds(name)),
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: spec.maxReceives }),
    })
    created[name] = { ...queue, deadUrl: dead.url, deadArn: dead.arn }
  }
  return created as LocalQueues
}

async function ensure(sqs: SQSClient, name: string, attributes: Record<string, string>) {
  // Attributes apart: SQS refuses to create a queue again with other ones, but sets them at any time.
  const { QueueUrl: url } = await sqs.send(new CreateQueueCommand({ QueueName: name }))
  if (url === undefined) throw new Fault('SQS created a queue without a URL', { name })
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: attributes }))
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }))
  if (Attributes?.QueueArn === undefined) throw new Fault('SQS created a queue without an ARN', { name })
  return { url, arn: Attributes.QueueArn }
}

/** Messages that nobody has finished with. */
export type QueueDepth = { readonly visible: number; readonly inFlight: number; readonly delayed: number }

/** Asks SQS; exact on fauxqs, approximate on AWS. */
export async function queueDepth(sqs: SQSClient, url: string): Promise<QueueDepth> {
  const { Attributes: of = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  )
  return {
    visible: Number(of['ApproximateNumberOfMessages'] ?? 0),
    inFlight: Number(of['ApproximateNumberOfMessagesNotVisible'] ?? 0),
    delayed: Number(of['ApproximateNumberOfMessagesDelayed'] ?? 0),
  }
}
