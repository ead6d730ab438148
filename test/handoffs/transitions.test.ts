import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dueAt, isSettled, type LedgerEntry, PATIENCE } from '../../app/handoffs/ledger.ts'
import {
  allSettled,
  ambiguous,
  backOff,
  cancelled,
  claimed,
  dead,
  type Entry,
  givenBack,
  heldSlot,
  isExhausted,
  neverSent,
  pending,
  refused,
  sent,
  waitingForSlot,
} from '../../app/handoffs/transitions.ts'
import { aContent, ON_ISSUE, TO_BEN } from '../support/notices.ts'
import { aTask } from '../support/tasks.ts'

const content = aContent(aTask(), [TO_BEN, ON_ISSUE])
const fresh = pending(content, TO_BEN, 0)

/** What a worker may do to a delivery it may claim; each answers the next entry. */
const ends = [
  (mine: Entry<'CLAIMED'>) => sent(mine, { id: 'D1:1' }),
  (mine: Entry<'CLAIMED'>, now: number) => refused(mine, { notBefore: now + 5, why: 'busy' }, now, PATIENCE),
  (mine: Entry<'CLAIMED'>) => ambiguous(mine),
  (mine: Entry<'CLAIMED'>) => dead(mine, 'no such channel'),
  (mine: Entry<'CLAIMED'>) => cancelled(mine),
  (mine: Entry<'CLAIMED'>, now: number) => givenBack(mine, now),
  (mine: Entry<'CLAIMED'>, now: number) => waitingForSlot(mine, now + 6_000),
  // Killed before it finished.
  (mine: Entry<'CLAIMED'>) => mine,
] as const

/** A life: claims as soon as they are due or later, and what came of each. */
const lives = fc.array(fc.record({ later: fc.integer({ min: 0, max: 200_000 }), end: fc.constantFrom(...ends) }), {
  maxLength: 30,
})

function live(life: readonly { later: number; end: (typeof ends)[number] }[]): LedgerEntry[] {
  const states: LedgerEntry[] = [fresh]
  let now = 0
  for (const { later, end } of life) {
    const seen = states.at(-1)!
    const due = dueAt(seen)
    if (due === undefined) break
    now = Math.max(now, due) + later
    const claim = claimed(seen, now, PATIENCE)
    states.push(claim, end(claim, now))
  }
  return states
}

describe('the life of a delivery', () => {
  it('keeps who and what it is, and counts every claim', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const states = live(life)
        const { state: _, attempt: __, answered: ___, doubtful: ____, ...identity } = fresh
        let claims = 0
        for (const [index, entry] of states.entries()) {
          expect(entry).toMatchObject(identity)
          if (entry.state === 'CLAIMED' && states[index - 1] !== entry) claims += 1
          expect(entry.attempt).toBe(claims)
          expect(entry.answered).toBeLessThanOrEqual(entry.attempt)
        }
      }),
    )
  })

  it('is in doubt exactly after an attempt that may have been accepted and was not finished', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const states = live(life)
        for (const [index, entry] of states.entries()) {
          const before = states[index - 1]
          if (entry.state === 'CLAIMED' && before !== undefined && before !== entry) {
            expect(entry.doubtful).toBe(before.state === 'AMBIGUOUS' || before.state === 'CLAIMED')
          }
          // Only what has surely not been accepted may be cancelled or sent without a look-up.
          if (entry.state === 'RETRY' || entry.state === 'PENDING') expect(entry.doubtful).toBe(false)
          if (isSettled(entry)) expect(entry.doubtful).toBe(false)
        }
      }),
    )
  })

  it('is due at the end of the doubt, at `notBefore`, at once, or never again', () => {
    const claim = claimed(fresh, 1_000, PATIENCE)
    expect(
      [fresh, claim, ambiguous(claim), givenBack(claim, 7), sent(claim, { id: 'x' }), dead(claim, 'x')].map(dueAt),
    ).toEqual([0, 91_000, 91_000, 7, undefined, undefined])
    expect([cancelled(claim), neverSent(content, ON_ISSUE, 5)].map(dueAt)).toEqual([undefined, undefined])
  })

  it('waits at least as long as the provider asks and longer each time, a whole day together', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 }), fc.integer({ min: -1e6, max: 1e8 }), (answered, ahead) => {
        const claim = { ...claimed(fresh, 0, PATIENCE), answered }
        const next = refused(claim, { notBefore: ahead, why: 'busy' }, 0, PATIENCE)
        expect(next).toMatchObject({ state: 'RETRY', answered: answered + 1 })
        expect(dueAt(next)).toBe(Math.max(ahead, backOff(answered + 1)))
      }),
    )
    expect([1, 2, 3, 7, 8, 11].map(backOff)).toEqual([10_000, 30_000, 90_000, 7_290_000, 21_600_000, 21_600_000])
    const given = Array.from({ length: PATIENCE.maxAttempts - 1 }, (_, index) => backOff(index + 1))
    expect(given.reduce((sum, wait) => sum + wait)).toBeGreaterThan(24 * 3_600_000)
  })

  it('ends with the twelfth refusal', () => {
    const claim = { ...claimed(fresh, 0, PATIENCE), answered: 11 }
    expect(refused(claim, { notBefore: 0, why: 'busy' }, 0, PATIENCE)).toMatchObject({ state: 'DEAD', answered: 12 })
    expect(isExhausted({ ...fresh, answered: 12 }, 0, PATIENCE)).toBe(true)
    expect(isExhausted({ ...fresh, answered: 11 }, PATIENCE.maxAge - 1, PATIENCE)).toBe(false)
    expect(isExhausted(fresh, PATIENCE.maxAge, PATIENCE)).toBe(true)
  })

  it('holds a slot only if it waited for one, and not for ever', () => {
    const claim = claimed(fresh, 0, PATIENCE)
    const waiting = waitingForSlot(claim, 6_000)
    expect([
      heldSlot(fresh, 0, PATIENCE),
      heldSlot(givenBack(claim, 6_000), 6_000, PATIENCE),
      heldSlot(waiting, 6_000, PATIENCE),
      heldSlot(waiting, 6_000 + PATIENCE.lease, PATIENCE),
      heldSlot(waiting, 6_001 + PATIENCE.lease, PATIENCE),
    ]).toEqual([undefined, undefined, 6_000, 6_000, undefined])
  })

  it('is settled for a notice when each of its deliveries is', () => {
    const here = sent(fresh, { id: 'x' })
    const there = pending(content, ON_ISSUE, 0)
    expect(allSettled(content, [])).toBe(false)
    expect(allSettled(content, [here])).toBe(false)
    expect(allSettled(content, [here, there])).toBe(false)
    expect(allSettled(content, [here, cancelled(there)])).toBe(true)
  })

  it('leaves a send time for two more within a lease', () => {
    expect(PATIENCE.sendTimeout * 3).toBeLessThan(PATIENCE.lease)
  })
})
