import { readSigned, type Seal, signed } from '../../browser/signed.ts'
import type { KeyRing } from '../../secrets/key-ring.ts'

/** How long somebody may take from our page through Slack's and back. Milliseconds. */
export const STATE_LIFETIME = 10 * 60_000

/** What a state says when it comes back; `attempt` names this one installation. */
export type ReadState =
  | { readonly is: 'valid'; readonly attempt: string; readonly until: number }
  | { readonly is: 'expired' }
  | { readonly is: 'forged' }

/**
 * The `state` of the OAuth flow. That it is used once, and by the browser it was given to, is for the door.
 * https://docs.slack.dev/authentication/installing-with-oauth
 */
export function newState(keys: KeyRing, nonce: string, now: number): string {
  return signed(sealOf(keys), nonce, now + STATE_LIFETIME)
}

/** Reads a state that came back. Total for whatever strangers send. */
export function readState(keys: KeyRing, state: string, now: number): ReadState {
  const read = readSigned(sealOf(keys), state, now)
  return read.is === 'valid' ? { is: 'valid', attempt: read.value, until: read.until } : read
}

function sealOf(keys: KeyRing): Seal {
  return { keys, purpose: 'state of an installation' }
}
