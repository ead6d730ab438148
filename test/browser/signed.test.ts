import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readSigned, type Seal, signed } from '../../app/browser/signed.ts'

const KEY = 'a key of the tests'
const seal: Seal = { keys: [KEY], purpose: 'tickets' }
const END = 1_000

it('comes back as it was given, until its end', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 500 }), fc.nat(END - 1), (value, now) => {
      const text = signed(seal, value, END)
      expect(text).toMatch(/^[\w.-]+$/)
      expect(readSigned(seal, text, now)).toEqual({ is: 'valid', value, until: END, key: KEY })
      expect(readSigned(seal, text, END)).toEqual({ is: 'expired' })
    }),
  )
})

it('is forged when any of it was changed, signed with another secret, or for another purpose', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 50 }), fc.nat(), fc.constantFrom(...'aB3-_.'), (value, place, char) => {
      const text = signed(seal, value, END)
      const at = place % text.length
      const changed = text.slice(0, at) + char + text.slice(at + 1)
      if (changed !== text) expect(readSigned(seal, changed, 0)).toEqual({ is: 'forged' })
      expect(readSigned({ ...seal, keys: ['another'] }, text, 0)).toEqual({ is: 'forged' })
      expect(readSigned({ ...seal, purpose: 'states' }, text, 0)).toEqual({ is: 'forged' })
    }),
  )
})

it('is read by all keys of the ring, and made with the first', () => {
  const old = signed({ ...seal, keys: ['old'] }, 'a ticket', END)
  const ring: Seal = { ...seal, keys: ['new', 'old'] }
  expect(readSigned(ring, old, 0)).toEqual({ is: 'valid', value: 'a ticket', until: END, key: 'old' })
  expect(readSigned({ ...seal, keys: ['old'] }, signed(ring, 'a ticket', END), 0)).toEqual({ is: 'forged' })
})

it('is forged whatever strangers send', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(readSigned(seal, text, 0)).toEqual({ is: 'forged' })
    }),
  )
  expect(readSigned(seal, `${'A'.repeat(10_000)}.1.${'A'.repeat(43)}`, 0).is).toBe('forged')
})
