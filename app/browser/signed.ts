import { createHmac, hkdfSync } from 'node:crypto'
import { sameText } from '../door.ts'

/** What a signed value says when it comes back. `until`: its end, epoch milliseconds. */
export type ReadSigned =
  | { readonly is: 'valid'; readonly value: string; readonly until: number }
  | { readonly is: 'expired' }
  | { readonly is: 'forged' }

/** What a value is signed with and for: what is signed for one purpose never passes for another. */
export type Seal = { readonly secret: string; readonly purpose: string }

/** The longest value that is read, in characters of its encoded form. */
const LONGEST = 4_000

/**
 * A value and its end under our signature, safe in addresses and cookies: no session has to be kept, and nobody else can
 * make one. Everybody who holds it can read it; that it is used once is for the one who takes it.
 */
export function signed(seal: Seal, value: string, until: number): string {
  const body = `${Buffer.from(value).toString('base64url')}.${until}`
  return `${body}.${signature(seal, body)}`
}

/** Reads a signed value that came back. Total for whatever strangers send. */
export function readSigned(seal: Seal, text: string, now: number): ReadSigned {
  if (text.length > LONGEST) return { is: 'forged' }
  const [, body = '', value = '', end = '', own = ''] = /^(([\w-]*)\.(\d{1,15}))\.([\w-]{43})$/.exec(text) ?? []
  if (body === '' || !sameText(own, signature(seal, body))) return { is: 'forged' }
  const until = Number(end)
  return until > now ? { is: 'valid', value: Buffer.from(value, 'base64url').toString(), until } : { is: 'expired' }
}

/** A word that nobody without the secret can make, and always the same for the same text: 43 characters, `A-Za-z0-9_-`. */
export function signature({ secret, purpose }: Seal, text: string): string {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
  return createHmac('sha256', key).update(text).digest('base64url')
}
