import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kmsCall, kmsVault } from '../../../app/aws/kms-vault.ts'
import { readSecret, secretsManagerCall } from '../../../app/aws/secrets-manager.ts'
import { silentLog } from '../../../app/log.ts'
import { startAwsApi } from '../../../infra/local/aws/aws-api.ts'
import { LOCAL_KEY, openKeys } from '../../../infra/local/aws/key-service.ts'
import { openSecrets, type SecretStoreOptions } from '../../../infra/local/aws/secret-store.ts'
import type { LocalServer } from '../../../infra/local/http-server.ts'

let dir: string
const started: LocalServer[] = []
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'codexflow-secrets-'))
})
afterAll(async () => {
  for (const server of started) await server.stop(0)
  rmSync(dir, { recursive: true })
})

const ARN = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:hook-laptop'
const NOW = Date.parse('2026-03-02T10:00:00Z')

/** The functions' own client before the store. */
async function served(options: Partial<SecretStoreOptions> = {}) {
  const given = { hook: { secret: 'first' } }
  const secrets = await openSecrets({ given, now: () => NOW, rotated: ['hook'], ...options })
  const server = await startAwsApi(0, { secrets, keys: openKeys(join(dir, 'kms.key')) }, silentLog)
  started.push(server)
  const settings = { region: 'us-east-1', endpoint: server.url, chance: () => 0, wait: async () => {} }
  const call = secretsManagerCall(settings)
  return { call, read: readSecret(call), kms: kmsCall(settings) }
}

