import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { SQSClient } from '@aws-sdk/client-sqs'
import type { Context } from 'aws-lambda'
import { type FauxqsServer, startFauxqs } from 'fauxqs'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { silentLog } from '../../app/log.ts'
import { createQueues, type LocalQueues } from '../../infra/local/aws/queues.ts'
import type { Handler } from '../../infra/local/functions/lambda.ts'
import {
  type Runtime,
  type RuntimeEndpoints,
  type RuntimeOptions,
  startRuntime,
} from '../../infra/local/functions/runtime.ts'
import type { FunctionName } from '../../infra/topology.ts'
import { type Dynoxide, startDynoxide } from './dynoxide.ts'

// The runtime on a database and an SQS of one's own, with handlers that a test writes; ends with each test.

export let dynoxide: Dynoxide
export let fauxqs: FauxqsServer
export let queues: LocalQueues
export let tableName: string
export let dir: string
let count = 0
export let tables: DynamoDBClient
export let sqs: SQSClient
export const aws = { region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 }
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

export async function start(handlers: Handlers, options: Partial<RuntimeOptions> = {}): Promise<Runtime> {
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

export const putTask = (pk: string) =>
  tables.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: pk }, kind: { S: 'task' } } }))
export const publish = (endpoints: RuntimeEndpoints, type: string, task: string) =>
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
