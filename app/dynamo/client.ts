import type { AttributeValue, ConsumedCapacity, TransactWriteItem } from '@aws-sdk/client-dynamodb'
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb'
import { AwsError } from '../aws/error.ts'
import type { WireSettings } from '../aws/wire.ts'
import { Fault } from '../errors.ts'
import type { Kind } from './kinds.ts'
import type { Condition, Item, Meter, QueryInput, Store, TransactWrite, Update } from './store.ts'
import { type Versions, versions } from './versions.ts'
import { dynamoWire } from './wire.ts'

export type ClientOptions = WireSettings & {
  readonly table: string
  /** A new token each time, at most 36 characters: it tells a transaction that is sent again from another one. */
  readonly token: () => string
  readonly meter?: Meter
  /** Other kinds than this code knows: those of an older or newer one. */
  readonly kinds?: Readonly<Record<string, Kind>>
}

/** The store on DynamoDB's own wire. */
export function dynamoStore(options: ClientOptions): Store {
  const { table, meter, token } = options
  const call = dynamoWire(options)
  const shapes = versions(options.kinds)
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
    ...(meter === undefined ? {} : { meter }),

    async get(key) {
      const input = {
        TableName: table,
        Key: marshall(key),
        ConsistentRead: true,
        ReturnConsumedCapacity: 'TOTAL' as const,
      }
      const { Item, ConsumedCapacity } = await call('GetItem', input)
      counted('GetItem', ConsumedCapacity)
      return Item === undefined ? undefined : shapes.current(unmarshall(Item))
    },

    async batchGet(keys) {
      const items: Item[] = []
      let left = keys.map((key) => marshall(key))
      while (left.length > 0) {
        const page = left.slice(0, 100)
        const input = {
          RequestItems: { [table]: { Keys: page, ConsistentRead: true } },
          ReturnConsumedCapacity: 'TOTAL' as const,
        }
        const { Responses, UnprocessedKeys, ConsumedCapacity } = await call('BatchGetItem', input)
        counted('BatchGetItem', ConsumedCapacity)
        for (const item of Responses?.[table] ?? []) items.push(shapes.current(unmarshall(item)))
        left = [...(UnprocessedKeys?.[table]?.Keys ?? []), ...left.slice(100)]
      }
      return items
    },

    async query(input) {
      const { Items, LastEvaluatedKey, ConsumedCapacity } = await call('Query', queryOf(table, input))
      counted('Query', ConsumedCapacity)
      const items = (Items ?? []).map((item) => shapes.current(unmarshall(item)))
      return LastEvaluatedKey === undefined ? { items } : { items, next: unmarshall(LastEvaluatedKey) }
    },

    async put(item, condition) {
      const input = {
        TableName: table,
        ...putOf(shapes, item, condition),
        ReturnConsumedCapacity: 'TOTAL' as const,
      }
      return unlessRefused(shapes, async () => {
        const { ConsumedCapacity } = await call('PutItem', input)
        counted('PutItem', ConsumedCapacity)
      })
    },

    async update(key, update) {
      const input = {
        TableName: table,
        Key: marshall(key),
        ...updateOf(shapes, update),
        ReturnValues: 'ALL_NEW' as const,
        ReturnConsumedCapacity: 'TOTAL' as const,
      }
      let attributes: Item | undefined
      await unlessRefused(shapes, async () => {
        const { Attributes, ConsumedCapacity } = await call('UpdateItem', input)
        counted('UpdateItem', ConsumedCapacity)
        attributes = shapes.current(unmarshall(Attributes ?? {}))
      })
      return attributes
    },

    async transact(writes) {
      const input = {
        TransactItems: writes.map((write) => transactItem(table, shapes, write)),
        ClientRequestToken: token(),
        ReturnConsumedCapacity: 'TOTAL' as const,
      }
      return unlessRefused(shapes, async () => {
        const { ConsumedCapacity } = await call('TransactWriteItems', input)
        counted('TransactWriteItems', ConsumedCapacity)
      })
    },

    async remove(key, condition) {
      const input = {
        TableName: table,
        Key: marshall(key),
        ...conditionOf(condition),
        ReturnConsumedCapacity: 'TOTAL' as const,
      }
      return unlessRefused(shapes, async () => {
        const { ConsumedCapacity } = await call('DeleteItem', input)
        counted('DeleteItem', ConsumedCapacity)
      })
    },
  }
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

