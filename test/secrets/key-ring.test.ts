import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type KeptRing, keyRing } from '../../app/secrets/key-ring.ts'

/** A ring after so many changes, each as `docs/operations.md` says it: what was next signs, and a fresh one is next. */
const after = (changes: number): KeptRing =>
  Array.from({ length: changes }).reduce<KeptRing>(
    ({ keys, next = '' }, _, n) => ({ keys: [next, ...keys], next: `key-${n + 1}` }),
    { keys: [], next: 'key-0' },
  )

it('never signs with a key that a process one change behind does not know, and knows what that one signs with', () => {
  fc.assert(
    fc.property(fc.nat(100), (changes) => {
      const [behind, ahead] = [keyRing(after(changes)), keyRing(after(changes + 1))]
      expect(behind).toContain(ahead[0])
      expect(ahead).toContain(behind[0])
    }),
  )
})

it('signs with another key after each change but the first, which makes the one that is to come', () => {
  expect([0, 1, 2, 3].map((changes) => keyRing(after(changes))[0])).toEqual(['key-0', 'key-0', 'key-1', 'key-2'])
})

it('is broken when it has no key', () => {
  expect(() => keyRing({ keys: [] })).toThrow('there is no key to sign with')
})
