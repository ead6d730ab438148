import { createHash, createHmac } from 'node:crypto'
import { NodeHttpHandler } from '@smithy/node-http-handler'
import { SignatureV4 } from '@smithy/signature-v4'
import { type Credentials, credentialsFor, withoutCredentials } from './credentials.ts'
import { AwsError } from './error.ts'
import { PATIENCE, type WireService, type WireSettings } from './wire.ts'

type Response = Awaited<ReturnType<NodeHttpHandler['handle']>>['response']

/** Sends one signed request; rejects like a `Call`, after one attempt. */
export type Send = (operation: string, body: string) => Promise<unknown>

/** AWS's own signer and HTTP handler for one service. Throws a `Fault` when nobody is there to sign. */
export function awsSend({ name, target, json }: WireService, settings: WireSettings): Send {
  const { region, patience = PATIENCE } = settings
  const credentials = credentialsFor(settings)
  const signer = new SignatureV4({ service: name, region, credentials, sha256: Sha256 })
  // Connections are kept alive by default.
  const handler = new NodeHttpHandler({
    connectionTimeout: patience.connectMs,
    requestTimeout: patience.requestMs,
    throwOnRequestTimeout: true,
    socketTimeout: patience.requestMs,
  })
  const { protocol, hostname, port, host, pathname } = new URL(settings.endpoint ?? endpointOf(name, region))
  const place = { method: 'POST', protocol, hostname, path: pathname, query: {} }

  return async (operation, body) => {
    const headers = {
      host,
      'content-type': `application/x-amz-json-${json}`,
      'content-length': `${Buffer.byteLength(body)}`,
      'x-amz-target': `${target}.${operation}`,
    }
    const signed = await signer.sign({ ...place, ...(port === '' ? {} : { port: Number(port) }), headers, body })
    const { response } = await handler.handle(signed as Parameters<typeof handler.handle>[0])
    return answerOf(response, credentials)
  }
}

function endpointOf(service: string, region: string): string {
  return `https://${service}.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

async function answerOf({ statusCode, body }: Response, credentials: Credentials): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk)
  const said = parsed(Buffer.concat(chunks).toString('utf8'))
  if (statusCode < 300 && said !== undefined) return said
  const name = statusCode < 300 ? 'UnreadableAnswer' : nameOf(said?.['__type'], statusCode)
  const words = said?.['message'] ?? said?.['Message']
  const message = typeof words === 'string' ? words : `The service answered ${statusCode} without a word.`
  throw new AwsError(
    name,
    withoutCredentials(message, credentials),
    statusCode,
    reasonsOf(said?.['CancellationReasons']),
    standingOf(said),
  )
}

// Every operation that we use answers an object, if an empty one: nothing at all must not read as "no such item".
function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

// `com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException`, of which the end counts.
function nameOf(type: unknown, status: number): string {
  return (typeof type === 'string' && type.split('#').at(-1)) || `Http${status}`
}

function reasonsOf(reasons: unknown): string[] {
  if (!Array.isArray(reasons)) return []
  return reasons.map((reason: { Code?: string } | null) => reason?.Code ?? 'None')
}

function standingOf(said: Record<string, unknown> | undefined): unknown[] {
  const reasons: unknown = said?.['CancellationReasons']
  const all = Array.isArray(reasons)
    ? reasons.map((reason: { Item?: unknown } | null) => reason?.Item)
    : [said?.['Item']]
  return all.filter((item) => item !== undefined)
}

/** SHA-256 by Node, as the signer asks for it: with a secret, the HMAC. */
class Sha256 {
  #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>
  readonly #fresh: () => ReturnType<typeof createHash> | ReturnType<typeof createHmac>

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#fresh = () => (secret === undefined ? createHash('sha256') : createHmac('sha256', bytesOf(secret)))
    this.#hash = this.#fresh()
  }

  update(chunk: Uint8Array): void {
    this.#hash.update(chunk)
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest()
  }

  reset(): void {
    this.#hash = this.#fresh()
  }
}

function bytesOf(source: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof source === 'string') return Buffer.from(source, 'utf8')
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source)
}
