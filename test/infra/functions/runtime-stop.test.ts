import { once } from 'node:events'
import { createServer } from 'node:http'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { DynamoDBStreamEvent, SQSEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import { silentLog } from '../../../app/log.ts'
import { publish, putTask, queues, sqs, start } from '../../support/runtime.ts'

describe('stopping and starting the runtime', () => {
  it('goes on where it was stopped', async () => {
    const first: string[] = []
    const keys = (event: DynamoDBStreamEvent) => event.Records.map((record) => record.dynamodb?.Keys?.['pk']?.S ?? '')
    const before = await start({ relay: async (event: DynamoDBStreamEvent) => void first.push(...keys(event)) })
    await putTask('a')
    await before.settled()
    await before.stop()
    await putTask('b')
    await sqs.send(new SendMessageCommand({ QueueUrl: queues.deliveries.url, MessageBody: 'm' }))
    const second: string[] = []
    const after = await start({
      relay: async (event: DynamoDBStreamEvent) => void second.push(...keys(event)),
      deliver: async (event: SQSEvent) => void second.push(event.Records[0]?.body ?? ''),
    })
    await after.settled()
    expect([first, second.sort()]).toEqual([['a'], ['b', 'm']])
  })

  it('lets what runs finish before it stops, the bus being there until then', async () => {
    const entered = Promise.withResolvers<void>()
    const gate = Promise.withResolvers<void>()
    let published: unknown
    const runtime = await start({
      deliver: async (_: SQSEvent, __, endpoints) => {
        entered.resolve()
        await gate.promise
        published = await publish(endpoints, 'Nothing', 'x')
      },
    })
    await sqs.send(new SendMessageCommand({ QueueUrl: queues.deliveries.url, MessageBody: '{}' }))
    await entered.promise
    const stopped = runtime.stop()
    gate.resolve()
    await stopped
    expect(published).toMatchObject({ FailedEntryCount: 0 })
    await expect(fetch(runtime.url)).rejects.toThrow('fetch failed')
    await expect(fetch(runtime.endpoints.events)).rejects.toThrow('fetch failed')
  })

  it('stops in bounded time when something never ends, and says so', async () => {
    const warnings: string[] = []
    const entered = Promise.withResolvers<void>()
    const runtime = await start(
      {
        deliver: () => {
          entered.resolve()
          return new Promise(() => {})
        },
      },
      { log: { ...silentLog, warn: (message) => warnings.push(message) } },
    )
    await sqs.send(new SendMessageCommand({ QueueUrl: queues.deliveries.url, MessageBody: '{}' }))
    await entered.promise
    await runtime.stop(50)
    expect(warnings).toContain('stopped with work under way: it comes again')
  })

  it('does not start on a port that is taken: says which, and has touched nothing', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const address = other.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const ran: string[] = []
    const reconcile = async () => void ran.push('reconcile')
    const message = `Port ${port} is taken: end what uses it, or choose another one.`
    await expect(start({ reconcile }, { port })).rejects.toThrow(message)
    await expect(start({ reconcile }, { awsPort: port })).rejects.toThrow(message)
    expect(ran).toEqual([])
    other.close()
  })
})
