import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkCode } from '../../app/verbs/link-code.ts'

it('is the same for the same cause and key, another for any other, and easy to read aloud', () => {
  const key = fc.string({ minLength: 16 })
  fc.assert(
    fc.property(key, key, fc.string(), fc.string(), (one, other, cause, later) => {
      const code = linkCode(one)(cause)
      expect(code).toMatch(/^[A-HJKMNP-Z2-9]{5}-[A-HJKMNP-Z2-9]{5}$/)
      expect(linkCode(one)(cause)).toBe(code)
      if (cause !== later) expect(linkCode(one)(later)).not.toBe(code)
      if (one !== other) expect(linkCode(other)(cause)).not.toBe(code)
    }),
  )
})
