import type { AttributeValue, ConsumedCapacity, DynamoDBClient, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { awsClient } from '../aws-client.ts'
import { Fault } from '../errors.ts'
import type { Condition, Item, Meter, QueryInput, Store, TransactWrite, Update } from './store.ts'

export type ClientOptions = {
  readonly table: string
  readonly region: string
  readonly endpoint?: string | undefined
  readonly meter?: Meter
}

type Sdk = typeof import('@aws-sdk/client-dynamodb')

/** The store on the AWS SDK. The SDK is loaded, and the client made, when the first call needs them. */
export function dynamoStore(options: ClientOptions): Store {
  const { table, meter } = options
  let loaded: Promise<{ sdk: Sdk; client: DynamoDBClient }> | undefined
  const connect = () => (loaded ??= load(options))
  const counted = (operation: string, consumed: ConsumedCapacity | ConsumedCapacity[] | undefined) => {
    if (meter === undefined) return
    const parts = consumed === undefined ? [] : [consumed].flat()
    const sum = (of: (part: ConsumedCapacity) => number | undefined) =>
      parts.reduce((all, part) => all + (of(part) ?? 0), 0)
    const total = sum((part) => part.CapacityUnits)
    const reading = /Get|Query/.test(operation)
    meter(operation, { read: reading ? total : 0, write: reading ? 0 : total })
  }

  return {
    table,
    client: async () => (await connect()).client,
    ...(meter === undefined ? {} : { meter }),

    async get(key) {
      const { sdk, client } = await connect()
      const command = new sdk.GetItemCommand({
        TableName: table,
        Key: marshall(key),
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL',
      })
      const { Item, ConsumedCapacity } = await client.send(command)
      counted('GetItem', ConsumedCapacity)
      return Item === undefined ? undefined : unmarshall(Item)
    },

    async batchGet(keys) {
      const { sdk, client } = await connect()
      const items: Item[] = []
      let left = keys.map((key) => marshall(key))
      while (left.length > 0) {
        const page = left.slice(0, 100)
        const command = new sdk.BatchGetItemCommand({
          RequestItems: { [table]: { Keys: page, ConsistentRead: true } },
          ReturnConsumedCapacity: 'TOTAL',
        })
        const { Responses, UnprocessedKeys, ConsumedCapacity } = await client.send(command)
        counted('BatchGetItem', ConsumedCapacity)
        for (const item of Responses?.[table] ?? []) items.push(unmarshall(item))
        left = [...(UnprocessedKeys?.[table]?.Keys ?? []), ...left.slice(100)]
      }
      return items
    },

    async query(input) {
      const { sdk, client } = await connect()
      const { Items, LastEvaluatedKey, ConsumedCapacity } = await client.send(
        new sdk.QueryCommand(queryOf(table, input)),
      )
      counted('Query', ConsumedCapacity)
      const items = (Items ?? []).map((item) => unmarshall(item))
      return LastEvaluatedKey === undefined ? { items } : { items, next: unmarshall(LastEvaluatedKey) }
    },

    async put(item, condition) {
      const { sdk, client } = await connect()
      const command = new sdk.PutItemCommand({
        TableName: table,
        Item: packed(item),
        ...conditionOf(condition),
        ReturnConsumedCapacity: 'TOTAL',
      })
      return unlessRefused(async () => {
        const { ConsumedCapacity } = await client.send(command)
        counted('PutItem', ConsumedCapacity)
      })
    },

    async update(key, update) {
      const { sdk, client } = await connect()
      const command = new sdk.UpdateItemCommand({
        TableName: table,
        Key: marshall(key),
        ...updateOf(update),
        ReturnValues: 'ALL_NEW',
        ReturnConsumedCapacity: 'TOTAL',
      })
      let attributes: Item | undefined
      await unlessRefused(async () => {
        const { Attributes, ConsumedCapacity } = await client.send(command)
        counted('UpdateItem', ConsumedCapacity)
        attributes = unmarshall(Attributes ?? {})
      })
      return attributes
    },

    async transact(writes) {
      const { sdk, client } = await connect()
      const command = new sdk.TransactWriteItemsCommand({
        TransactItems: writes.map((write) => transactItem(table, write)),
        ReturnConsumedCapacity: 'TOTAL',
      })
      return unlessRefused(async () => {
        const { ConsumedCapacity } = await client.send(command)
        counted('TransactWriteItems', ConsumedCapacity)
      })
    },

    async remove(key, condition) {
      const { sdk, client } = await connect()
      const command = new sdk.DeleteItemCommand({
        TableName: table,
        Key: marshall(key),
        ...conditionOf(condition),
        ReturnConsumedCapacity: 'TOTAL',
      })
      return unlessRefused(async () => {
        const { ConsumedCapacity } = await client.send(command)
        counted('DeleteItem', ConsumedCapacity)
      })
    },
  }
}

async function load({ region, endpoint }: ClientOptions): Promise<{ sdk: Sdk; client: DynamoDBClient }> {
  const sdk = await import('@aws-sdk/client-dynamodb')
  const client = new sdk.DynamoDBClient(awsClient({ region, endpoint }))
  return { sdk, client }
}

function packed(item: Item): Record<string, AttributeValue> {
  return marshall(item, { removeUndefinedValues: true })
}

function conditionOf(condition: Condition | undefined) {
  if (condition === undefined) return {}
  return {
    ConditionExpression: condition.expression,
    ...(condition.names === undefined ? {} : { ExpressionAttributeNames: condition.names }),
    ...(condition.values === undefined ? {} : { ExpressionAttributeValues: packed(condition.values) }),
  }
}

function updateOf(update: Update) {
  return {
    UpdateExpression: update.expression,
    ...(update.condition === undefined ? {} : { ConditionExpression: update.condition }),
    ...(update.names === undefined ? {} : { ExpressionAttributeNames: update.names }),
    ...(update.values === undefined ? {} : { ExpressionAttributeValues: packed(update.values) }),
  }
}

function queryOf(table: string, input: QueryInput) {
  const { pk, sk, index, limit, after, backwards } = input
  const range = sk === undefined ? '' : 'prefix' in sk ? ' AND begins_with(#sk, :sk)' : ' AND #sk <= :sk'
  return {
    TableName: table,
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
    KeyConditionExpression: `#pk = :pk${range}`,
    ExpressionAttributeNames: { '#pk': pk.name, ...(sk === undefined ? {} : { '#sk': sk.name }) },
    ExpressionAttributeValues: packed({
      ':pk': pk.value,
      ...(sk === undefined ? {} : { ':sk': 'prefix' in sk ? sk.prefix : sk.upTo }),
    }),
    ...(limit === undefined ? {} : { Limit: limit }),
    ...(after === undefined ? {} : { ExclusiveStartKey: packed(after) }),
    ...(backwards ? { ScanIndexForward: false } : {}),
    ReturnConsumedCapacity: 'TOTAL' as const,
  }
}

function transactItem(table: string, write: TransactWrite): TransactWriteItem {
  if ('put' in write) return { Put: { TableName: table, Item: packed(write.put), ...conditionOf(write.condition) } }
  if ('check' in write) {
    const { expression, names, values } = write.condition
    return {
      ConditionCheck: {
        TableName: table,
        Key: marshall(write.check),
        ConditionExpression: expression,
        ExpressionAttributeNames: names,
        ExpressionAttributeValues: values === undefined ? undefined : packed(values),
      },
    }
  }
  if ('update' in write) return { Update: { TableName: table, Key: marshall(write.update), ...updateOf(write.change) } }
  return { Delete: { TableName: table, Key: marshall(write.remove), ...conditionOf(write.condition) } }
}

// A condition that does not hold is an answer. So is a transaction in the way: the caller reads and decides again.
async function unlessRefused(send: () => Promise<void>): Promise<boolean> {
  try {
    await send()
    return true
  } catch (error) {
    const { name, CancellationReasons: reasons = [] } = error as {
      name?: string
      CancellationReasons?: { Code?: string }[]
    }
    if (name === 'ConditionalCheckFailedException' || name === 'TransactionConflictException') return false
    const expected = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict'])
    if (name === 'TransactionCanceledException' && reasons.every(({ Code }) => expected.has(Code ?? 'None')))
      return false
    if (name === 'TransactionCanceledException')
      throw new Fault('a transaction was cancelled', { reasons: reasons.map(({ Code }) => Code) }, { cause: error })
    throw error
  }
}
