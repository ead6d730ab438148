/**
 * Makes a thing on first use and keeps it; a failure is not kept. For what costs start-up time: SDKs, clients, and
 * whatever hangs on them.
 */
export function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }
}
