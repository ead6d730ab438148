import { createHmac } from 'node:crypto'
import {
  type BodyKind,
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

/** A delivery that GitHub signed, not parsed yet: most deliveries are dropped by name alone. */
export type VerifiedDelivery = {
  /** GitHub's delivery GUID; a redelivery keeps it. */
  readonly id: string
  /** The event, such as `pull_request`. */
  readonly name: string
  readonly kind: BodyKind
  readonly raw: RawBody
}

/** A delivery as its payload says. */
export type ParsedDelivery = {
  readonly id: string
  readonly name: string
  readonly action?: string
  /** The JSON exactly as GitHub sent it. */
  readonly text: string
  readonly payload: Fields
}

/** GitHub caps payloads at 25 MB, API Gateway at 10 MB: nothing larger can arrive. */
export const GITHUB_BODY_CAP = 10_000_000

/**
 * What a delivery says by GitHub's signature over its raw bytes, and then by its headers; nothing is parsed.
 * https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function claimOfGitHub(event: HttpEvent): Result<Claim<VerifiedDelivery>, DoorRefusal> {
  const raw = rawBody(event, GITHUB_BODY_CAP)
  if (!raw.ok) return raw
  const signature = header(event, 'x-hub-signature-256') ?? ''
  if (!/^sha256=[0-9a-f]{64}$/.test(signature)) return NOT_SIGNED
  return ok({
    isSignedWith: (secret) =>
      sameText(signature, `sha256=${createHmac('sha256', secret).update(raw.value).digest('hex')}`),
    read: () => readHeaders(event, raw.value),
  })
}

function readHeaders(event: HttpEvent, raw: RawBody): Result<VerifiedDelivery, DoorRefusal> {
  const kind = bodyKind(event)
  if (!kind.ok) return kind
  const id = header(event, 'x-github-delivery') ?? ''
  if (!/^[\w-]{1,100}$/.test(id)) return refuse(400, 'The header X-GitHub-Delivery is missing or not an id.')
  const name = header(event, 'x-github-event') ?? ''
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(name)) return refuse(400, 'The header X-GitHub-Event is missing or not a name.')
  return ok({ id, name, kind: kind.value, raw })
}

/** Parses a verified delivery, which GitHub sends as JSON or as a form with one field `payload`; 400 if it cannot. */
export function parseDelivery({ id, name, kind, raw }: VerifiedDelivery): Result<ParsedDelivery, DoorRefusal> {
  const body = parseText(raw)
  if (!body.ok) return body
  const text = kind === 'json' ? body : payloadField(body.value)
  if (!text.ok) return text
  const payload = parseJsonObject(text.value)
  if (!payload.ok) return payload
  const action = payload.value['action']
  if (action !== undefined && (typeof action !== 'string' || action.length > 200))
    return refuse(400, 'The field action must be a text of at most 200 characters.')
  return ok({ id, name, ...(action !== undefined && { action }), text: text.value, payload: payload.value })
}

function payloadField(text: string): Result<string, DoorRefusal> {
  const form = parseForm(text)
  if (!form.ok) return form
  const payload = form.value['payload']
  return typeof payload === 'string' ? ok(payload) : refuse(400, 'The form has no field payload.')
}
