/**
 * "No" is a value, broken is an exception: what a user may cause is a `Result`, what only a bug or an outage causes
 * is thrown.
 */
export type Ok<T> = { readonly ok: true; readonly value: T }
export type Err<E> = { readonly ok: false; readonly error: E }
export type Result<T, E> = Ok<T> | Err<E>

/** Wraps a value that was asked for. */
export function ok<T>(value: T): Ok<T> {
  return { ok: true, value }
}

/** Wraps a refusal; `error` is data that a surface renders in words. */
export function err<E>(error: E): Err<E> {
  return { ok: false, error }
}
