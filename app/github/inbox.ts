import { gunzipSync, gzipSync } from 'node:zlib'
import * as z from 'zod'
import { once } from '../lazily.ts'
import { err, ok, type Result } from '../result.ts'
import { type Fields, parseJsonObject, parseText } from '../untrusted.ts'
import { readSubject, type Subject, subject } from './subject.ts'
import { GITHUB_BODY_CAP, type ParsedDelivery } from './verify.ts'

/** A verified delivery as the worker finds it in the inbox queue. */
export type InboxDelivery = {
  /** GitHub's delivery GUID; a redelivery keeps it. */
  readonly id: string
  readonly name: string
  readonly action?: string
  /** ISO 8601, when our door took it. */
  readonly receivedAt: string
  readonly subject: Subject
  /** Nothing when it was too large for the queue: then the worker fetches the subject by API. */
  readonly payload?: Fields
}

// SQS takes 256 KB; the rest of the message and its attributes need some of it.
const MAX_MESSAGE_BYTES = 200_000

const message = once(() =>
  z.strictObject({
    version: z.literal(1),
    id: z.string().min(1).max(100),
    name: z.string().min(1).max(100),
    action: z.string().max(200).exactOptional(),
    receivedAt: z.iso.datetime(),
    subject,
    gzip: z.base64().exactOptional(),
  }),
)
type Message = z.output<ReturnType<typeof message>>

/** The queue message for a delivery: its payload gzipped, or only its ids when that is above 200 KB. `at` is ISO 8601. */
export function packDelivery(delivery: ParsedDelivery, at: string): Result<string, string> {
  const read = readSubject(delivery.payload)
  if (!read.ok) return read
  const slim: Message = {
    version: 1,
    id: delivery.id,
    name: delivery.name,
    ...(delivery.action !== undefined && { action: delivery.action }),
    receivedAt: at,
    subject: read.value,
  }
  const whole = JSON.stringify({ ...slim, gzip: gzipSync(delivery.text).toString('base64') } satisfies Message)
  // Everything but the names is ASCII; the length in bytes is what SQS counts.
  return ok(Buffer.byteLength(whole) <= MAX_MESSAGE_BYTES ? whole : JSON.stringify(slim))
}

/** Reads a queue message back; the error says why it can never be read, so that trying again is of no use. */
export function unpackDelivery(body: string): Result<InboxDelivery, string> {
  const outer = parseJsonObject(body)
  if (!outer.ok) return err(outer.error.why)
  const parsed = message().safeParse(outer.value)
  if (!parsed.success) return err(`The field ${parsed.error.issues[0]?.path.join('.')} of the message is wrong.`)
  const { version: _, gzip, ...delivery } = parsed.data
  if (gzip === undefined) return ok(delivery)
  const raw = inflate(gzip)
  if (!raw.ok) return raw
  const text = parseText(raw.value)
  const payload = text.ok ? parseJsonObject(text.value) : text
  return payload.ok ? ok({ ...delivery, payload: payload.value }) : err(payload.error.why)
}

// A few KB of gzip can hold gigabytes: never more comes out than could have come in through the door.
function inflate(gzip: string): Result<Buffer, string> {
  try {
    return ok(gunzipSync(Buffer.from(gzip, 'base64'), { maxOutputLength: GITHUB_BODY_CAP }))
  } catch {
    return err(`The payload cannot be unpacked, or is larger than ${GITHUB_BODY_CAP} bytes.`)
  }
}
