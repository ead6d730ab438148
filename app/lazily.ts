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

/** The same for what is made from something that may change, such as a key: made again once it has. */
export function renewed<From, T>(from: () => Promise<From>, make: (from: From) => Promise<T>): () => Promise<T> {
  let made: { readonly from: From; readonly thing: () => Promise<T> } | undefined
  return async () => {
    const now = await from()
    if (made === undefined || made.from !== now) made = { from: now, thing: lazily(() => make(now)) }
    return made.thing()
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
