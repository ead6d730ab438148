import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { silentLog } from '../../app/log.ts'
import type { Checkpoints } from '../../infra/local/aws/checkpoints.ts'
import { type StreamSource, type StreamSourceOptions, startStreamSource } from '../../infra/local/aws/stream-source.ts'
import { type StreamSpec, streams } from '../../infra/topology.ts'
import { type Dynoxide, startDynoxide } from './dynoxide.ts'

// A table with a stream on a database of one's own, and sources on it that end with each test.

export let dynoxide: Dynoxide
export let tables: DynamoDBClient
export let clients: StreamSourceOptions['clients']
export let dir: string
export let tableName: string
let count = 0
let open: StreamSource[] = []

beforeAll(async () => {
  dynoxide = await startDynoxide()
  connectTo(dynoxide)
})
afterAll(() => dynoxide.stop())
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'codexflow-streams-'))
  tableName = `table-${count++}`
  open = []
})
afterEach(async () => {
  await Promise.all(open.map((source) => source.stop()))
  await rm(dir, { recursive: true })
})

export function connectTo({ endpoint }: Dynoxide) {
  const aws = { region: 'us-east-1', endpoint, credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 }
  tables = new DynamoDBClient(aws)
  clients = { tables, streams: new DynamoDBStreamsClient(aws) }
}

export async function createTable() {
  await tables.send(
    new CreateTableCommand({
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
      StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    }),
  )
}

/** Writes tasks in order, under the names given; a name that begins with `edge` is no task. */
export async function write(...names: readonly string[]) {
  for (const name of names) {
    const kind = name.startsWith('edge') ? 'edge' : 'task'
    await tables.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: name }, kind: { S: kind } } }))
  }
}

type Take = (names: readonly string[], event: DynamoDBStreamEvent) => unknown

export function start(
  take: Take,
  options: Partial<StreamSourceOptions> & { readonly checkpoints: Checkpoints },
): StreamSource {
  const source = startStreamSource({
    name: 'relay',
    spec: streams.relay,
    clients,
    tableName,
    dir,
    log: silentLog,
    backoffMs: () => 0,
    idleMs: 20,
    invoke: async (_, event) => {
      const batch = event as DynamoDBStreamEvent
      return take(batch.Records.map(nameOf), batch)
    },
    ...options,
  })
  open.push(source)
  return source
}

export function nameOf(record: DynamoDBStreamEvent['Records'][number]): string {
  const key: AttributeValue | undefined = record.dynamodb?.Keys?.['pk']
  return key?.S ?? ''
}

export const spec = (over: Partial<StreamSpec>): StreamSpec => ({ ...streams.relay, ...over })
