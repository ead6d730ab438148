import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { awsClient } from '../../app/aws/client.ts'
import { dynamoStore } from '../../app/dynamo/client.ts'
import { tableSchema } from '../../app/dynamo/schema.ts'
import type { Store } from '../../app/dynamo/store.ts'
import { startDynoxide } from './dynoxide.ts'

/** What calls have cost since the last `reset`: how many of each operation, and the units that DynamoDB returned. */
export type Bill = {
  readonly calls: Readonly<Record<string, number>>
  readonly read: number
  readonly write: number
}

/** A table of one's own on a real DynamoDB engine, with a bill of every call. */
export type TestTable = {
  readonly store: Store
  readonly endpoint: string
  /** AWS's own client, for what the store does not do. */
  readonly sdk: DynamoDBClient
  bill(): Bill
  reset(): void
  stop(): Promise<void>
}

/** What wiring gives a store from outside: chance, tokens and time. */
export const outside = {
  chance: Math.random,
  token: () => randomUUID(),
  wait: async (ms: number) => void (await delay(ms)),
}

/** Starts an engine in memory and creates the table as `infra` does. */
export async function startTable(name = 'codexflow'): Promise<TestTable> {
  const { endpoint, stop } = await startDynoxide()
  let calls: Record<string, number> = {}
  let read = 0
  let write = 0
  const meter = (operation: string, consumed: { read: number; write: number }) => {
    calls[operation] = (calls[operation] ?? 0) + 1
    read += consumed.read
    write += consumed.write
  }
  const place = { region: 'us-east-1', endpoint }
  const store = dynamoStore({ ...place, table: name, meter, ...outside })
  const sdk = new DynamoDBClient(awsClient(place))
  await sdk.send(new CreateTableCommand(tableSchema(name)))
  return {
    store,
    endpoint,
    sdk,
    bill: () => ({ calls, read, write }),
    reset: () => {
      calls = {}
      read = 0
      write = 0
    },
    stop: async () => {
      sdk.destroy()
      await stop()
    },
  }
}
