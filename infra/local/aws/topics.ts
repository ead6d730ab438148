import { CreateTopicCommand, type SNSClient, SubscribeCommand } from '@aws-sdk/client-sns'
import { Fault } from '../../../app/errors.ts'
import { type TopicName, type TopicSpec, topics as topologyTopics } from '../../topology.ts'
import type { LocalQueues } from './queues.ts'

/** ARNs. */
export type LocalTopics = Readonly<Record<TopicName, string>>

/** Creates the topology's topics (`codexflow-<name>`), each feeding its queue with raw messages; those that exist stay as they are. */
export async function createTopics(sns: SNSClient, queues: LocalQueues): Promise<LocalTopics> {
  const created: Partial<Record<TopicName, string>> = {}
  for (const [name, { queue }] of Object.entries(topologyTopics) as [TopicName, TopicSpec][]) {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: `codexflow-${name}` }))
    if (TopicArn === undefined) throw new Fault('SNS created a topic without an ARN', { name })
    const Attributes = { RawMessageDelivery: 'true' }
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: queues[queue].arn, Attributes }))
    created[name] = TopicArn
  }
  return created as LocalTopics
}
