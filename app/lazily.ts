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

/** The same for what is made at once. Schemas of a door: building one costs as much as parsing many times with it. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
