import { NoAccess } from './account.ts'

/** Asks AWS; what refuses the question becomes a `NoAccess`, and anything else stays what it is. */
export async function asked<T>(permission: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    throw noAccess(permission, error)
  }
}

// The words of AWS name the caller and the action, but may repeat a signed request: only its error's name is shown.
function noAccess(permission: string, error: unknown): unknown {
  const name = nameOf(error)
  switch (name) {
    case 'CredentialsProviderError':
    case 'TokenProviderError':
      return new NoAccess('credentials', 'this machine has no AWS credentials')
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return new NoAccess('credentials', 'the AWS credentials have expired')
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
    case 'SignatureDoesNotMatch':
    case 'InvalidSignatureException':
    case 'AuthFailure':
      return permission.startsWith('sts:')
        ? new NoAccess('credentials', `AWS does not know these credentials (${name})`)
        : new NoAccess('region', `these credentials are not known there (${name}): the region may be turned off`)
    case 'AccessDenied':
    case 'AccessDeniedException':
      return new NoAccess('permission', `AWS refuses ${permission} to these credentials`)
    case 'InternalFailure':
    case 'InternalServerError':
    case 'ServiceUnavailable':
    case 'ServiceUnavailableException':
      return new NoAccess('network', `AWS does not answer (${name})`)
    default:
      return isNetwork(error) ? new NoAccess('network', `AWS does not answer (${codeOf(error)})`) : error
  }
}

/** The name that AWS gives an error. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : ''
}

function codeOf(error: unknown): string {
  return String((error as { readonly code?: unknown }).code ?? nameOf(error))
}

function isNetwork(error: unknown): boolean {
  return /^(ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|TimeoutError)$/.test(
    codeOf(error),
  )
}