describe('Secrets Manager on a laptop', () => {
  it('gives the version in force, by name and by ARN, with its date; the one before it; and says when there is none', async () => {
    const { call, read } = await served()
    const first = { text: '{"secret":"first"}', createdAt: NOW }
    expect([await read('hook', 'AWSCURRENT'), await read(ARN, 'AWSCURRENT')]).toEqual([first, first])
    expect(await read('hook', 'AWSPREVIOUS')).toBeUndefined()
    expect(await read('another', 'AWSCURRENT')).toBeUndefined()
    await call('PutSecretValue', { SecretId: 'hook', SecretString: '{"secret":"second"}' })
    expect((await read('hook', 'AWSCURRENT'))?.text).toBe('{"secret":"second"}')
    expect(await read('hook', 'AWSPREVIOUS')).toEqual(first)
  })

  it('moves stages as a rotation does: pending, then in force, and what was in force before it', async () => {
    const { call, read } = await served()
    const { VersionId: before } = (await call('GetSecretValue', { SecretId: 'hook' })) as { VersionId: string }
    const pending = { SecretId: ARN, ClientRequestToken: 'v2', VersionStages: ['AWSPENDING'] }
    await call('PutSecretValue', { ...pending, SecretString: '{"secret":"second"}' })
    // The same once more changes nothing; something else under its name is refused.
    await call('PutSecretValue', { ...pending, SecretString: '{"secret":"second"}' })
    await expect(call('PutSecretValue', { ...pending, SecretString: '{}' })).rejects.toMatchObject({
      name: 'ResourceExistsException',
    })
    expect((await read('hook', 'AWSCURRENT'))?.text).toBe('{"secret":"first"}')
    const stage = { SecretId: ARN, VersionStage: 'AWSCURRENT', MoveToVersionId: 'v2' }
    await expect(call('UpdateSecretVersionStage', stage)).rejects.toMatchObject({ name: 'InvalidParameterException' })
    await call('UpdateSecretVersionStage', { ...stage, RemoveFromVersionId: before })
    expect(await call('DescribeSecret', { SecretId: 'hook' })).toEqual({
      ...{ ARN, Name: 'hook', RotationEnabled: true, LastRotatedDate: NOW / 1_000 },
      VersionIdsToStages: { [before]: ['AWSPREVIOUS'], v2: ['AWSPENDING', 'AWSCURRENT'] },
    })
  })

  it('has a secret rotated: names the version before it is made, and goes on with that one when it broke in between', async () => {
    const asked: string[] = []
    let broken = true
    const rotate = async (arn: string, version: string) => {
      asked.push(`${arn} ${version}`)
      if (broken) throw new Error('the function is away')
    }
    const { call } = await served({ rotate })
    await expect(call('RotateSecret', { SecretId: 'hook' })).rejects.toThrow()
    broken = false
    const { VersionId } = (await call('RotateSecret', { SecretId: 'hook' })) as { VersionId: string }
    // A client tries again by itself, too.
    expect(new Set(asked)).toEqual(new Set([`${ARN} ${VersionId}`]))
    const { VersionIdsToStages } = (await call('DescribeSecret', { SecretId: 'hook' })) as {
      VersionIdsToStages: Record<string, string[]>
    }
    expect(VersionIdsToStages[VersionId]).toEqual(['AWSPENDING'])
    await expect(call('GetSecretValue', { SecretId: 'hook', VersionId })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('puts back nothing that was rotated when what is given outside is as it was', async () => {
    const file = join(dir, 'rotated.json')
    const { call } = await served({ file })
    const { VersionId: before } = (await call('GetSecretValue', { SecretId: 'hook' })) as { VersionId: string }
    const pending = { SecretId: 'hook', ClientRequestToken: 'v2', VersionStages: ['AWSPENDING'] }
    await call('PutSecretValue', { ...pending, SecretString: '{"secret":"second"}' })
    const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: 'v2', RemoveFromVersionId: before }
    await call('UpdateSecretVersionStage', { SecretId: 'hook', ...move })
    const rotated = await served({ file })
    expect((await rotated.read('hook', 'AWSCURRENT'))?.text).toBe('{"secret":"second"}')
    const another = await served({ file, rotated: [] })
    expect((await another.read('hook', 'AWSCURRENT'))?.text).toBe('{"secret":"first"}')
  })

  it('remembers across restarts, for its owner alone; what was changed outside comes in as a new version, but what is ours stays', async () => {
    const file = join(dir, 'secrets.json')
    const once = { file, given: { hook: { secret: 'first' }, ring: { next: 'made once' } }, ours: ['ring'] }
    await served(once)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const again = await served({ ...once, given: { hook: { secret: 'regenerated' }, ring: { next: 'made again' } } })
    expect((await again.read('hook', 'AWSCURRENT'))?.text).toBe('{"secret":"regenerated"}')
    expect((await again.read('hook', 'AWSPREVIOUS'))?.text).toBe('{"secret":"first"}')
    expect((await again.read('ring', 'AWSCURRENT'))?.text).toBe('{"next":"made once"}')
    expect(await again.read('ring', 'AWSPREVIOUS')).toBeUndefined()
  })

  it('refuses what it does not offer, and what makes no sense, without a word of the input', async () => {
    const { call, kms } = await served()
    await expect(call('DeleteSecret', { SecretId: 'hook' })).rejects.toMatchObject({
      name: 'UnknownOperationException',
    })
    const wrong = await call('PutSecretValue', {
      SecretId: 'hook',
      SecretString: 5,
      ClientRequestToken: 'canary',
    }).catch((error: unknown) => error)
    expect(wrong).toMatchObject({ name: 'ValidationException', message: 'Wrong input.' })
    await expect(kms('ScheduleKeyDeletion', {})).rejects.toMatchObject({ name: 'UnknownOperationException' })
    await expect(kms('Encrypt', { KeyId: 'another', Plaintext: '' })).rejects.toMatchObject({
      name: 'NotFoundException',
    })
  })
})

describe('KMS on a laptop', () => {
  it('keeps its key across restarts', async () => {
    const vaultOf = async () =>
      kmsVault({ call: (await served()).kms, keyId: LOCAL_KEY, older: { open: async () => 'older' } })
    const at = { workspace: 'T1', what: 'token' }
    const sealed = await (await vaultOf()).seal(at, 'xoxb-1')
    expect(await (await vaultOf()).open(at, sealed)).toBe('xoxb-1')
  })
})