// What stands in the way comes with the refusal, and costs no read: it tells whether newer code wrote it.
// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html
const TELL = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const

function putOf(shapes: Versions, item: Item, condition: Condition | undefined) {
  return { Item: packed(shapes.stamped(item)), ...conditionOf(shapes.unlessNewer(item['kind'], condition)), ...TELL }
}

function updateOf(shapes: Versions, { kind, expression, condition, names, values }: Update) {
  const held = { expression: condition, ...(names && { names }), ...(values && { values }) }
  return {
    UpdateExpression: expression,
    ...conditionOf(shapes.unlessNewer(kind, held)),
    ...TELL,
  }
}

function queryOf(table: string, input: QueryInput) {
  const { pk, sk, index, limit, after, backwards, keysOnly } = input
  const range = sk === undefined ? '' : 'prefix' in sk ? ' AND begins_with(#sk, :sk)' : ' AND #sk <= :sk'
  return {
    TableName: table,
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
    KeyConditionExpression: `#pk = :pk${range}`,
    ExpressionAttributeNames: { '#pk': pk.name, ...(sk === undefined ? {} : { '#sk': sk.name }) },
    ...(keysOnly === true ? { ProjectionExpression: 'pk, sk' } : {}),
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

function transactItem(table: string, shapes: Versions, write: TransactWrite): TransactWriteItem {
  if ('put' in write) return { Put: { TableName: table, ...putOf(shapes, write.put, write.condition) } }
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
  if ('update' in write) {
    return { Update: { TableName: table, Key: marshall(write.update), ...updateOf(shapes, write.change) } }
  }
  return { Delete: { TableName: table, Key: marshall(write.remove), ...conditionOf(write.condition) } }
}

/*
 * A condition that does not hold is an answer. So is a transaction in the way: the caller reads and decides again.
 *
 * A write whose answer was lost is sent again, and its condition may then refuse what was ours. (The SDK does the same.)
 * A transaction cannot meet that, it has a token. What that means for every caller with a condition:
 * - `append`: the conflict makes `submit` read again; it finds its cause in the task, or nothing left to do.
 * - `clearOwed`, `postpone`, `pause`, `putContent`, rows of pull requests that move forward: what was wanted is there.
 * - `open` of a delivery: the entry that stands is read and answered, and it is the very same.
 * - `move` of a delivery: read again; a claim of our own waits for its lease to end like that of somebody who died, so
 *   a message may be late, not twice. `reserve`: one slot stays empty.
 * - `link` of a pull request: read again, and joined with itself.
 * - `claim` of a statement: known as our own by its number. `letGo`: counts as lost, and whoever lost it looks once more.
 * Without a condition, only `nextNumber` is not the same twice: a number is left out.
 */
async function unlessRefused(shapes: Versions, send: () => Promise<void>): Promise<boolean> {
  try {
    await send()
    return true
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    for (const item of error.standing()) shapes.refuseNewer(unmarshall(item as Record<string, AttributeValue>))
    const { name, reasons } = error
    if (name === 'ConditionalCheckFailedException' || name === 'TransactionConflictException') return false
    if (name !== 'TransactionCanceledException') throw error
    if (reasons.every((reason) => EXPECTED.has(reason))) return false
    throw new Fault('a transaction was cancelled', { reasons }, { cause: error })
  }
}

const EXPECTED = new Set(['None', 'ConditionalCheckFailed', 'TransactionConflict'])
