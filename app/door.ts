import { timingSafeEqual } from 'node:crypto'
import { err, ok, type Result } from './result.ts'
import type { Secret } from './secrets/cached-secret.ts'

/**
 * What both doors share: the request as bytes, before anybody has proved who sent it. Nothing here throws on what a
 * stranger may send, and nothing is parsed before its signature was checked.
 */

/** The part of an API Gateway HTTP API event (payload format 2.0) that the doors read. */
export type HttpEvent = {
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body?: string | undefined
  readonly isBase64Encoded: boolean
  readonly requestContext: { readonly http: { readonly method: string } }
}

/** What a door answers; a Lambda proxy result. */
export type DoorAnswer = {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Why a request was turned away: an HTTP status, and what was wrong in words that tell a stranger nothing of ours. */
export type DoorRefusal = { readonly status: 400 | 401 | 403 | 404 | 405 | 413 | 415; readonly why: string }

/** The answer to a request whose signature nobody could have made, or made with another secret: a stranger learns not which. */
export const NOT_SIGNED: Result<never, DoorRefusal> = err({
  status: 401,
  why: 'The signature is missing or does not match.',
})

/** A request that says by a signature who sent it; nothing of it is parsed. */
export type Claim<Request> = {
  readonly isSignedWith: (secret: string) => boolean
  /** Parses it. Only once it is known that it was signed. */
  readonly read: () => Result<Request, DoorRefusal>
}

/**
 * Checks a claim against what it may be signed with, and reads what is true. No secret is asked for when none could help. When
 * nothing fits, a secret may have been changed: `signers` looks once more, as often as it lets anybody.
 */
export async function checkedBy<Request>(
  signers: Secret<readonly string[]>,
  claim: Result<Claim<Request>, DoorRefusal>,
): Promise<Result<Request, DoorRefusal>> {
  if (!claim.ok) return claim
  const { isSignedWith, read } = claim.value
  const isTrue = (secrets: readonly string[] | undefined) => secrets?.some((secret) => isSignedWith(secret)) ?? false
  const secrets = await signers.now()
  return isTrue(secrets) || isTrue(await signers.again(secrets)) ? read() : NOT_SIGNED
}

/** A refusal as a value. */
export function refuse(status: DoorRefusal['status'], why: string): Result<never, DoorRefusal> {
  return err({ status, why })
}

/** A JSON answer. */
export function jsonAnswer(statusCode: number, value: unknown): DoorAnswer {
  return {
    statusCode,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(value),
  }
}

/** The answer to a request that was turned away: `{"error": why}`; 405 names the method that works (RFC 9110 §15.5.6). */
export function refusalAnswer(refusal: DoorRefusal): DoorAnswer {
  const answer = jsonAnswer(refusal.status, { error: refusal.why })
  return refusal.status === 405 ? { ...answer, headers: { ...answer.headers, allow: 'POST' } } : answer
}

/**
 * A body as it was signed: bytes that API Gateway gave as base64, or the text that it gave as such, which stands for its
 * UTF-8 bytes and is hashed without being copied.
 */
export type RawBody = Buffer | string

/** The body of a POST of at most `capBytes`, exactly as it was signed. 405, 413 or, for broken base64, 400. */
export function rawBody(event: HttpEvent, capBytes: number): Result<RawBody, DoorRefusal> {
  if (event.requestContext.http.method !== 'POST') return refuse(405, 'Only POST is answered here.')
  const body = event.body ?? ''
  if (!event.isBase64Encoded) return Buffer.byteLength(body) > capBytes ? tooLarge(capBytes) : ok(body)
  if (Math.floor((body.length * 3) / 4) - 2 > capBytes) return tooLarge(capBytes)
  const raw = Buffer.from(body, 'base64')
  if (!isBase64Of(body, raw)) return refuse(400, 'The body is not valid base64.')
  return raw.length > capBytes ? tooLarge(capBytes) : ok(raw)
}

function tooLarge(capBytes: number): Result<never, DoorRefusal> {
  return refuse(413, `The body is larger than ${capBytes} bytes.`)
}

// Node's decoder skips what it does not know; the lengths tell whether it skipped anything.
function isBase64Of(text: string, decoded: Buffer): boolean {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return text.length % 4 === 0 && !/[^A-Za-z0-9+/=]/.test(text) && decoded.length === (text.length / 4) * 3 - padding
}

/** The one value of a header, whatever the case of its name; nothing when it is missing or occurs more than once. */
export function header(event: Pick<HttpEvent, 'headers'>, name: string): string | undefined {
  let found: string | undefined
  let times = 0
  for (const key in event.headers) {
    if (key.length !== name.length || key.toLowerCase() !== name) continue
    found = event.headers[key]
    times++
  }
  return times === 1 && typeof found === 'string' ? found : undefined
}

/** Whether two texts are the same, in a time that does not tell where they differ. */
export function sameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

export type BodyKind = 'json' | 'form'

/** JSON or form, by content type; parameters are allowed as long as a charset among them is UTF-8. Otherwise 415. */
export function bodyKind(event: HttpEvent): Result<BodyKind, DoorRefusal> {
  const [type = '', ...parameters] = (header(event, 'content-type') ?? '')
    .split(';')
    .map((part) => part.trim().toLowerCase())
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length)
  if (charset !== undefined && !/^"?utf-?8"?$/.test(charset)) return refuse(415, 'The charset must be utf-8.')
  if (type === 'application/json') return ok('json')
  if (type === 'application/x-www-form-urlencoded') return ok('form')
  return refuse(415, 'The content type must be application/json or application/x-www-form-urlencoded.')
}
