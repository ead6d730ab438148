import fc from 'fast-check'
import { expect, it } from 'vitest'
import { linkCode } from '../../app/verbs/link-code.ts'

it('is the same for the same cause and key, another for any other, and easy to read aloud', async () => {
  const key = fc.string({ minLength: 16 })
  const codeOf = (made: string, cause: string) => linkCode(async () => [made])(cause)
  await fc.assert(
    fc.asyncProperty(key, key, fc.string(), fc.string(), async (one, other, cause, later) => {
      const code = await codeOf(one, cause)
      expect(code).toMatch(/^[A-HJKMNP-Z2-9]{5}-[A-HJKMNP-Z2-9]{5}$/)
      expect(await codeOf(one, cause)).toBe(code)
      if (cause !== later) expect(await codeOf(one, later)).not.toBe(code)
      if (one !== other) expect(await codeOf(other, cause)).not.toBe(code)
    }),
  )
})
