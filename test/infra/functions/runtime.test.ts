import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import { ActionAfterCompletion, CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { aws, publish, putTask, queues, sqs, start, tableName, tables } from '../../support/runtime.ts'

describe('the runtime', () => {
  it('carries a request from the door to the last queue, and knows when it is through', async () => {
    const seen: string[] = []
    const taskIn = (event: SQSEvent) => JSON.parse(event.Records[0]?.body ?? '{}').detail.task as string
    const runtime = await start({
      'slack-door': async (event: { body: string }) => {
        await putTask(event.body)
        return { statusCode: 200, body: 'accepted' }
      },
      relay: async (event: DynamoDBStreamEvent, _, endpoints) => {
        for (const record of event.Records) {
          seen.push('relay')
          await publish(endpoints, 'TaskReady', record.dynamodb?.Keys?.['pk']?.S ?? '')
        }
      },
      orchestrate: async (event: SQSEvent, _, endpoints) => {
        seen.push('orchestrate')
        await publish(endpoints, 'HandoffWritten', taskIn(event))
      },
      deliver: async (event: SQSEvent) => void seen.push(`deliver ${taskIn(event)}`),
      reconcile: async () => void seen.push('reconcile'),
    })
    await runtime.settled()
    const response = await fetch(`${runtime.url}/slack/events`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'UAPI-12',
    })
    expect(await response.text()).toBe('accepted')
    await runtime.settled()
    expect(seen).toEqual(['reconcile', 'relay', 'orchestrate', 'deliver UAPI-12'])
    expect([runtime.inFlight(), await runtime.undone()]).toEqual([0, { invocations: 0, queues: {} }])
  })

  it('loses nothing when a function fails: stream and queue come again', async () => {
    const seen: string[] = []
    let failures = 3
    const failing = () => {
      if (failures-- > 0) throw new Error('not yet')
    }
    const runtime = await start({
      relay: async (_: DynamoDBStreamEvent, __, endpoints) => {
        failing()
        await publish(endpoints, 'TaskReady', 'x')
      },
      orchestrate: async () => {
        failing()
        seen.push('orchestrate')
      },
    })
    await putTask('a')
    await runtime.settled()
    expect([seen, failures]).toEqual([['orchestrate'], -2])
  })

  it('wakes propagate only for tasks that owe propagation', async () => {
    const seen: string[] = []
    const note = (who: string) => async (event: DynamoDBStreamEvent) =>
      void seen.push(...event.Records.map((record) => `${who} ${record.dynamodb?.Keys?.['pk']?.S}`))
    const runtime = await start({ relay: note('relay'), propagate: note('propagate') })
    const Item = { pk: { S: 'owes' }, kind: { S: 'task' }, owedPropagation: { N: '7' } }
    await tables.send(new PutItemCommand({ TableName: tableName, Item }))
    await putTask('free')
    await runtime.settled()
    expect(seen.sort()).toEqual(['propagate owes', 'relay free', 'relay owes'])
  })

  it('says what is left when it does not come to rest', async () => {
    const gate = Promise.withResolvers<void>()
    const entered = Promise.withResolvers<void>()
    const deliver = () => {
      entered.resolve()
      return gate.promise
    }
    const runtime = await start({ deliver })
    await runtime.settled()
    await sqs.send(new SendMessageCommand({ QueueUrl: queues.deliveries.url, MessageBody: '{}' }))
    await entered.promise
    const restless = runtime.settled({ timeoutMs: 300 })
    await expect(restless).rejects.toMatchObject({
      message: 'the system did not come to rest',
      data: { left: { invocations: 1, queues: { deliveries: { visible: 0, inFlight: 1, delayed: 0 } } } },
    })
    gate.resolve()
    await runtime.settled()
  })

  it('waits for what is delayed only when asked to', async () => {
    const runtime = await start({})
    const message = { QueueUrl: queues.deliveries.url, MessageBody: '{}', DelaySeconds: 600 }
    await sqs.send(new SendMessageCommand(message))
    await runtime.settled({ delayed: 'ignore' })
    await expect(runtime.settled({ timeoutMs: 200 })).rejects.toMatchObject({
      data: { left: { queues: { deliveries: { visible: 0, inFlight: 0, delayed: 1 } } } },
    })
  })

  it('puts a schedule’s input on its queue', async () => {
    const bodies: string[] = []
    const runtime = await start({ deliver: async (event: SQSEvent) => void bodies.push(event.Records[0]?.body ?? '') })
    const client = new SchedulerClient({ ...aws, endpoint: runtime.endpoints.scheduler })
    await client.send(
      new CreateScheduleCommand({
        Name: 'd',
        ScheduleExpression: 'at(2020-01-01T00:00:00)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: ActionAfterCompletion.DELETE,
        Target: { Arn: queues.deliveries.arn, RoleArn: 'arn:aws:iam::000000000000:role/x', Input: '{"d":1}' },
      }),
    )
    await runtime.fireDueSchedules()
    await runtime.settled()
    expect(bodies).toEqual(['{"d":1}'])
  })

  it('reports events that were failed on purpose', async () => {
    const runtime = await start({})
    runtime.failNextEvents(1)
    expect(await publish(runtime.endpoints, 'TaskReady', 'x')).toMatchObject({ FailedEntryCount: 1 })
    expect(await publish(runtime.endpoints, 'TaskReady', 'x')).toMatchObject({ FailedEntryCount: 0 })
  })
})
