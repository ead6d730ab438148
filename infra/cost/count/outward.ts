import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'
import type { Tally } from './tally.ts'

/** Counts calls to Slack and GitHub, the lines that are logged and what is waited on purpose, until the function given back is called. */
export function countOutward(
  tally: Tally,
  origins: { readonly slack: readonly string[]; readonly github: readonly string[] },
): () => void {
  const { fetch } = globalThis
  globalThis.fetch = async (input, init) => {
    const { origin } = new URL(input instanceof Request ? input.url : input)
    const to = origins.slack.includes(origin) ? 'slack' : origins.github.includes(origin) ? 'github' : undefined
    if (to !== undefined) {
      tally.add(to, 1)
      tally.add('sent', bytesOf(init?.body))
    }
    return fetch(input, init)
  }
  const write = process.stdout.write.bind(process.stdout)
  process.stdout.write = ((chunk: string | Uint8Array, ...rest: never[]) => {
    if (tally.whose() === undefined) return write(chunk, ...rest)
    tally.add('logged', Buffer.byteLength(chunk))
    return true
  }) as typeof process.stdout.write
  const { setTimeout } = timers
  // A wait costs time, but no work: it does not grow with a smaller share of a processor.
  timers.setTimeout = (ms, value, options) => {
    tally.add('waited', ms ?? 0)
    tally.add('ms', -(ms ?? 0))
    return setTimeout(ms, value, options)
  }
  syncBuiltinESMExports()
  return () => {
    globalThis.fetch = fetch
    process.stdout.write = write
    timers.setTimeout = setTimeout
    syncBuiltinESMExports()
  }
}

/** Headers and TLS are about as much as a small body. */
const ENVELOPE = 1_000

function bytesOf(body: unknown): number {
  if (typeof body === 'string') return Buffer.byteLength(body) + ENVELOPE
  if (body instanceof URLSearchParams) return Buffer.byteLength(body.toString()) + ENVELOPE
  return ENVELOPE + (ArrayBuffer.isView(body) ? body.byteLength : 0)
}
