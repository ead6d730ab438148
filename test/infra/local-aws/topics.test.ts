import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { createTopics } from '../../../infra/local/aws/topics.ts'
import { type TopicName, topics } from '../../../infra/topology.ts'
import { queues, server, sqs } from '../../support/queue-source.ts'

const names = Object.keys(topics) as TopicName[]

describe('the topics', () => {
  it.each(names)('bring what is said on %s to its queue, once and as it was said', async (name) => {
    const sns = new SNSClient({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${server.port}`,
      credentials: { accessKeyId: 'x', secretAccessKey: 'x' },
    })
    const created = await createTopics(sns, queues)
    // A second start finds what the first one made.
    expect(await createTopics(sns, queues)).toEqual(created)
    await sns.send(new PublishCommand({ TopicArn: created[name], Message: '{"said":"so"}' }))
    const { url } = queues[topics[name].queue]
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    )
    expect(Messages.map(({ Body }) => Body)).toEqual(['{"said":"so"}'])
    sns.destroy()
  })
})
