import { createHmac, hash } from 'node:crypto'
import {
  bodyKind,
  type Claim,
  type DoorRefusal,
  type HttpEvent,
  header,
  NOT_SIGNED,
  type RawBody,
  rawBody,
  refuse,
  sameText,
} from '../door.ts'
import { ok, type Result } from '../result.ts'
import { type Fields, parseForm, parseJsonObject, parseText } from '../untrusted.ts'

/** A request that Slack signed, with the fields it carried. */
export type VerifiedSlackRequest = {
  readonly body: Fields
  /** The same for every copy of this very request, different for any other: names it where Slack gives no id. */
  readonly requestId: string
  /** Slack's own count when it sends an event again. */
  readonly retry?: { readonly count: number; readonly reason: string }
}

/** Slack's payloads stay far below; API Gateway's own limit is 10 MB. */
export const SLACK_BODY_CAP = 1_000_000
const MAX_CLOCK_SKEW_SECONDS = 300

/**
 * What a request says by Slack's signature over its raw bytes. `nowSeconds` is Unix time.
 * https://docs.slack.dev/authentication/verifying-requests-from-slack
 */
export function claimOfSlack(event: HttpEvent, nowSeconds: number): Result<Claim<VerifiedSlackRequest>, DoorRefusal> {
  const raw = rawBody(event, SLACK_BODY_CAP)
  if (!raw.ok) return raw
  const timestamp = header(event, 'x-slack-request-timestamp') ?? ''
  if (!/^\d{1,12}$/.test(timestamp)) return refuse(401, 'The header X-Slack-Request-Timestamp is missing or wrong.')
  // A date in the future is as wrong as one in the past: it would let a captured request be kept for later.
  if (!(Math.abs(nowSeconds - Number(timestamp)) <= MAX_CLOCK_SKEW_SECONDS))
    return refuse(401, 'The request was signed more than 300 seconds from now.')
  const signature = header(event, 'x-slack-signature') ?? ''
  if (!/^v0=[0-9a-f]{64}$/.test(signature)) return NOT_SIGNED
  const signedWith = (secret: string) =>
    `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:`).update(raw.value).digest('hex')}`
  return ok({
    isSignedWith: (secret) => sameText(signature, signedWith(secret)),
    read: () => readSigned(event, raw.value, signature),
  })
}

function readSigned(event: HttpEvent, raw: RawBody, signature: string): Result<VerifiedSlackRequest, DoorRefusal> {
  const kind = bodyKind(event)
  if (!kind.ok) return kind
  const text = parseText(raw)
  if (!text.ok) return text
  const body = kind.value === 'json' ? parseJsonObject(text.value) : parseSlackForm(text.value)
  if (!body.ok) return body
  const count = header(event, 'x-slack-retry-num') ?? ''
  return ok({
    body: body.value,
    requestId: hash('sha256', signature).slice(0, 32),
    ...(/^\d{1,3}$/.test(count) && {
      retry: { count: Number(count), reason: (header(event, 'x-slack-retry-reason') ?? '').slice(0, 100) },
    }),
  })
}

// Commands come as plain fields, interactivity as one field that holds JSON.
function parseSlackForm(text: string): Result<Fields, DoorRefusal> {
  const form = parseForm(text)
  if (!form.ok) return form
  const payload = form.value['payload']
  return typeof payload === 'string' ? parseJsonObject(payload) : form
}
