import { setTimeout as delay } from 'node:timers/promises'
import { LogLevel, SocketModeClient } from '@slack/socket-mode'
import * as z from 'zod'
import type { Log } from '../../../app/log.ts'
import { postToSlackDoor } from '../world/slack-door.ts'
import { type DoorRequest, doorRequest, type Envelope } from './envelope.ts'

export type SocketOptions = {
  readonly appToken: string
  readonly apiUrl: string
  /** Where the doors are, and the secret by which the Slack door knows us. */
  readonly door: { readonly url: string; readonly signingSecret: string }
  readonly log: Log
  /** The connection is there, or is gone. */
  readonly onState: (state: 'connected' | 'lost') => void
  /** Milliseconds before the n-th try to connect again, counted from 0. */
  readonly waitMs?: (attempt: number) => number
}

/** A connection of Socket Mode that comes back by itself until it is closed. */
export type Socket = { close(): Promise<void> }

const LONGEST_WAIT_MS = 30_000

/**
 * Opens a Socket Mode connection, and makes each envelope a signed request at our own Slack door. The door's answer is
 * the acknowledgement; an envelope that the door did not take with 200 is never acknowledged, so that Slack repeats it.
 * Throws Slack's own error when the first connection fails.
 */
export async function openSocket(options: SocketOptions): Promise<Socket> {
  const { log, onState, waitMs = (attempt) => Math.min(1_000 * 2 ** attempt, LONGEST_WAIT_MS) } = options
  const closing = new AbortController()
  const client = new SocketModeClient({
    appToken: options.appToken,
    // Its own reconnecting gives up, with an unhandled rejection, as soon as the network is away for a moment.
    autoReconnectEnabled: false,
    logger: quiet(log),
    clientOptions: { slackApiUrl: options.apiUrl, retryConfig: { retries: 0 } },
  })
  client.on('slack_event', (envelope: Received) => void handOver(envelope, options))
  let isUp = false
  const connect = async () => {
    await client.start()
    isUp = true
    onState('connected')
  }
  // At once the first time: Slack closes every connection now and then, and this is how it says so.
  const again = async () => {
    onState('lost')
    for (let attempt = 0; !closing.signal.aborted && !isUp; attempt++) {
      try {
        await connect()
      } catch (error) {
        log.warn('Slack does not connect', { error })
        await delay(waitMs(attempt), undefined, { signal: closing.signal }).catch(() => {})
      }
    }
  }
  // A connection that never came up says the same, and has thrown already.
  client.on('disconnected', () => {
    if (!isUp || closing.signal.aborted) return
    isUp = false
    void again()
  })
  await connect()
  return {
    close: async () => {
      closing.abort()
      await client.disconnect()
    },
  }
}

type Received = Envelope & {
  readonly envelope_id: string
  readonly accepts_response_payload: boolean
  readonly ack: (payload?: Record<string, unknown>) => Promise<void>
}
const payloadSchema = z.record(z.string(), z.unknown())

// Never throws: nobody waits for it.
async function handOver(envelope: Received, { door, log }: SocketOptions): Promise<void> {
  const { envelope_id: id, type, ack } = envelope
  try {
    const request = doorRequest(envelope)
    if (request === undefined) return log.warn('Slack sent an envelope of an unknown type', { type, id })
    const { status, body } = await post(door, request)
    if (status !== 200) return log.error('The Slack door did not take an envelope', { type, id, status })
    const payload = payloadSchema.safeParse(body)
    await (envelope.accepts_response_payload && payload.success ? ack(payload.data) : ack())
  } catch (error) {
    log.error('An envelope of Slack was lost on the way to the door or back', { type, id, error })
  }
}

function post(door: SocketOptions['door'], { contentType, body, retryNum }: DoorRequest) {
  return postToSlackDoor(door.url, door.signingSecret, contentType, body, { retryNum })
}

// The library's debug lines hold whole payloads, and its warnings are of our own reconnecting.
function quiet(log: Log) {
  const say = (...message: readonly unknown[]) => log.info('Slack socket', { message: message.map(String).join(' ') })
  return {
    debug: () => {},
    info: () => {},
    warn: say,
    error: say,
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  }
}
