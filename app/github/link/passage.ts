import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { readSigned, type Seal, signature, signed } from '../../browser/signed.ts'
import { sameText } from '../../door.ts'
import { once } from '../../lazily.ts'
import type { GithubAccount } from '../../projects/person.ts'
import type { KeyRing } from '../../secrets/key-ring.ts'

/**
 * What a browser carries while it links: first the `state`, on its way through GitHub; then the claim, with the account that
 * GitHub has told us, until somebody has said yes to both. Each is signed for its own purpose.
 */

/** How long somebody may take from our page through GitHub's and back, and then to say yes. Milliseconds. */
export const PASSAGE_LIFETIME = 10 * 60_000

export type State = { readonly nonce: string; readonly ticket: string; readonly until: number }
export type Claim = { readonly account: Required<GithubAccount>; readonly ticket: string }

type NotValid = { readonly is: 'expired' } | { readonly is: 'forged' }

const stateSeal = (keys: KeyRing): Seal => ({ keys, purpose: 'state of a link' })
const claimSeal = (keys: KeyRing): Seal => ({ keys, purpose: 'claim of a link' })

/** `nonce`: something that nobody can guess, new each time. */
export function newState(keys: KeyRing, { nonce, ticket }: Omit<State, 'until'>, now: number): string {
  return signed(stateSeal(keys), JSON.stringify([nonce, ticket]), now + PASSAGE_LIFETIME)
}

/** Reads a state that came back; `key`: what it was signed with. Total for whatever strangers send. */
export function readState(
  keys: KeyRing,
  text: string,
  now: number,
): ({ readonly is: 'valid'; readonly key: string } & State) | NotValid {
  const read = readSigned(stateSeal(keys), text, now)
  if (read.is !== 'valid') return read
  const [nonce, ticket] = stated().parse(JSON.parse(read.value))
  return { is: 'valid', nonce, ticket, until: read.until, key: read.key }
}

/**
 * What only we can prove that we began (PKCE): derived from the key of the state, so that it is kept nowhere. The challenge goes to GitHub first, the
 * verifier with the code. https://datatracker.ietf.org/doc/html/rfc7636
 */
export function proofKey(key: string, state: string): { readonly verifier: string; readonly challenge: string } {
  const verifier = signature(key, 'proof key of a link', state)
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}

export function newClaim(keys: KeyRing, { account, ticket }: Claim, now: number): string {
  return signed(claimSeal(keys), JSON.stringify([account.login, account.id, ticket]), now + PASSAGE_LIFETIME)
}

/** Reads a claim that came back. Total for whatever strangers send. */
export function readClaim(keys: KeyRing, text: string, now: number): ({ readonly is: 'valid' } & Claim) | NotValid {
  const read = readSigned(claimSeal(keys), text, now)
  if (read.is !== 'valid') return read
  const [login, id, ticket] = claimed().parse(JSON.parse(read.value))
  return { is: 'valid', account: { login, id }, ticket }
}

/** What the form of a claim has to bring: no other page can know it. */
export function formToken([key]: KeyRing, claim: string): string {
  return signature(key, FORM, claim)
}

/** Whether a form has brought that. */
export function isFormToken(keys: KeyRing, claim: string, token: string): boolean {
  return keys.some((key) => sameText(token, signature(key, FORM, claim)))
}

const FORM = 'form of a link'

// Our own records: they were signed here.
const stated = once(() => z.tuple([z.string(), z.string()]))
const claimed = once(() => z.tuple([z.string(), z.number(), z.string()]))
