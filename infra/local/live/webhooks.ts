import { setTimeout as delay } from 'node:timers/promises'
import SmeeClient from 'smee-client'
import * as z from 'zod'
import type { Log } from '../../../app/log.ts'
import { signedBytes } from './signed-bytes.ts'

export type WebhookOptions = {
  /** The channel of the proxy. */
  readonly proxyUrl: string
  readonly webhookSecret: string
  /** Where the GitHub door is. */
  readonly door: string
  readonly log: Log
  readonly onState: (state: 'connected' | 'lost') => void
  /** Milliseconds before the n-th new try, counted from 0, to connect or to hand a webhook over. */
  readonly waitMs?: (attempt: number) => number
}

const LONGEST_WAIT_MS = 30_000
const messageSchema = z.looseObject({ body: z.looseObject({}), 'x-github-event': z.string() })
/** `EventSource.CLOSED`: it does not come back by itself. */
const CLOSED = 2

/**
 * Listens to the webhook proxy and hands every webhook to our own GitHub door, with GitHub's headers and signature. The
 * proxy has answered GitHub already, so whatever the door does not take is tried again here. Throws when the proxy is
 * not there at first; afterwards it comes back by itself.
 */
export async function listenToWebhooks(options: WebhookOptions): Promise<{ close(): Promise<void> }> {
  const { log, onState, waitMs = (attempt) => Math.min(1_000 * 2 ** attempt, LONGEST_WAIT_MS) } = options
  const closing = new AbortController()
  const wait = (attempt: number) => delay(waitMs(attempt), undefined, { signal: closing.signal }).catch(() => {})
  const take = (data: unknown) => void handOver(String(data), options, closing.signal, wait)

  let client = smee(options, take)
  watch(await started(client))
  onState('connected')
  return {
    close: async () => {
      closing.abort()
      await client.stop()
    },
  }

  // The client comes back by itself after a broken connection, but not after an answer that was no stream.
  function watch(source: EventTarget & { readonly readyState: number }): void {
    let isUp = true
    source.addEventListener('open', () => {
      if (!isUp) onState('connected')
      isUp = true
    })
    source.addEventListener('error', () => {
      if (closing.signal.aborted) return
      if (isUp) onState('lost')
      isUp = false
      if (source.readyState === CLOSED) void restart()
    })
  }

  async function restart(): Promise<void> {
    for (let attempt = 0; !closing.signal.aborted; attempt++) {
      await wait(attempt)
      if (closing.signal.aborted) return
      client = smee(options, take)
      try {
        watch(await started(client))
        return onState('connected')
      } catch (error) {
        log.warn('The webhook proxy does not answer', { error })
      }
    }
  }
}

function smee({ proxyUrl, door }: WebhookOptions, take: (data: unknown) => void): SmeeClient {
  const logger = { info: () => {}, error: () => {} }
  // Its own forwarding signs nothing and drops what the door does not take: we hand over ourselves.
  const client = new SmeeClient({ source: proxyUrl, target: door, logger, forward: false })
  client.onmessage = ({ data }) => take(data)
  return client
}

// One that did not start would go on trying by itself.
async function started(client: SmeeClient): ReturnType<SmeeClient['start']> {
  try {
    return await client.start()
  } catch (cause) {
    await client.stop()
    throw new Error('The webhook proxy does not answer', { cause })
  }
}

async function handOver(
  data: string,
  { webhookSecret, door, log }: WebhookOptions,
  signal: AbortSignal,
  wait: (attempt: number) => Promise<void>,
): Promise<void> {
  const read = messageSchema.safeParse(parsed(data))
  if (!read.success) return log.error('The webhook proxy sent what is no webhook of GitHub')
  const { body, ...rest } = read.data
  const headers = Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => /^x-(github|hub)-/.test(name) && typeof value === 'string'),
  ) as Readonly<Record<string, string>>
  const id = headers['x-github-delivery']
  const bytes = signedBytes(body, headers['x-hub-signature-256'] ?? '', webhookSecret)
  if (bytes === undefined) {
    return log.error('A webhook does not fit its signature: is GITHUB_WEBHOOK_SECRET the secret of the GitHub App?', {
      id,
    })
  }
  for (let attempt = 0; !signal.aborted; attempt++) {
    const status = await post(door, bytes, { ...headers, 'content-type': 'application/json' })
    if (status >= 200 && status < 300) return
    if (status >= 400 && status < 500) return log.error('The GitHub door refused a webhook', { id, status })
    await wait(attempt)
  }
}

/** The status of the answer; 0 when there was none. */
async function post(url: string, body: string, headers: Readonly<Record<string, string>>): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    return undefined
  }
}
