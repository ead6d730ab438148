/** A refusal by a service. `name` is its own; credentials that a service repeats in its words are masked. */
export class AwsError extends Error {
  override readonly name: string
  readonly status: number
  /** Why a transaction was cancelled, one code for each of its writes. */
  readonly reasons: readonly string[]

  constructor(name: string, message: string, status: number, reasons: readonly string[] = []) {
    super(message)
    this.name = name
    this.status = status
    this.reasons = reasons
  }
}
