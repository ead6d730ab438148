import { createHmac, hkdfSync } from 'node:crypto'
import { sameText } from '../door.ts'
import type { KeyRing } from '../secrets/key-ring.ts'

/** What a signed value says when it comes back. `until`: its end, epoch milliseconds; `key`: what it was signed with. */
export type ReadSigned =
  | { readonly is: 'valid'; readonly value: string; readonly until: number; readonly key: string }
  | { readonly is: 'expired' }
  | { readonly is: 'forged' }

/** What a value is signed with and for: what is signed for one purpose never passes for another. */
export type Seal = { readonly keys: KeyRing; readonly purpose: string }

/** The longest value that is read, in characters of its encoded form. */
const LONGEST = 4_000

/**
 * A value and its end under our signature, safe in addresses and cookies: no session has to be kept, and nobody else can
 * make one. Everybody who holds it can read it; that it is used once is for the one who takes it.
 */
export function signed(seal: Seal, value: string, until: number): string {
  const body = `${Buffer.from(value).toString('base64url')}.${until}`
  return `${body}.${signature(seal.keys[0], seal.purpose, body)}`
}

/** Reads a signed value that came back. Total for whatever strangers send. */
export function readSigned(seal: Seal, text: string, now: number): ReadSigned {
  if (text.length > LONGEST) return { is: 'forged' }
  const [, body = '', value = '', end = '', own = ''] = /^(([\w-]*)\.(\d{1,15}))\.([\w-]{43})$/.exec(text) ?? []
  const key = seal.keys.find((one) => sameText(own, signature(one, seal.purpose, body)))
  if (body === '' || key === undefined) return { is: 'forged' }
  const until = Number(end)
  return until > now
    ? { is: 'valid', value: Buffer.from(value, 'base64url').toString(), until, key }
    : { is: 'expired' }
}

/** A word that nobody without the key can make, and always the same for the same text: 43 characters, `A-Za-z0-9_-`. */
export function signature(key: string, purpose: string, text: string): string {
  const derived = Buffer.from(hkdfSync('sha256', key, '', purpose, 32))
  return createHmac('sha256', derived).update(text).digest('base64url')
}
