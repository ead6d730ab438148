import type { FallbackReason } from '../decisions/spec.ts'

/** A failed call in terms of what an operator would do about it, and what may be logged of it: never a message. */
export type CallFailure = { readonly reason: FallbackReason; readonly error: string; readonly status?: number }

const DENIED = /AccessDenied|UnrecognizedClient|ExpiredToken|Credentials|InvalidSignature|Unauthorized/
const THROTTLED = /Throttl|TooManyRequests|ServiceQuotaExceeded|ModelNotReady/
const TOO_LARGE = /TooLarge|PayloadTooLarge|RequestEntityTooLarge/

/** Sorts what the SDK throws. Messages stay out: they quote requests, roles and account ids. */
export function callFailure(thrown: unknown): CallFailure {
  const error = thrown instanceof Error ? thrown.name : typeof thrown
  const status = statusOf(thrown)
  return { reason: reasonOf(error, status), error, ...(status === undefined ? {} : { status }) }
}

function reasonOf(error: string, status: number | undefined): FallbackReason {
  if (THROTTLED.test(error) || status === 429) return 'throttled'
  if (DENIED.test(error) || status === 401 || status === 403) return 'denied'
  if (TOO_LARGE.test(error) || status === 413) return 'too-large'
  if (error === 'SyntaxError' || status === 200) return 'unreadable'
  return 'unavailable'
}

function statusOf(thrown: unknown): number | undefined {
  if (typeof thrown !== 'object' || thrown === null) return undefined
  const { $metadata, $response } = thrown as {
    $metadata?: { httpStatusCode?: unknown }
    $response?: { statusCode?: unknown }
  }
  const status = $metadata?.httpStatusCode ?? $response?.statusCode
  return typeof status === 'number' ? status : undefined
}
