import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { describe, expect, it } from 'vitest'
import { createQueues } from '../../../infra/local/aws/queues.ts'
import { visibilitySeconds } from '../../../infra/topology.ts'
import { depthOf, queues, send, server, sqs } from '../../support/queue-source.ts'

describe('the queues', () => {
  it('have the topology’s visibility and dead letters, and may be created again', async () => {
    await send('inbox', 'kept')
    expect(await createQueues(sqs)).toEqual(queues)
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queues.orchestration.url, AttributeNames: ['All'] }),
    )
    expect(Attributes['VisibilityTimeout']).toBe(String(visibilitySeconds('orchestration')))
    expect(JSON.parse(Attributes['RedrivePolicy'] ?? '')).toEqual({
      deadLetterTargetArn: queues.orchestration.deadArn,
      maxReceiveCount: 5,
    })
    expect(queues.inbox).toEqual({
      url: expect.stringMatching(/\/codexflow-inbox$/),
      arn: expect.stringMatching(/:codexflow-inbox$/),
      deadUrl: expect.stringMatching(/\/codexflow-inbox-dead$/),
      deadArn: expect.stringMatching(/:codexflow-inbox-dead$/),
    })
    expect(await depthOf('inbox')).toEqual({ visible: 1, inFlight: 0, delayed: 0 })
  })

  it('are brought up to date when they were created otherwise', async () => {
    const { url } = queues['follow-ups']
    server.deleteQueue('codexflow-follow-ups')
    await sqs.send(
      new CreateQueueCommand({ QueueName: 'codexflow-follow-ups', Attributes: { VisibilityTimeout: '1' } }),
    )
    await createQueues(sqs)
    const { Attributes } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['VisibilityTimeout'] }),
    )
    expect(Attributes).toEqual({ VisibilityTimeout: String(visibilitySeconds('follow-ups')) })
  })
})
