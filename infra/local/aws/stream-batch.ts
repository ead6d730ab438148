import type { StreamSpec } from '../../topology.ts'
import type { Invoke } from '../functions/lambda.ts'
import type { StreamRecord } from './stream-records.ts'

/** A record that was given up, with the reason. It is kept whole, so that nothing is lost with it. */
export type GivenUp = {
  readonly record: StreamRecord
  readonly attempts: number
  readonly error: unknown
  /** As Lambda names it. */
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded'
}

/** What a batch needs. `done` is told, in order, the last record that is settled. `pause` returns early when stopping. */
export type BatchPorts = {
  readonly invoke: Invoke
  readonly done: (record: StreamRecord) => Promise<void>
  readonly giveUp: (givenUp: GivenUp) => Promise<void>
  readonly pause: (attempt: number) => Promise<void>
  readonly stopping: () => boolean
  /** Epoch milliseconds. */
  readonly now: () => number
}

type Part = { readonly records: readonly StreamRecord[]; readonly attempts: number }

/**
 * Runs one batch as Lambda does, in order. After an error it is halved. After a report it is cut at the record that is named:
 * what stands before is settled, and the rest comes again together; a report that settles nothing is an attempt at all of it.
 * Splitting is no attempt. What has failed `maxAttempts` times, or has failed and is too old, is given up. (Lambda gives up
 * what is too old before it has tried, too; but a laptop may just have been closed.)
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export async function runBatch(spec: StreamSpec, records: readonly StreamRecord[], ports: BatchPorts): Promise<void> {
  const parts: Part[] = [{ records, attempts: 0 }]
  for (let part = parts.shift(); part !== undefined && !ports.stopping(); part = parts.shift()) {
    const { failedAt, reported, error } = await attempt(spec, part.records, ports.invoke)
    const settled = part.records.slice(0, failedAt)
    const rest = part.records.slice(failedAt)
    const last = settled.at(-1)
    if (last !== undefined) await ports.done(last)
    const giveUp = async (given: readonly StreamRecord[], condition: GivenUp['condition'], attempts: number) => {
      for (const record of given) {
        await ports.giveUp({ record, attempts, error, condition })
        await ports.done(record)
      }
    }
    const oldest = ports.now() - spec.maxAgeHours * AN_HOUR
    const old = rest.filter((record) => createdAt(record) < oldest)
    await giveUp(old, 'RecordAgeExceeded', part.attempts + 1)
    const left = rest.slice(old.length)
    if (left.length === 0) continue
    if (settled.length + old.length > 0) {
      parts.unshift({ records: left, attempts: 0 })
      continue
    }
    if (!reported && spec.bisectOnError && left.length > 1) {
      const half = Math.ceil(left.length / 2)
      parts.unshift({ records: left.slice(0, half), attempts: 0 }, { records: left.slice(half), attempts: 0 })
      continue
    }
    const attempts = part.attempts + 1
    if (attempts < spec.maxAttempts) {
      await ports.pause(attempts)
      parts.unshift({ records: left, attempts })
      continue
    }
    await giveUp(left, 'RetryAttemptsExhausted', attempts)
  }
}

const AN_HOUR = 3_600_000

// Records are in order of their creation. DynamoDB says it in seconds.
function createdAt({ dynamodb }: StreamRecord): number {
  return (dynamodb.ApproximateCreationDateTime ?? Number.POSITIVE_INFINITY) * 1_000
}

/** `failedAt` is the number of records that succeeded from the front. */
type Outcome = { readonly failedAt: number; readonly reported: boolean; readonly error: unknown }

async function attempt(spec: StreamSpec, records: readonly StreamRecord[], invoke: Invoke): Promise<Outcome> {
  try {
    const answer = await invoke(spec.function, { Records: records })
    const failed = failuresIn(answer)
    if (failed.length === 0) return { failedAt: records.length, reported: true, error: undefined }
    const at = records.findIndex((record) => failed.includes(record.dynamodb.SequenceNumber))
    // Lambda takes an identifier that it does not know for a failure of the whole batch.
    return { failedAt: Math.max(at, 0), reported: at >= 0, error: 'reported in batchItemFailures' }
  } catch (error) {
    return { failedAt: 0, reported: false, error }
  }
}

/** The identifiers in `batchItemFailures`; none when the answer has no such field, as Lambda reads it. */
export function failuresIn(answer: unknown): readonly unknown[] {
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return []
  if (!Array.isArray(answer.batchItemFailures)) return []
  return answer.batchItemFailures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier)
}
