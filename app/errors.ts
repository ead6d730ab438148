/** A bug of ours or a fault of the surroundings: for operators, never shown to users. */
export class Fault extends Error {
  override readonly name = 'Fault'
  /** Data for the log. Never a secret, never a message body. */
  readonly data: Readonly<Record<string, unknown>>

  constructor(message: string, data: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(message, options)
    this.data = data
  }
}

/** For the `default` of an exhaustive `switch`: does not compile while a variant is unhandled. */
export function unreachable(value: never): never {
  throw new Fault('a case that the types rule out', { value })
}
