import type { Log } from '../../../app/log.ts'
import type { StreamSpec } from '../../topology.ts'
import type { Invoke } from '../functions/lambda.ts'
import { createNudge } from '../nudge.ts'
import type { Checkpoints, Cursor } from './checkpoints.ts'
import { matches } from './event-pattern.ts'
import { runBatch } from './stream-batch.ts'
import { keepFailure } from './stream-failures.ts'
import { type DynamoClients, openStream, type StreamReader, streamOf } from './stream-reader.ts'
import type { StreamRecord } from './stream-records.ts'

/** One function's own walk along the table's stream. */
export type StreamSource = {
  readonly name: string
  readonly spec: StreamSpec
  /** Looks at once, because something was written. */
  nudge(): void
  /** Resolves when a look that began after this call found nothing new, and everything before it is settled. */
  drained(): Promise<void>
  /** Finishes the invocation under way and ends; what was not settled comes again at the next start. */
  stop(): Promise<void>
}

export type StreamSourceOptions = {
  readonly name: string
  readonly spec: StreamSpec
  readonly clients: DynamoClients
  readonly tableName: string
  readonly invoke: Invoke
  readonly checkpoints: Checkpoints
  /** Parent of `stream-failures`. */
  readonly dir: string
  readonly log: Log
  readonly idleMs?: number
  /** Milliseconds before the next attempt at what has failed `attempt` times. */
  readonly backoffMs?: (attempt: number) => number
}

/** Idle looks between two checks that the stream is still the same one: the database may have been begun anew. */
const LOOKS_PER_IDENTITY_CHECK = 10

/** Starts a DynamoDB stream event source mapping. Never throws for an absent table or database: it waits for them. */
export function startStreamSource(options: StreamSourceOptions): StreamSource {
  const { name, spec, clients, tableName, checkpoints, log } = options
  const backoffMs = options.backoffMs ?? ((attempt) => Math.min(10_000, 100 * 2 ** attempt))
  const idleMs = options.idleMs ?? 500
  const idle = createNudge()
  const backoff = createNudge()
  let stopping = false
  let reader: StreamReader | undefined
  let cursor: Cursor | undefined
  let trouble = ''
  let emptyLooks = 0
  let looks = 0
  let waiting: { readonly after: number; readonly resolve: () => void }[] = []

  const save = async (record: StreamRecord, streamArn: string) => {
    cursor = { streamArn, sequenceNumber: record.dynamodb.SequenceNumber }
    await checkpoints.save(name, cursor)
  }

  const open = async (): Promise<StreamReader | undefined> => {
    const streamArn = await streamOf(clients, tableName)
    return streamArn === undefined ? undefined : await openStream(clients, streamArn, cursor, log)
  }

  const deliver = async (records: readonly StreamRecord[], streamArn: string) => {
    const wanted = records.filter((record) => matches(spec.filter, record))
    for (let from = 0; from < wanted.length && !stopping; from += spec.batchSize) {
      await runBatch(spec, wanted.slice(from, from + spec.batchSize), {
        invoke: options.invoke,
        done: (record) => save(record, streamArn),
        giveUp: async (givenUp) => {
          const path = await keepFailure(options.dir, spec.function, givenUp, new Date())
          log.error('a stream record was given up and kept', { function: spec.function, path, error: givenUp.error })
        },
        pause: (attempt) => (stopping ? Promise.resolve() : backoff.wait(backoffMs(attempt))),
        stopping: () => stopping,
        now: Date.now,
      })
    }
    const last = records.at(-1)
    // What the filter left out is settled too, but only behind everything that it let in.
    if (last !== undefined && !stopping && cursor?.sequenceNumber !== last.dynamodb.SequenceNumber) {
      await save(last, streamArn)
    }
  }

  const look = async () => {
    reader ??= await open()
    if (reader === undefined) return
    const mine = ++looks
    const records = await reader.read()
    if (records.length > 0) {
      emptyLooks = 0
      return await deliver(records, reader.streamArn)
    }
    for (const each of waiting.filter(({ after }) => mine > after)) each.resolve()
    waiting = waiting.filter(({ after }) => mine <= after)
    if (++emptyLooks % LOOKS_PER_IDENTITY_CHECK === 0) {
      if ((await streamOf(clients, tableName)) !== reader.streamArn) reader = undefined
    }
    if (reader !== undefined && waiting.length === 0) await idle.wait(idleMs)
  }

  const run = async () => {
    while (!stopping) {
      try {
        if (cursor === undefined) cursor = await checkpoints.load(name)
        await look()
        if (reader === undefined) await idle.wait(idleMs)
        else if (trouble !== '') {
          trouble = ''
          log.info('the stream is read again', { name })
        }
      } catch (error) {
        // Said once for each cause, not at every look; the way back leads through the last saved cursor.
        if (String(error) !== trouble) log.warn('the stream cannot be read: trying on', { name, error })
        trouble = String(error)
        reader = undefined
        if (!stopping) await idle.wait(idleMs)
      }
    }
  }
  const ended = run()

  return {
    name,
    spec,
    nudge: idle.now,
    drained: () =>
      new Promise((resolve) => {
        waiting.push({ after: looks, resolve })
        idle.now()
      }),
    stop: async () => {
      stopping = true
      idle.now()
      backoff.now()
      await ended
      for (const each of waiting) each.resolve()
    },
  }
}
