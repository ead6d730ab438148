import { vi } from 'vitest'

/** Tries `check` again until it does not throw any more, and gives what it gave; throws what it threw after a minute. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 60_000, interval: 20 })
}
