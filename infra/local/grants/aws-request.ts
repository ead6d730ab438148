import type { ClientRequest } from 'node:http'

/** A request to a service of AWS, as it goes out. */
export type AwsRequest = {
  /** As it stands in the signature: `dynamodb`. */
  readonly service: string
  readonly method: string
  readonly path: string
  /** `DynamoDB_20120810.GetItem`, where the service speaks JSON. */
  readonly target: string | undefined
  readonly body: string
}

const SCOPE = /AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/

/** Asked for credentials on a laptop that calls a real Bedrock; on Lambda they are there. */
const CREDENTIALS = 'sts'

/**
 * The service that a request asks for something in somebody's name; nothing when it goes elsewhere. Bedrock alone takes a bearer
 * token for a signature; every attempt of a client of the SDK is told by its header.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
 */
export function serviceOf(request: Pick<ClientRequest, 'getHeader' | 'path'>): string | undefined {
  const signed = signedFor(String(request.getHeader('authorization')))
  if (signed !== undefined) return signed === CREDENTIALS ? undefined : signed
  const isBedrock = request.getHeader('amz-sdk-request') !== undefined && request.path.startsWith('/model/')
  return isBedrock ? 'bedrock' : undefined
}

/** The service that somebody signed for, if headers say so. */
export function signedFor(headers: string): string | undefined {
  return SCOPE.exec(headers)?.[1]
}
