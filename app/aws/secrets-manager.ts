import type { ReadSecret, SecretVersion } from '../secrets/cached-secret.ts'
import type { SecretVersions } from '../secrets/rotation.ts'
import { AwsError } from './error.ts'
import { awsWire, type Call, type WireSettings } from './wire.ts'

/** What `GetSecretValue` answers, as far as we read it. `CreatedDate`: of this version, epoch seconds. */
type SecretValue = { readonly SecretString?: string; readonly CreatedDate?: number }

/** AWS Secrets Manager by its wire. https://docs.aws.amazon.com/secretsmanager/latest/apireference/ */
export function secretsManagerCall(settings: WireSettings): Call {
  return awsWire({ name: 'secretsmanager', target: 'secretsmanager', json: '1.1' }, settings)
}

/** Reads versions of secrets. What is kept as bytes is none of ours. */
export function readSecret(call: Call): ReadSecret {
  return (id, stage) => versionFor(call, { SecretId: id, VersionStage: stage })
}

/** `DescribeSecret`, as far as we read it. `LastRotatedDate`: epoch seconds. */
type Described = {
  readonly VersionIdsToStages?: Readonly<Record<string, readonly string[]>>
  readonly LastRotatedDate?: number
}

/** The versions of secrets, for their rotation. */
export function secretVersions(call: Call): SecretVersions {
  return {
    async list(id) {
      const said = (await call('DescribeSecret', { SecretId: id })) as Described
      return { stages: said.VersionIdsToStages ?? {}, rotatedAt: (said.LastRotatedDate ?? 0) * 1_000 }
    },
    read: (id, version) => versionFor(call, { SecretId: id, VersionId: version }),
    async prepare(id, version, text) {
      const value = { ClientRequestToken: version, SecretString: text, VersionStages: ['AWSPENDING'] }
      await call('PutSecretValue', { SecretId: id, ...value })
    },
    async promote(id, { from, to }) {
      const move = { VersionStage: 'AWSCURRENT', MoveToVersionId: to, RemoveFromVersionId: from }
      await call('UpdateSecretVersionStage', { SecretId: id, ...move })
    },
  }
}

async function versionFor(call: Call, which: Readonly<Record<string, string>>): Promise<SecretVersion | undefined> {
  try {
    const said = (await call('GetSecretValue', which)) as SecretValue
    return said.SecretString === undefined
      ? undefined
      : { text: said.SecretString, createdAt: (said.CreatedDate ?? 0) * 1_000 }
  } catch (error) {
    if (error instanceof AwsError && error.name === 'ResourceNotFoundException') return undefined
    throw error
  }
}
