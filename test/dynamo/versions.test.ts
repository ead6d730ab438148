import { marshall } from '@aws-sdk/util-dynamodb'
import type { DynamoDBRecord } from 'aws-lambda'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dynamoStore } from '../../app/dynamo/client.ts'
import { KINDS, type Kind } from '../../app/dynamo/kinds.ts'
import type { Item, Store } from '../../app/dynamo/store.ts'
import { eachChange } from '../../app/dynamo/stream.ts'
import { sweep } from '../../app/dynamo/sweep.ts'
import type { Key } from '../../app/dynamo/table.ts'
import { taskItem } from '../../app/dynamo/task-item.ts'
import { versions } from '../../app/dynamo/versions.ts'
import { outside, startTable, type TestTable } from '../support/table.ts'
import { aTask } from '../support/tasks.ts'

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())

/** Tells a sum of money from a mere number: a shape that code of before would misread. */
const inCents = (item: Item): Item => {
  const { price, ...rest } = item
  return 'cents' in item ? item : { ...rest, cents: Number(price) * 100 }
}

/** The code of three releases: of before, one that reads what comes and still writes so that all can read, one that writes it. */
const BEFORE: Record<string, Kind> = { ...KINDS, settings: { writes: 1, upcasts: [] } }
const EXPAND: Record<string, Kind> = { ...KINDS, settings: { writes: 1, upcasts: [inCents] } }
const CONTRACT: Record<string, Kind> = { ...KINDS, settings: { writes: 2, upcasts: [inCents] } }

function storeOf(kinds: Readonly<Record<string, Kind>>): Store {
  return dynamoStore({ table: table.store.table, region: 'us-east-1', endpoint: table.endpoint, ...outside, kinds })
}

let places = 0
function place(): Key {
  return { pk: `W#T${++places}`, sk: 'SETTINGS' }
}

const ABSENT = { expression: 'attribute_not_exists(pk)' }
const REFUSED = {
  message: 'an item was written by newer code, which alone may read it',
  data: { kind: 'settings', version: 2, known: 1 },
}

describe('an item', () => {
  it('is written with the version of its kind, and one that bears none is of the first', async () => {
    const key = place()
    await storeOf(CONTRACT).put({ ...key, kind: 'settings', cents: 500 })
    expect(await storeOf(CONTRACT).get(key)).toEqual({ ...key, kind: 'settings', v: 2, cents: 500 })
    const { current } = versions(CONTRACT)
    expect(current({ ...key, kind: 'settings', price: 5 })).toEqual({ ...key, kind: 'settings', cents: 500 })
  })

  it('of a kind that nobody has declared is not written', async () => {
    const wanted = { ...place(), kind: 'novelty' }
    await expect(table.store.put(wanted)).rejects.toThrow('a kind of item is not declared')
    expect(await table.store.get({ pk: wanted.pk, sk: wanted.sk })).toBeUndefined()
  })

  it('is read by the steps from its own version to the last, and by no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 7 }), (steps, version) => {
        const upcasts = Array.from({ length: steps }, (_, step) => (item: Item) => ({
          ...item,
          path: [...(item['path'] as number[]), step + 1],
        }))
        const { current } = versions({ settings: { writes: 1, upcasts } })
        const item = { kind: 'settings', v: version, path: [] }
        if (version > steps + 1) {
          expect(() => current(item)).toThrow(REFUSED.message)
          return
        }
        const walked = Array.from({ length: steps + 1 - version }, (_, step) => version + step)
        expect(current(item)).toEqual({ ...item, path: walked })
      }),
    )
  })

  it('of a pull request from before there was a list stands in none, and one that says where it stands is believed', () => {
    const { current } = versions()
    const before = { pk: 'p', sk: 'PULL#1', kind: 'pull', pull: {}, ever: ['UAPI-1'], revision: 1 }
    expect(current(before)).toEqual({ ...before, isListed: false })
    expect(current({ ...before, isListed: true })).toEqual({ ...before, isListed: true })
    const head = { pk: 'p', sk: 'HEAD#a#PULL#1', kind: 'pull', pull: {}, ordinal: 1 }
    expect(current(head)).toEqual(head)
  })
})

