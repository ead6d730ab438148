import { Fault } from '../errors.ts'
import { keyRing } from './key-ring.ts'
import type { Rotation, Said } from './rotation.ts'

/**
 * So many keys are kept behind the one that signs: two years of them at one in thirty days. Marks of comments that are older are not
 * recognised any more.
 */
export const KEPT_KEYS = 24

/** Keys of our own making: the next one signs, and those that did stay behind it. */
export const keysRotation: Rotation = {
  after(said, made) {
    const next = text(said, 'next')
    const ring = texts(said, 'ring')
    return { ...said, ring: (next === undefined ? ring : [next, ...ring]).slice(0, KEPT_KEYS + 1), next: made }
  },
  accepts: (said) => keyRing({ keys: texts(said, 'ring'), next: text(said, 'next') }),
}

/** What GitHub signs its deliveries with, of which it knows one at a time. `outside` is GitHub. */
export function webhookRotation(outside: NonNullable<Rotation['outside']>): Rotation {
  return {
    after: (said, made) => ({ ...said, secret: text(said, 'next') ?? signing(said), next: made }),
    accepts(said) {
      const next = text(said, 'next')
      return next === undefined ? [signing(said)] : [signing(said), next]
    },
    outside,
  }
}

function signing(said: Said): string {
  const secret = text(said, 'secret')
  // Anybody could sign with nothing.
  if (secret === undefined) throw new Fault('a secret that is to be rotated lacks its field secret')
  return secret
}

function text(said: Said, field: string): string | undefined {
  const value = said[field]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function texts(said: Said, field: string): readonly string[] {
  const value = said[field]
  if (typeof value === 'string') return value === '' ? [] : [value]
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string' && one !== '') : []
}
