import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type AttributeValue,
  BatchWriteItemCommand,
  DynamoDBClient,
  ScanCommand,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb'
import { awsClient } from '../../app/aws/client.ts'
import { dynamoStore } from '../../app/dynamo/client.ts'
import type { Store } from '../../app/dynamo/store.ts'
import { outside } from '../support/table.ts'
import type { InFlight } from './in-flight.ts'
import type { Lived } from './live.ts'

/** An item as DynamoDB keeps it. */
export type StoredItem = Record<string, AttributeValue>

/** What one commit stored and sent. */
export type Stored = {
  /** Its date and its commit. */
  readonly name: string
  /** None: only its messages are still about. */
  readonly items: readonly StoredItem[]
  readonly origin: Pick<Lived, 'pairs' | 'open'> & {
    readonly commit: string
    readonly date: string
    readonly workspace: string
    readonly approval?: string
  }
  readonly messages: Pick<Lived, 'buttons' | 'modals' | 'comments'> & { readonly queues: InFlight }
}

const FOLDER = join(import.meta.dirname, '../fixtures/stored')

/** Everything that was ever taken, in the order of the dates. */
export function allStored(): readonly Stored[] {
  return readdirSync(FOLDER)
    .toSorted()
    .map((name) => {
      const read = (file: string) => JSON.parse(readFileSync(join(FOLDER, name, file), 'utf8'))
      const items = existsSync(join(FOLDER, name, 'items.json')) ? read('items.json') : []
      return { name, items, origin: read('origin.json'), messages: read('messages.json') }
    })
}

/** A table that is there, with AWS's own client beside the store. */
export type OpenTable = { readonly store: Store; readonly sdk: DynamoDBClient; close(): void }

export function openTable(endpoint: string, table: string): OpenTable {
  const place = { region: 'us-east-1', endpoint }
  const sdk = new DynamoDBClient(awsClient(place))
  return { sdk, store: dynamoStore({ ...place, table, ...outside }), close: () => sdk.destroy() }
}

/** All items of a table, in the order of their keys. Tests may scan. */
export async function everything({ sdk, store }: Pick<OpenTable, 'sdk' | 'store'>): Promise<StoredItem[]> {
  const items: StoredItem[] = []
  let after: StoredItem | undefined
  do {
    const page = await sdk.send(new ScanCommand({ TableName: store.table, ExclusiveStartKey: after }))
    items.push(...(page.Items ?? []))
    after = page.LastEvaluatedKey
  } while (after !== undefined)
  return items.toSorted((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1))
}

/** Puts items into a table as they stood in the one from which they were taken. */
export async function load(
  { sdk, store }: Pick<OpenTable, 'sdk' | 'store'>,
  items: readonly StoredItem[],
): Promise<void> {
  for (let from = 0; from < items.length; from += 25) {
    const requests = items.slice(from, from + 25).map((Item): WriteRequest => ({ PutRequest: { Item } }))
    await sdk.send(new BatchWriteItemCommand({ RequestItems: { [store.table]: requests } }))
  }
}

function placeOf({ pk, sk }: StoredItem): string {
  return `${pk?.S} ${sk?.S}`
}
