/** Why live mode does not start, in words for the one who started it; never with a secret in them. */
export class Unready extends Error {
  override readonly name = 'Unready'

  constructor(message: string, cause?: unknown) {
    super(message, { cause })
  }
}
