import { setTimeout as delay } from 'node:timers/promises'
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb'
import { tableSchema } from '../../../app/dynamo/schema.ts'
import { Fault } from '../../../app/errors.ts'

const PATIENCE_MS = 10_000

/** Creates the table when it is missing, and waits until it and its stream are there. */
export async function ensureTable(tables: DynamoDBClient, name: string): Promise<'created' | 'found'> {
  const deadline = Date.now() + PATIENCE_MS
  let made: 'created' | 'found' = 'found'
  for (;;) {
    const state = await stateOf(tables, name)
    if (state === 'ready') return made
    if (state === 'missing') {
      made = 'created'
      await create(tables, name)
    }
    if (Date.now() > deadline) throw new Fault('the table does not become ready', { name, state })
    await delay(20)
  }
}

async function stateOf(tables: DynamoDBClient, name: string): Promise<'ready' | 'missing' | 'pending'> {
  try {
    const { Table } = await tables.send(new DescribeTableCommand({ TableName: name }))
    return Table?.TableStatus === 'ACTIVE' && Table.LatestStreamArn !== undefined ? 'ready' : 'pending'
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return 'missing'
    throw error
  }
}

async function create(tables: DynamoDBClient, name: string): Promise<void> {
  try {
    await tables.send(new CreateTableCommand(tableSchema(name)))
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error
  }
}
