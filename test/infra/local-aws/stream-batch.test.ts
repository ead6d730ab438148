import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GivenUp, runBatch } from '../../../infra/local/aws/stream-batch.ts'
import type { StreamRecord } from '../../../infra/local/aws/stream-records.ts'
import { type StreamSpec, streams } from '../../../infra/topology.ts'

const NOW = Date.UTC(2026, 2, 2, 9)
/** Written so many hours ago. */
const record = (n: number, hours = 0): StreamRecord => ({
  dynamodb: { SequenceNumber: String(n), ApproximateCreationDateTime: NOW / 1_000 - hours * 3_600 },
})
const numberOf = (each: StreamRecord) => Number(each.dynamodb.SequenceNumber)

/** How a record treats its function: fails so many times before it goes through, or for ever. */
type Temper = { readonly failures: number; readonly how: 'throws' | 'reports' }

async function run(tempers: readonly Temper[], spec: StreamSpec) {
  const failures = tempers.map((temper) => temper.failures)
  const delivered: number[] = []
  const done: number[] = []
  const givenUp: GivenUp[] = []
  let invocations = 0
  await runBatch(
    spec,
    tempers.map((_, n) => record(n)),
    {
      // A function that keeps order: it stops at the first record that fails, and says so in one way or the other; as ours
      // does, by throwing where a report would settle nothing.
      invoke: async (_, event) => {
        invocations++
        const { Records } = event as { Records: readonly StreamRecord[] }
        for (const [place, each] of Records.entries()) {
          const n = numberOf(each)
          if ((failures[n] ?? 0) > 0) {
            failures[n] = (failures[n] ?? 0) - 1
            if (tempers[n]?.how === 'throws' || (place === 0 && Records.length > 1)) throw new Error(`${n}`)
            return { batchItemFailures: [{ itemIdentifier: each.dynamodb.SequenceNumber }] }
          }
          delivered.push(n)
        }
        return undefined
      },
      done: async (each) => void done.push(numberOf(each)),
      giveUp: async (each) => void givenUp.push(each),
      pause: async () => {},
      stopping: () => false,
      now: () => NOW,
    },
  )
  return { delivered, done, givenUp: givenUp.map((each) => numberOf(each.record)), invocations }
}

const how = fc.constantFrom('throws' as const, 'reports' as const)
const healthy = fc.record({ failures: fc.constantFrom(0, 0, 0, 1, 2), how })
const poison = fc.record({ failures: fc.constant(Number.POSITIVE_INFINITY), how })
const ascending = (numbers: readonly number[]) => numbers.every((n, i) => i === 0 || n >= (numbers[i - 1] ?? 0))

