import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AwsError } from '../../app/aws/error.ts'
import { kmsVault } from '../../app/aws/kms-vault.ts'
import type { Call } from '../../app/aws/wire.ts'
import { keyedVault } from '../../app/secrets/vault.ts'
import { ApiError } from '../../infra/local/aws/api-error.ts'
import { LOCAL_KEY, openKeys } from '../../infra/local/aws/key-service.ts'

const place = fc.record({ workspace: fc.string({ maxLength: 12 }), what: fc.string({ maxLength: 12 }) })
const AT = { workspace: 'T1', what: 'token' }

/** A vault on a KMS of its own, and what it asked. */
function house() {
  const keys = openKeys()
  const calls: string[] = []
  const call: Call = async (operation, input) => {
    calls.push(operation)
    try {
      return keys.perform(operation, JSON.parse(JSON.stringify(input)))
    } catch (error) {
      throw error instanceof ApiError ? new AwsError(error.code, error.message, error.status) : error
    }
  }
  const older = keyedVault({
    keys: async () => [createHash('sha256').update('old').digest('base64')],
    nonce: () => randomBytes(12),
  })
  const process = () => kmsVault({ call, keyId: LOCAL_KEY, older })
  return { process, older, calls }
}

describe('the vault on KMS', () => {
  it('opens whatever it sealed, at its place, and nothing at another', async () => {
    const { process } = house()
    const secret = fc.string({ unit: 'grapheme', maxLength: 200 })
    await fc.assert(
      fc.asyncProperty(place, place, secret, async (at, elsewhere, text) => {
        const sealed = await process().seal(at, text)
        expect(await process().open(at, sealed)).toBe(text)
        fc.pre(at.workspace !== elsewhere.workspace || at.what !== elsewhere.what)
        await expect(process().open(elsewhere, sealed)).rejects.toThrow('belongs elsewhere')
      }),
    )
  })

  it('opens nothing that was changed, and nothing of another KMS', async () => {
    const sealed = await house().process().seal(AT, 'xoxb-1')
    const here = house().process()
    for (const text of [sealed, `${sealed.slice(0, -4)}AAAA`, 'k1.', 'k1.AA', 'k1.%']) {
      await expect(here.open(AT, text)).rejects.toThrow('was changed, or belongs elsewhere')
    }
  })

  it('opens what was sealed before there was a KMS, and seals with KMS alone', async () => {
    const { process, older, calls } = house()
    const before = await older.seal(AT, 'xoxb-1')
    expect([before.slice(0, 3), await process().open(AT, before), calls]).toEqual(['v1.', 'xoxb-1', []])
    expect(await process().seal(AT, 'xoxb-1')).toMatch(/^k1\.[\w-]+$/)
    await expect(older.open(AT, await process().seal(AT, 'xoxb-1'))).rejects.toThrow('a sealed secret has no key here')
  })

  it('asks KMS once for what a process opens again and again, and not at all for another place', async () => {
    const { process, calls } = house()
    const one = process()
    const sealed = await one.seal(AT, 'xoxb-1')
    for (let n = 0; n < 10; n++) await one.open(AT, sealed)
    expect(calls).toEqual(['Encrypt', 'Decrypt'])
    await expect(one.open({ ...AT, workspace: 'T2' }, sealed)).rejects.toThrow('belongs elsewhere')
    expect(calls).toHaveLength(3)
  })

  it('says what KMS says when it is away, for that is no fault of the secret', async () => {
    const call: Call = () => Promise.reject(new AwsError('KMSInternalException', 'away', 500))
    const vault = kmsVault({ call, keyId: LOCAL_KEY, older: { open: async () => '' } })
    await expect(vault.open(AT, 'k1.AAAA')).rejects.toMatchObject({ name: 'KMSInternalException' })
  })
})
