import { GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import type { AwsPlace } from './aws-account.ts'
import { asked, nameOf } from './no-access.ts'
import type { SecretStore } from './secret.ts'

/** Secrets Manager itself. */
export function awsSecretStore(place: AwsPlace = {}): SecretStore {
  const client = (region: string) => new SecretsManagerClient({ region, ...place })
  return {
    read: (region, SecretId) =>
      asked('secretsmanager:GetSecretValue', async () => {
        try {
          return (await client(region).send(new GetSecretValueCommand({ SecretId }))).SecretString ?? ''
        } catch (error) {
          if (nameOf(error) === 'ResourceNotFoundException') return undefined
          throw error
        }
      }),
    write: (region, SecretId, SecretString) =>
      asked('secretsmanager:PutSecretValue', async () => {
        await client(region).send(new PutSecretValueCommand({ SecretId, SecretString }))
      }),
  }
}