describe('a batch', () => {
  const spec: StreamSpec = { ...streams.relay, maxAttempts: 10 }

  it('is delivered whole by one invocation when nothing fails', async () => {
    expect(await run([healthyOne, healthyOne, healthyOne], spec)).toEqual({
      delivered: [0, 1, 2],
      done: [2],
      givenUp: [],
      invocations: 1,
    })
  })

  it('delivers every healthy record at least once, gives up exactly the poisoned, and settles in order', async () => {
    const tempers = fc.array(fc.oneof({ weight: 4, arbitrary: healthy }, { weight: 1, arbitrary: poison }), {
      minLength: 1,
      maxLength: 25,
    })
    await fc.assert(
      fc.asyncProperty(tempers, async (batch) => {
        const outcome = await run(batch, spec)
        const poisoned = batch.flatMap((temper, n) => (Number.isFinite(temper.failures) ? [] : [n]))
        const others = batch.flatMap((temper, n) => (Number.isFinite(temper.failures) ? [n] : []))
        expect(outcome.givenUp).toEqual(poisoned)
        expect([...new Set(outcome.delivered)]).toEqual(others)
        expect(ascending(outcome.done)).toBe(true)
        expect(outcome.done.at(-1)).toBe(batch.length - 1)
      }),
    )
  })

  it('isolates one poisoned record among a hundred in a few invocations, wherever it stands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 99 }), how, async (at, way) => {
        const batch = Array.from({ length: 100 }, (_, n): Temper => ({ failures: n === at ? Infinity : 0, how: way }))
        const outcome = await run(batch, spec)
        expect(outcome.givenUp).toEqual([at])
        // The batch, what a report leaves of it, two for each of the seven halvings, and the ten attempts at the record itself.
        expect(outcome.invocations).toBeLessThanOrEqual(2 + 2 * 7 + 10)
      }),
    )
  })

  it('comes again whole after a report that settles nothing, and is given up whole: nothing tells what is behind', async () => {
    const { batches, givenUp } = await runWith([record(0), record(1)], () => '0')
    expect(batches).toEqual(Array.from({ length: 10 }, () => ['0', '1']))
    expect(givenUp).toEqual([
      ['0', 10, 'RetryAttemptsExhausted'],
      ['1', 10, 'RetryAttemptsExhausted'],
    ])
  })

  it('comes again together from the record that was reported', async () => {
    const { batches, givenUp } = await runWith([record(0), record(1), record(2)], (_, round) =>
      round === 1 ? '1' : undefined,
    )
    expect([batches, givenUp]).toEqual([
      [
        ['0', '1', '2'],
        ['1', '2'],
      ],
      [],
    ])
  })

  it.each(['', null, 'no such'])('is halved after a report of %j, which is none', async (id) => {
    const { batches } = await runWith([record(0), record(1)], (_, round) => (round === 1 ? id : undefined))
    expect(batches).toEqual([['0', '1'], ['0'], ['1']])
  })

  it('is not tried again where it is too old: that is given up at once, and the rest goes on', async () => {
    const { batches, givenUp } = await runWith([record(0, 13), record(1, 12.5), record(2, 11)], (_, round) =>
      round === 1 ? '0' : undefined,
    )
    expect([batches, givenUp]).toEqual([
      [['0', '1', '2'], ['2']],
      [
        ['0', 1, 'RecordAgeExceeded'],
        ['1', 1, 'RecordAgeExceeded'],
      ],
    ])
  })

  it('is tried once, however old it is: a laptop may have been closed', async () => {
    const { batches, givenUp } = await runWith([record(0, 1_000)], () => undefined)
    expect([batches, givenUp]).toEqual([[['0']], []])
  })

  it('stops between invocations when it is told to, leaving the rest unsettled', async () => {
    const done: number[] = []
    let invocations = 0
    await runBatch(spec, [record(0), record(1)], {
      invoke: async () => {
        invocations++
        return { batchItemFailures: [{ itemIdentifier: '1' }] }
      },
      done: async (each) => void done.push(numberOf(each)),
      giveUp: async () => {
        throw new Error('nothing is given up')
      },
      pause: async () => {},
      stopping: () => invocations > 0,
      now: () => NOW,
    })
    expect([done, invocations]).toEqual([[0], 1])
  })
})

const healthyOne: Temper = { failures: 0, how: 'throws' }

/** Runs records through a function that reports an identifier in each round, or nothing. */
async function runWith(
  records: readonly StreamRecord[],
  report: (names: readonly string[], round: number) => string | null | undefined,
) {
  const batches: string[][] = []
  const givenUp: unknown[] = []
  await runBatch({ ...streams.relay, maxAttempts: 10, maxAgeHours: 12 }, records, {
    invoke: async (_, event) => {
      const names = (event as { Records: readonly StreamRecord[] }).Records.map((each) => each.dynamodb.SequenceNumber)
      batches.push(names)
      const itemIdentifier = report(names, batches.length)
      return itemIdentifier === undefined ? { batchItemFailures: [] } : { batchItemFailures: [{ itemIdentifier }] }
    },
    done: async () => {},
    giveUp: async ({ record, attempts, condition }) =>
      void givenUp.push([record.dynamodb.SequenceNumber, attempts, condition]),
    pause: async () => {},
    stopping: () => false,
    now: () => NOW,
  })
  return { batches, givenUp }
}
