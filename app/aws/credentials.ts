import { Fault } from '../errors.ts'
import type { AwsSettings } from './client.ts'

/** Who calls AWS: on Lambda, the function's role. */
export type Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** An endpoint of one's own takes any; for AWS itself there must be some, or a `Fault` says which variables lack. */
export function credentialsFor({
  endpoint,
  credentials,
}: AwsSettings & { readonly credentials?: Credentials | undefined }): Credentials {
  if (endpoint !== undefined) return LOCAL
  if (credentials !== undefined) return credentials
  throw new Fault('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda always sets them')
}

/** What any endpoint of one's own takes. */
export const LOCAL: Credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

/**
 * The words of a service, with the credentials masked: refusing a signature, DynamoDB repeats the whole request that it
 * would have signed, session token and all.
 */
export function withoutCredentials(words: string, credentials: Credentials): string {
  if (credentials === LOCAL) return words
  const { accessKeyId, secretAccessKey, sessionToken } = credentials
  const secrets = [sessionToken, secretAccessKey, accessKeyId].filter((secret) => secret !== undefined && secret !== '')
  return secrets.reduce<string>((masked, secret) => masked.replaceAll(secret!, '[masked]'), words)
}