describe('while code of two releases runs side by side', () => {
  it('the first that knows a new shape reads both, and writes what the one before can read', async () => {
    const key = place()
    await storeOf(BEFORE).put({ ...key, kind: 'settings', price: 5 })
    expect(await storeOf(EXPAND).get(key)).toEqual({ ...key, kind: 'settings', v: 1, cents: 500 })
    await storeOf(EXPAND).put({ ...key, kind: 'settings', price: 7, cents: 700 })
    expect(await storeOf(BEFORE).get(key)).toEqual({ ...key, kind: 'settings', v: 1, price: 7, cents: 700 })
    await storeOf(CONTRACT).put({ ...key, kind: 'settings', cents: 900 })
    expect(await storeOf(EXPAND).get(key)).toEqual({ ...key, kind: 'settings', v: 2, cents: 900 })
    expect(await storeOf(EXPAND).put({ ...key, kind: 'settings', price: 9, cents: 950 })).toBe(true)
  })

  const writes: readonly [string, (store: Store, key: Key) => Promise<unknown>][] = [
    ['reads it', (store, key) => store.get(key)],
    ['reads it among others', (store, key) => store.batchGet([key])],
    ['finds it', (store, key) => store.query({ pk: { name: 'pk', value: key.pk } })],
    ['writes over it', (store, key) => store.put({ ...key, kind: 'settings', price: 1 })],
    ['would write it anew', (store, key) => store.put({ ...key, kind: 'settings', price: 1 }, ABSENT)],
    ['changes it', (store, key) => store.update(key, { kind: 'settings', ...raise })],
    ['changes it if', (store, key) => store.update(key, { kind: 'settings', ...raise, condition: '#n <> :one' })],
    ['writes over it with others', (store, key) => store.transact([{ put: { ...key, kind: 'settings' } }])],
    [
      'changes it with others',
      (store, key) => store.transact([{ update: key, change: { kind: 'settings', ...raise } }]),
    ],
  ]
  const raise = { expression: 'SET #n = :one', names: { '#n': 'n' }, values: { ':one': 1 } }

  it.each(writes)('code that cannot read it fails, to come again, and leaves it whole: %s', async (_, act) => {
    const key = place()
    const stored = { ...key, kind: 'settings', cents: 500, isNew: true }
    await storeOf(CONTRACT).put(stored)
    await expect(act(storeOf(BEFORE), key)).rejects.toMatchObject(REFUSED)
    expect(await storeOf(CONTRACT).get(key)).toEqual({ ...stored, v: 2 })
  })

  it.each(writes.slice(3))('and what it can read, it may: %s', async (_, act) => {
    const key = place()
    await storeOf(BEFORE).put({ ...key, kind: 'settings', price: 5 })
    await expect(act(storeOf(BEFORE), key)).resolves.toBeDefined()
  })

  it('whoever deletes a workspace deletes what newer code wrote, too', async () => {
    const key = place()
    await storeOf(CONTRACT).put({ ...key, kind: 'settings', cents: 500 })
    expect(await sweep(storeOf(BEFORE), 10).empty(key.pk)).toBe(true)
    expect(await storeOf(CONTRACT).get(key)).toBeUndefined()
  })

  it('a change in the stream that newer code wrote is not passed over: it comes again', async () => {
    const image = (item: Item) => marshall(item, { removeUndefinedValues: true }) as never
    const item = taskItem(aTask(), [])
    const record = (v: number): DynamoDBRecord => ({
      dynamodb: { SequenceNumber: `${v}`, NewImage: image({ ...item, v }) },
    })
    const said: unknown[] = []
    const log = { info: () => {}, warn: () => {}, error: (words: string) => void said.push(words) }
    const seen: string[] = []
    const answer = await eachChange(
      { Records: [record(1), record(99)] },
      async ({ task }) => void seen.push(task.id),
      log,
    )
    expect([answer, seen, said]).toEqual([
      { batchItemFailures: [{ itemIdentifier: '99' }] },
      ['UAPI-2'],
      ['a change could not be worked on'],
    ])
  })
})
