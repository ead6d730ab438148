import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PutItemCommand } from '@aws-sdk/client-dynamodb'
import type { DynamoDBStreamEvent } from 'aws-lambda'
import { describe, expect, it } from 'vitest'
import type { Log } from '../../../app/log.ts'
import { silentLog } from '../../../app/log.ts'
import { fileCheckpoints } from '../../../infra/local/aws/checkpoints.ts'
import { createTable, dir, nameOf, spec, start, tableName, tables, write } from '../../support/stream-source.ts'

describe('a stream source', () => {
  it('hands over records as Lambda does', async () => {
    await createTable()
    const item = {
      pk: { S: 'ü' },
      kind: { S: 'task' },
      b: { B: Buffer.from([1, 255]) },
      bs: { BS: [Buffer.from([2])] },
      m: { M: { l: { L: [{ N: '1.5' }, { NULL: true }, { BOOL: false }, { B: Buffer.from([3]) }] } } },
      ns: { NS: ['1', '2'] },
    }
    await tables.send(new PutItemCommand({ TableName: tableName, Item: item }))
    await tables.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: 'ü' }, kind: { S: 'task' } } }))
    const events: DynamoDBStreamEvent[] = []
    await start((_, event) => void events.push(event), { checkpoints: await fileCheckpoints(dir) }).drained()
    const image = {
      pk: { S: 'ü' },
      kind: { S: 'task' },
      b: { B: 'Af8=' },
      bs: { BS: ['Ag=='] },
      m: { M: { l: { L: [{ N: '1.5' }, { NULL: true }, { BOOL: false }, { B: 'Aw==' }] } } },
      ns: { NS: ['1', '2'] },
    }
    const common = {
      eventID: expect.any(String),
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN: expect.stringContaining(`table/${tableName}/stream/`),
    }
    const place = {
      ApproximateCreationDateTime: expect.any(Number),
      Keys: { pk: { S: 'ü' } },
      SequenceNumber: expect.stringMatching(/^\d+$/),
      SizeBytes: expect.any(Number),
      StreamViewType: 'NEW_AND_OLD_IMAGES',
    }
    const second = { pk: { S: 'ü' }, kind: { S: 'task' } }
    expect(events).toEqual([
      {
        Records: [
          { ...common, eventName: 'INSERT', dynamodb: { ...place, NewImage: image } },
          { ...common, eventName: 'MODIFY', dynamodb: { ...place, NewImage: second, OldImage: image } },
        ],
      },
    ])
    const at = events[0]?.Records[0]?.dynamodb?.ApproximateCreationDateTime ?? 0
    expect(Math.abs(at - Date.now() / 1000)).toBeLessThan(60)
  })

  it('delivers what the filter lets in, in order, in batches', async () => {
    await createTable()
    await write('a', 'edge-1', 'b', 'c', 'edge-2', 'd', 'e')
    const batches: (readonly string[])[] = []
    const checkpoints = await fileCheckpoints(dir)
    const source = start((names) => void batches.push(names), { checkpoints, spec: spec({ batchSize: 2 }) })
    await source.drained()
    expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']])
  })

  it('wakes at once when nudged', async () => {
    await createTable()
    const batches: (readonly string[])[] = []
    const checkpoints = await fileCheckpoints(dir)
    const source = start((names) => void batches.push(names), { checkpoints, idleMs: 3_600_000 })
    await source.drained()
    await write('a')
    source.nudge()
    await expect.poll(() => batches).toEqual([['a']])
  })

  it('waits for a table that does not exist yet', async () => {
    const batches: (readonly string[])[] = []
    start((names) => void batches.push(names), { checkpoints: await fileCheckpoints(dir) })
    await createTable()
    await write('a')
    await expect.poll(() => batches).toEqual([['a']])
  })

  it('goes on at the lowest record that failed', async () => {
    await createTable()
    await write('a', 'b', 'c', 'd')
    const batches: (readonly string[])[] = []
    const failing = new Set(['b', 'd'])
    const source = start(
      (names, event) => {
        batches.push(names)
        const failed = event.Records.filter((record) => failing.delete(nameOf(record)))
        return { batchItemFailures: failed.map((record) => ({ itemIdentifier: record.dynamodb?.SequenceNumber })) }
      },
      { checkpoints: await fileCheckpoints(dir) },
    )
    await source.drained()
    expect(batches).toEqual([
      ['a', 'b', 'c', 'd'],
      ['b', 'c', 'd'],
    ])
  })

  it('halves a batch that throws until the poison is alone, keeps that whole and delivers all others', async () => {
    await createTable()
    const names = Array.from({ length: 12 }, (_, i) => `task-${i}`)
    await write(...names)
    const delivered: string[] = []
    let attemptsAtPoison = 0
    const errors: unknown[] = []
    const log: Log = { ...silentLog, error: (message, data) => errors.push([message, data]) }
    const source = start(
      (batch) => {
        if (batch.includes('task-7')) {
          if (batch.length === 1) attemptsAtPoison++
          throw new Error('poison')
        }
        delivered.push(...batch)
      },
      { checkpoints: await fileCheckpoints(dir), log, spec: spec({ maxAttempts: 3 }) },
    )
    await source.drained()
    expect(delivered).toEqual(names.filter((name) => name !== 'task-7'))
    expect(attemptsAtPoison).toBe(3)

    const [file = '', ...more] = await readdir(join(dir, 'stream-failures'))
    expect(more).toEqual([])
    const kept = JSON.parse(await readFile(join(dir, 'stream-failures', file), 'utf8'))
    const sequenceNumber = kept.event.Records[0].dynamodb.SequenceNumber
    expect(file).toBe(`relay-${sequenceNumber}.json`)
    expect(kept).toEqual({
      function: 'relay',
      condition: 'RetryAttemptsExhausted',
      attempts: 3,
      reason: 'Error: poison',
      at: expect.any(String),
      event: {
        Records: [
          expect.objectContaining({
            eventName: 'INSERT',
            eventSourceARN: expect.any(String),
            dynamodb: expect.objectContaining({ NewImage: { pk: { S: 'task-7' }, kind: { S: 'task' } } }),
          }),
        ],
      },
    })
    expect(errors).toEqual([['a stream record was given up and kept', expect.objectContaining({ function: 'relay' })]])
  })

  it('gives up on nothing when it cannot keep it', async () => {
    await createTable()
    await write('a', 'b')
    // The folder cannot be made, because a file of that name stands there.
    const checkpoints = await fileCheckpoints(dir)
    const blocked = join(dir, 'file')
    await writeFile(blocked, '')
    const delivered: string[] = []
    let poisoned = true
    let tries = 0
    start(
      (names) => {
        if (poisoned && ++tries > 20) poisoned = false
        if (poisoned) throw new Error('no')
        delivered.push(...names)
      },
      { checkpoints, dir: blocked, spec: spec({ maxAttempts: 2 }) },
    )
    await expect.poll(() => delivered).toEqual(['a', 'b'])
  })

  it('without bisecting retries the whole rest and gives it up together', async () => {
    await createTable()
    await write('a', 'b')
    const batches: (readonly string[])[] = []
    const source = start(
      (names) => {
        batches.push(names)
        throw new Error('no')
      },
      { checkpoints: await fileCheckpoints(dir), spec: spec({ maxAttempts: 2, bisectOnError: false }) },
    )
    await source.drained()
    expect(batches).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ])
    expect((await readdir(join(dir, 'stream-failures'))).length).toBe(2)
  })
})
