import { createHmac, hkdfSync } from 'node:crypto'
import { sameText } from '../../door.ts'

/** How long somebody may take from our page through Slack's and back. Milliseconds. */
export const STATE_LIFETIME = 10 * 60_000

/** What a state says when it comes back; `attempt` names this one installation. */
export type ReadState =
  | { readonly is: 'valid'; readonly attempt: string; readonly until: number }
  | { readonly is: 'expired' }
  | { readonly is: 'forged' }

/**
 * The `state` of the OAuth flow: a nonce and its end under our signature, so that no session has to be kept and nobody
 * else can make one. That it is used once, and by the browser it was given to, is for the door.
 * https://docs.slack.dev/authentication/installing-with-oauth
 */
export function newState(secret: string, nonce: string, now: number): string {
  const body = `${nonce}.${now + STATE_LIFETIME}`
  return `${body}.${signatureOf(secret, body)}`
}

/** Reads a state that came back. Total for whatever strangers send. */
export function readState(secret: string, state: string, now: number): ReadState {
  const [, body = '', nonce = '', end = '', signature = ''] =
    /^(([\w-]{16,64})\.(\d{1,15}))\.([\w-]{43})$/.exec(state) ?? []
  if (body === '' || !sameText(signature, signatureOf(secret, body))) return { is: 'forged' }
  const until = Number(end)
  return until > now ? { is: 'valid', attempt: nonce, until } : { is: 'expired' }
}

// A key of its own: what is signed for one purpose must never pass for another.
function signatureOf(secret: string, body: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'state of an installation', 32))
  return createHmac('sha256', key).update(body).digest('base64url')
}
