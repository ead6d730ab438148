import { lazily } from '../lazily.ts'
import type { AwsSettings } from './client.ts'
import type { Credentials } from './credentials.ts'
import { AwsError } from './error.ts'

/** Whom and what a wire needs; chance and waiting come from outside, as everywhere. */
export type WireSettings = AwsSettings & {
  /** May be absent where an endpoint of one's own is given. */
  readonly credentials?: Credentials | undefined
  /** From 0 up to 1, for the jitter between attempts. */
  readonly chance: () => number
  readonly wait: (ms: number) => Promise<void>
  /** For each attempt; see `PATIENCE`. */
  readonly patience?: { readonly connectMs: number; readonly requestMs: number }
}

/** One service that speaks AWS's JSON protocol. */
export type WireService = {
  /** As it stands in host names and signatures: `dynamodb`. */
  readonly name: string
  /** What stands before the operation in `X-Amz-Target`: `DynamoDB_20120810`. */
  readonly target: string
  /** The version of the protocol that it speaks. */
  readonly json: '1.0' | '1.1'
}

/** Calls one operation and answers its output as JSON; rejects with an `AwsError`, or with what the network said. */
export type Call = (operation: string, input: object) => Promise<unknown>

export const ATTEMPTS = 3
/** Milliseconds: how long a connection may take, and then an answer. */
export const PATIENCE = { connectMs: 2_000, requestMs: 5_000 } as const
const BACK_OFF_MS = 100

const TEMPORARY = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'Throttling',
  'ThrottlingException',
  'TransactionInProgressException',
])

/**
 * A service of AWS by its JSON protocol, over AWS's own signer and HTTP handler, which the first call loads. Its client in
 * the SDK made cold starts longer by two fifths. Up to three attempts, as the SDK makes.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.LowLevelAPI.html
 */
export function awsWire(service: WireService, settings: WireSettings): Call {
  const connect = lazily(async () => (await import('./send.ts')).awsSend(service, settings))
  return async (operation, input) => {
    const send = await connect()
    const body = JSON.stringify(input, withoutBytes)
    for (let attempt = 1; ; attempt++) {
      try {
        return await send(operation, body)
      } catch (error) {
        if (attempt === ATTEMPTS || !isTemporary(error)) throw error
      }
      await settings.wait(settings.chance() * BACK_OFF_MS * 2 ** attempt)
    }
  }
}

// Whatever has no answer of the service's own came from the network.
function isTemporary(error: unknown): boolean {
  if (!(error instanceof AwsError)) return error instanceof Error && ('code' in error || error.name === 'TimeoutError')
  return error.status >= 500 || TEMPORARY.has(error.name)
}

// JSON has no bytes. Nothing of ours holds any; should that change, it is said here and not stored in pieces.
function withoutBytes(_key: string, value: unknown): unknown {
  if (ArrayBuffer.isView(value))
    throw new TypeError('Bytes cannot be sent: the wire carries JSON. Encode them as text.')
  return value
}
