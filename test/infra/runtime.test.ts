import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { ActionAfterCompletion, CreateScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Context, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../app/log.ts'
import type { Handler } from '../../infra/local/lambda.ts'
import { createQueues, type LocalQueues } from '../../infra/local/queues.ts'
import { type Runtime, type RuntimeEndpoints, type RuntimeOptions, startRuntime } from '../../infra/local/runtime.ts'
import type { FunctionName } from '../../infra/topology.ts'
import { type Dynoxide, startDynoxide } from '../support/dynoxide.ts'

let dynoxide: Dynoxide
let fauxqs: FauxqsServer
let queues: LocalQueues
let tableName: string
let dir: string
let count = 0
let tables: DynamoDBClient
let sqs: SQSClient
const aws = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 }
const running: Runtime[] = []

beforeAll(async () => {
  dynoxide = await startDynoxide()
  fauxqs = await startFauxqs({ port: 0, logger: false, host: '127.0.0.1' })
  tables = new DynamoDBClient({ ...aws, endpoint: dynoxide.endpoint })
  sqs = new SQSClient({ ...aws, endpoint: `http://127.0.0.1:${fauxqs.port}` })
})
afterAll(async () => {
  await fauxqs.stop()
  await dynoxide.stop()
})
beforeEach(async () => {
  fauxqs.purgeAll()
  queues = await createQueues(sqs)
  dir = await mkdtemp(join(tmpdir(), 'codexflow-runtime-'))
  tableName = `runtime-${count++}`
  await tables.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
})
afterEach(async () => {
  for (const runtime of running.splice(0)) await runtime.stop(1000)
  await rm(dir, { recursive: true })
})

type Handlers = Partial<
  Record<FunctionName, (event: never, context: Context, endpoints: RuntimeEndpoints) => Promise<unknown>>
>

async function start(handlers: Handlers, options: Partial<RuntimeOptions> = {}): Promise<Runtime> {
  const runtime = await startRuntime({
    dir,
    port: 0,
    endpoints: { dynamodb: dynoxide.endpoint, sqs: `http://127.0.0.1:${fauxqs.port}` },
    tableName,
    queues,
    log: silentLog,
    retrySeconds: () => 0,
    handlers: async (name, endpoints) => {
      const handle = handlers[name] ?? (async () => undefined)
      return ((event: never, context: Context) => handle(event, context, endpoints)) as Handler
    },
    ...options,
  })
  running.push(runtime)
  return runtime
}

const putTask = (pk: string) =>
  tables.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: pk }, kind: { S: 'task' } } }))
const publish = (endpoints: RuntimeEndpoints, type: string, task: string) =>
  new EventBridgeClient({ ...aws, endpoint: endpoints.events }).send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: 'codexflow',
          Source: 'codexflow.tasks',
          DetailType: type,
          Detail: JSON.stringify({ task }),
        },
      ],
    }),
  )

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
    const runtime = await start({ deliver: () => gate.promise })
    await sqs.send(new SendMessageCommand({ QueueUrl: queues.deliveries.url, MessageBody: '{}' }))
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
