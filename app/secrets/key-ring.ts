import { Fault } from '../errors.ts'

/** Keys of our own making: the first signs, and what any of them has signed is ours. */
export type KeyRing = readonly [string, ...string[]]

/** The keys in use, as they are asked for whenever something is signed or read. */
export type Keys = () => Promise<KeyRing>

/** A ring as it is kept: the one that signs before those that did, and the one that will. */
export type KeptRing = { readonly keys: readonly string[]; readonly next?: string | undefined }

/**
 * The keys of a kept ring. The next one counts already, though it does not sign yet: by the time that one process signs with
 * it every other has long known it. Alone, it signs: that is how a ring begins.
 */
export function keyRing({ keys, next }: KeptRing): KeyRing {
  const [first, ...others] = next === undefined ? keys : [...keys, next]
  if (first === undefined) throw new Fault('there is no key to sign with')
  return [first, ...others]
}
