/** A refusal by a service. `name` is its own; credentials that a service repeats in its words are masked. */
export class AwsError extends Error {
  override readonly name: string
  readonly status: number
  /** Why a transaction was cancelled, one code for each of its writes. */
  readonly reasons: readonly string[]
  // Out of the way of whoever logs an error: these are people's data.
  readonly #standing: readonly unknown[]

  constructor(
    name: string,
    message: string,
    status: number,
    reasons: readonly string[] = [],
    standing: readonly unknown[] = [],
  ) {
    super(message)
    this.name = name
    this.status = status
    this.reasons = reasons
    this.#standing = standing
  }

  /** The items that stood in the way of a write, as the service stores them, where the write asked for them. */
  standing(): readonly unknown[] {
    return this.#standing
  }
}
