import type { StreamSpec } from '../topology.ts'
import type { Invoke } from './lambda.ts'
import type { StreamRecord } from './stream-records.ts'

/** A record that was given up, with the reason. It is kept whole, so that nothing is lost with it. */
export type GivenUp = { readonly record: StreamRecord; readonly attempts: number; readonly error: unknown }

/** What a batch needs. `done` is told, in order, the last record that is settled. `pause` returns early when stopping. */
export type BatchPorts = {
  readonly invoke: Invoke
  readonly done: (record: StreamRecord) => Promise<void>
  readonly giveUp: (givenUp: GivenUp) => Promise<void>
  readonly pause: (attempt: number) => Promise<void>
  readonly stopping: () => boolean
}

type Part = { readonly records: readonly StreamRecord[]; readonly attempts: number }

/**
 * Runs one batch as Lambda does: in order, resuming at the lowest failed record, in halves after an error, and giving
 * up on a record after `maxAttempts`. Splitting does not count as an attempt.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function runBatch(spec: StreamSpec, records: readonly StreamRecord[], ports: BatchPorts): Promise<void> {
  const parts: Part[] = [{ records, attempts: 0 }]
  for (let part = parts.shift(); part !== undefined && !ports.stopping(); part = parts.shift()) {
    const outcome = await attempt(spec, part.records, ports.invoke)
    const settled = part.records.slice(0, outcome.failedAt)
    const rest = part.records.slice(outcome.failedAt)
    const last = settled.at(-1)
    if (last !== undefined) await ports.done(last)
    if (rest.length === 0) continue
    if (spec.bisectOnError && rest.length > 1) {
      // An error says nothing about where; a report names the first to fail, so that one is tried alone.
      const at = outcome.reported ? 1 : Math.ceil(rest.length / 2)
      parts.unshift({ records: rest.slice(0, at), attempts: 0 }, { records: rest.slice(at), attempts: 0 })
      continue
    }
    const attempts = settled.length > 0 ? 1 : part.attempts + 1
    if (attempts < spec.maxAttempts) {
      await ports.pause(attempts)
      parts.unshift({ records: rest, attempts })
      continue
    }
    for (const record of rest) {
      await ports.giveUp({ record, attempts, error: outcome.error })
      await ports.done(record)
    }
  }
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
