import type { ReadSecret } from '../secrets.ts'
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
  return async (id, stage) => {
    try {
      const said = (await call('GetSecretValue', { SecretId: id, VersionStage: stage })) as SecretValue
      return said.SecretString === undefined
        ? undefined
        : { text: said.SecretString, createdAt: (said.CreatedDate ?? 0) * 1_000 }
    } catch (error) {
      if (error instanceof AwsError && error.name === 'ResourceNotFoundException') return undefined
      throw error
    }
  }
}
