import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cut, shortened } from '../../app/handoffs/invisible.ts'

describe('a text that is too long', () => {
  it('is cut between two characters, wherever that is', () => {
    expect([cut('ab😀cd', 3), cut('ab😀cd', 4), cut('ab😀cd', 6)]).toEqual(['ab', 'ab😀', 'ab😀cd'])
    expect([shortened('ab😀cd', 4), shortened('ab😀cd', 5), shortened('ab😀', 4)]).toEqual(['ab…', 'ab😀…', 'ab😀'])
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, most) => {
        for (const kept of [cut(text, most + 1), shortened(text, most + 1)]) {
          expect([kept.isWellFormed(), kept.length <= most + 1]).toEqual([true, true])
        }
      }),
    )
  })
})
