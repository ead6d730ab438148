import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type KeptRing, keyRing, turned } from '../app/key-ring.ts'

/** A ring after so many turns, each with a key of its own. */
const after = (turns: number): KeptRing =>
  Array.from({ length: turns }).reduce<KeptRing>((ring, _, n) => turned(ring, `key-${n + 1}`), {
    keys: [],
    next: 'key-0',
  })

it('never signs with a key that a process one turn behind does not know, and knows what that one signs with', () => {
  fc.assert(
    fc.property(fc.nat(100), (turns) => {
      const [behind, ahead] = [keyRing(after(turns)), keyRing(after(turns + 1))]
      expect(behind).toContain(ahead[0])
      expect(ahead).toContain(behind[0])
    }),
  )
})

it('signs with another key after each turn but the first, which makes the one that is to come', () => {
  expect([0, 1, 2, 3].map((turns) => keyRing(after(turns))[0])).toEqual(['key-0', 'key-0', 'key-1', 'key-2'])
})

it('remembers three years of turns, and no more', () => {
  const ring = keyRing(after(200))
  expect([ring.length, ring[0], ring.at(-2), ring.at(-1)]).toEqual([37, 'key-199', 'key-164', 'key-200'])
})

it('is broken when it has no key', () => {
  expect(() => keyRing({ keys: [] })).toThrow('there is no key to sign with')
})
