import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateTableCommand, DeleteTableCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import type { AttributeValue, DynamoDBStreamEvent } from 'aws-lambda'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../../app/log.ts'
import { silentLog } from '../../app/log.ts'
import { type Checkpoints, fileCheckpoints } from '../../infra/local/checkpoints.ts'
import { type StreamSource, type StreamSourceOptions, startStreamSource } from '../../infra/local/stream-source.ts'
import { type StreamSpec, streams } from '../../infra/topology.ts'
import { type Dynoxide, startDynoxide } from '../support/dynoxide.ts'

let dynoxide: Dynoxide
let tables: DynamoDBClient
let clients: StreamSourceOptions['clients']
let dir: string
let tableName: string
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

function connectTo({ endpoint }: Dynoxide) {
  const aws = { region: 'us-east-1', endpoint, credentials: { accessKeyId: 'x', secretAccessKey: 'x' }, maxAttempts: 1 }
  tables = new DynamoDBClient(aws)
  clients = { tables, streams: new DynamoDBStreamsClient(aws) }
}

async function createTable() {
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
async function write(...names: readonly string[]) {
  for (const name of names) {
    const kind = name.startsWith('edge') ? 'edge' : 'task'
    await tables.send(new PutItemCommand({ TableName: tableName, Item: { pk: { S: name }, kind: { S: kind } } }))
  }
}

type Take = (names: readonly string[], event: DynamoDBStreamEvent) => unknown

function start(
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

function nameOf(record: DynamoDBStreamEvent['Records'][number]): string {
  const key: AttributeValue | undefined = record.dynamodb?.Keys?.['pk']
  return key?.S ?? ''
}

const spec = (over: Partial<StreamSpec>): StreamSpec => ({ ...streams.relay, ...over })

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
    expect(batches).toEqual([['a', 'b', 'c', 'd'], ['b'], ['c', 'd']])
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

  it('goes on after a restart exactly behind the last saved record', async () => {
    await createTable()
    await write('a', 'b')
    const first: string[] = []
    const source = start((names) => void first.push(...names), { checkpoints: await fileCheckpoints(dir) })
    await source.drained()
    await source.stop()
    await write('c', 'd')
    const second: string[] = []
    await start((names) => void second.push(...names), { checkpoints: await fileCheckpoints(dir) }).drained()
    expect([first, second]).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ])
  })

  it('delivers again what was handled but not saved before a crash', async () => {
    await createTable()
    await write('a', 'b')
    const cursors = await fileCheckpoints(dir)
    const first: string[] = []
    const crashing = start((names) => void first.push(...names), {
      checkpoints: { ...cursors, save: () => Promise.reject(new Error('the disk is full')) },
    })
    await expect.poll(() => first.length).toBeGreaterThan(0)
    await crashing.stop()
    const second: string[] = []
    await start((names) => void second.push(...names), { checkpoints: await fileCheckpoints(dir) }).drained()
    expect(second).toEqual(['a', 'b'])
  })

  it('lets two consumers go each at its own pace', async () => {
    await createTable()
    await write('a', 'b')
    const checkpoints = await fileCheckpoints(dir)
    const fast: string[] = []
    const slow: string[] = []
    const gate = Promise.withResolvers<void>()
    const stuck = start(
      async (names) => {
        await gate.promise
        slow.push(...names)
      },
      { checkpoints, name: 'slow' },
    )
    await start((names) => void fast.push(...names), { checkpoints, name: 'fast' }).drained()
    expect([fast, slow]).toEqual([['a', 'b'], []])
    gate.resolve()
    await stuck.drained()
    expect(slow).toEqual(['a', 'b'])
    expect(Object.keys(JSON.parse(await readFile(join(dir, 'cursors.json'), 'utf8'))).sort()).toEqual(['fast', 'slow'])
  })

  it('reads a stream that was begun anew from its start, and says so', async () => {
    await createTable()
    await write('a')
    const source = start(() => {}, { checkpoints: await fileCheckpoints(dir) })
    await source.drained()
    await source.stop()
    await tables.send(new DeleteTableCommand({ TableName: tableName }))
    await createTable()
    await write('b')
    const names: string[] = []
    const warnings: string[] = []
    const log: Log = { ...silentLog, warn: (message, data) => warnings.push(`${message}: ${data?.['reason']}`) }
    await start((batch) => void names.push(...batch), { checkpoints: await fileCheckpoints(dir), log }).drained()
    expect(names).toContain('b')
    expect(warnings).toEqual([
      'a saved stream cursor cannot be used: reading from the oldest record: it belongs to another stream',
    ])
  })

  it('does not believe a cursor that is newer than the stream', async () => {
    await createTable()
    await write('a')
    const checkpoints = await fileCheckpoints(dir)
    const first = start(() => {}, { checkpoints })
    await first.drained()
    await first.stop()
    const cursor = await checkpoints.load('relay')
    await checkpoints.save('relay', { streamArn: cursor?.streamArn ?? '', sequenceNumber: '999999' })
    const names: string[] = []
    await start((batch) => void names.push(...batch), { checkpoints: await fileCheckpoints(dir) }).drained()
    expect(names).toEqual(['a'])
  })

  it('outlives the database, and notices that it came back empty', async () => {
    const own = await startDynoxide()
    connectTo(own)
    const warnings: string[] = []
    const log: Log = { ...silentLog, warn: (message) => warnings.push(message) }
    try {
      await createTable()
      await write('a', 'b', 'c')
      const names: string[] = []
      const source = start((batch) => void names.push(...batch), { checkpoints: await fileCheckpoints(dir), log })
      await source.drained()
      await own.stop()
      const again = await startDynoxide({ port: Number(new URL(own.endpoint).port) })
      try {
        await createTable()
        await write('d')
        await expect.poll(() => names, { timeout: 10_000 }).toEqual(['a', 'b', 'c', 'd'])
        expect(warnings).toContain('a saved stream cursor cannot be used: reading from the oldest record')
        await source.stop()
      } finally {
        await again.stop()
      }
    } finally {
      connectTo(dynoxide)
    }
  })
})
