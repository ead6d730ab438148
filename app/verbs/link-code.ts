import { createHmac } from 'node:crypto'
import type { Keys } from '../secrets/key-ring.ts'

/** Letters and digits that nobody mistakes for one another; ten of them are 49 bits. */
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

/**
 * Makes one-time codes with a key from what caused them: nobody without the key can guess one, and a request that comes
 * twice gives no second code.
 */
export function linkCode(keys: Keys): (cause: string) => Promise<string> {
  return async (cause) => {
    const [key] = await keys()
    const bytes = createHmac('sha256', key).update(`link code\n${cause}`).digest().subarray(0, 10)
    const letters = [...bytes].map((byte) => LETTERS[byte % LETTERS.length])
    return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
  }
}
