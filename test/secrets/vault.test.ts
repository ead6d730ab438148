import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keyedVault } from '../../app/secrets/vault.ts'

const keyOf = (name: string) => createHash('sha256').update(name).digest('base64')
const vault = (...names: string[]) => keyedVault({ keys: async () => names.map(keyOf), nonce: () => randomBytes(12) })
const place = fc.record({ workspace: fc.string({ maxLength: 12 }), what: fc.string({ maxLength: 12 }) })
const secret = fc.string({ unit: 'grapheme', maxLength: 200 })

describe('the vault', () => {
  it('opens whatever it sealed, at its place', async () => {
    await fc.assert(
      fc.asyncProperty(place, secret, async (at, text) => {
        const keeper = vault('a')
        expect(await keeper.open(at, await keeper.seal(at, text))).toBe(text)
      }),
    )
  })

  it('opens nothing at another place: no tenant, and no purpose, gets the secret of another', async () => {
    await fc.assert(
      fc.asyncProperty(place, place, secret, async (at, elsewhere, text) => {
        fc.pre(at.workspace !== elsewhere.workspace || at.what !== elsewhere.what)
        const keeper = vault('a')
        await expect(keeper.open(elsewhere, await keeper.seal(at, text))).rejects.toThrow('belongs elsewhere')
      }),
    )
  })

  it('opens nothing of which one character was changed', async () => {
    const keeper = vault('a')
    const at = { workspace: 'T1', what: 'token' }
    const sealed = await keeper.seal(at, 'xoxb-1-secret')
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.constantFrom(...'abcXYZ019-_.'), async (index, char) => {
        const changed = `${sealed.slice(0, index)}${char}${sealed.slice(index + 1)}`
        // The last character of base64 may hold bits that mean nothing.
        const decoded = (text: string) => Buffer.from(text.split('.')[2] ?? '', 'base64url').toString('hex')
        fc.pre(changed !== sealed && (index < sealed.length - 1 || decoded(changed) !== decoded(sealed)))
        await expect(keeper.open(at, changed)).rejects.toThrow(/no key here|was changed/)
      }),
    )
  })

  it('tells nothing of a secret, and not even that two are the same', async () => {
    const keeper = vault('a')
    const at = { workspace: 'T1', what: 'token' }
    const [one, two] = [await keeper.seal(at, 'xoxb-1-secret'), await keeper.seal(at, 'xoxb-1-secret')]
    expect(one).not.toBe(two)
    expect(`${one}${Buffer.from(one.split('.')[2]!, 'base64url')}`).not.toContain('secret')
  })

  it('seals with its first key and opens with all of them, so that keys can be changed', async () => {
    const at = { workspace: 'T1', what: 'token' }
    const before = await vault('old').seal(at, 'xoxb-1')
    const both = vault('new', 'old')
    expect(await both.open(at, before)).toBe('xoxb-1')
    const after = await both.seal(at, 'xoxb-1')
    expect(await vault('new').open(at, after)).toBe('xoxb-1')
    await expect(vault('new').open(at, before)).rejects.toThrow('a sealed secret has no key here')
    await expect(vault('old').open(at, after)).rejects.toThrow('a sealed secret has no key here')
  })

  it('refuses to seal without a key, or with a nonce of the wrong length', async () => {
    const at = { workspace: 'T1', what: 'token' }
    await expect(vault().seal(at, 'x')).rejects.toThrow('there is no key')
    const short = keyedVault({ keys: async () => [keyOf('a')], nonce: () => randomBytes(8) })
    await expect(short.seal(at, 'x')).rejects.toThrow('a nonce has the wrong length')
  })
})
