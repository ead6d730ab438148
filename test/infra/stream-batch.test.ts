import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type GivenUp, runBatch } from '../../infra/local/stream-batch.ts'
import type { StreamRecord } from '../../infra/local/stream-records.ts'
import { type StreamSpec, streams } from '../../infra/topology.ts'

const record = (n: number): StreamRecord => ({ dynamodb: { SequenceNumber: String(n) } })
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
      // A function that keeps order: it stops at the first record that fails, and says so in one way or the other.
      invoke: async (_, event) => {
        invocations++
        for (const each of (event as { Records: readonly StreamRecord[] }).Records) {
          const n = numberOf(each)
          if ((failures[n] ?? 0) > 0) {
            failures[n] = (failures[n] ?? 0) - 1
            if (tempers[n]?.how === 'throws') throw new Error(`${n}`)
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
        // Two for each of the seven halvings, and the ten attempts at the record itself.
        expect(outcome.invocations).toBeLessThanOrEqual(2 * 7 + 10 + 1)
      }),
    )
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
    })
    expect([done, invocations]).toEqual([[0], 1])
  })
})

const healthyOne: Temper = { failures: 0, how: 'throws' }
