import { describe, expect, it } from 'vitest'
import { interleave, median, ratio, spread } from '../../bench/harness.ts'

describe('rounds of variants', () => {
  it('run every variant once a round, each round beginning with another, and forget the warm-up', async () => {
    const order: string[] = []
    const variant = (name: string) => ({ name, measure: async () => order.push(name) })
    const rounds = await interleave(['a', 'b', 'c'].map(variant), { rounds: 2, warmUp: 1 })
    expect(order.join(' ')).toBe('a b c b c a c a b')
    expect(rounds).toEqual({ a: [6, 8], b: [4, 9], c: [5, 7] })
  })

  it('compare what was measured in the same round, so that a slow moment of both changes nothing', () => {
    expect(ratio({ slow: [30, 300, 33], fast: [10, 100, 11] }, 'slow', 'fast')).toBe(3)
  })

  it('compare nothing with nothing by throwing', () => {
    expect(() => ratio({ slow: [], fast: [] }, 'slow', 'fast')).toThrow('There are no values to compare')
    expect(() => ratio({ slow: [1, 2], fast: [1] }, 'slow', 'fast')).toThrow('There are no values to compare')
  })
})

describe('a spread', () => {
  it('is the least, the middle and the most of the values, in whatever order they came', () => {
    expect(spread([9, 1, 4])).toEqual({ min: 1, median: 4, max: 9 })
    expect(median([4, 1, 3, 2])).toBe(2.5)
  })
})
