import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { AwsPlace } from './aws-account.ts'
import { asked, nameOf } from './no-access.ts'
import type { SecretStore } from './secret.ts'

/** Secrets Manager itself. */
export function awsSecretStore(place: AwsPlace = {}): SecretStore & {
  /** The id of the version in force; nothing when there is no such secret. */
  readonly version: (region: string, id: string) => Promise<string | undefined>
} {
  const client = (region: string) => new SecretsManagerClient({ region, ...place })
  const inForce = (region: string, SecretId: string) =>
    asked('secretsmanager:GetSecretValue', async () => {
      try {
        return await client(region).send(new GetSecretValueCommand({ SecretId }))
      } catch (error) {
        if (nameOf(error) === 'ResourceNotFoundException') return undefined
        throw error
      }
    })
  return {
    read: async (region, id) => {
      const found = await inForce(region, id)
      return found === undefined ? undefined : (found.SecretString ?? '')
    },
    version: async (region, id) => (await inForce(region, id))?.VersionId,
    write: (region, SecretId, SecretString) =>
      asked('secretsmanager:PutSecretValue', async () => {
        await client(region).send(new PutSecretValueCommand({ SecretId, SecretString }))
      }),
  }
}
