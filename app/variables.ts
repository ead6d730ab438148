/**
 * Reads variables of an environment one by one, and keeps in mind what is missing or wrong, so that all of it is said at once.
 * What it gives for a variable that is wrong stands for nothing: whoever has read asks for the `faults` before they use any of
 * it. A schema would say the same, and making one costs every function some milliseconds before its first word.
 */
export type Variables = {
  /** What must be there; or what counts where it is not. */
  text(name: string, otherwise?: string): string
  /** What may be missing; a text of no characters is none. `shape`, where it has one, and what that is in words. */
  optional(name: string, shape?: { readonly is: RegExp; readonly words: string }): string | undefined
  url(name: string, otherwise: string): string
  url(name: string): string | undefined
  /** Whole unless told otherwise, and in these bounds. */
  number(name: string, spec?: NumberSpec): number
  /** What is of no use without others. */
  together(given: string, needed: readonly string[]): void
  /** The name of each variable that is missing or wrong, and why; never its value. */
  readonly faults: readonly string[]
}

export type NumberSpec = {
  readonly otherwise?: number
  readonly min?: number
  readonly max?: number
  readonly fraction?: boolean
}

/** Variables of that environment. */
export function variables(env: Readonly<Record<string, string | undefined>>): Variables {
  const faults: string[] = []
  const wrong = (name: string, why: string): undefined => void faults.push(`${name}: ${why}`)

  function url(name: string, otherwise: string): string
  function url(name: string): string | undefined
  function url(name: string, otherwise?: string): string | undefined {
    const value = env[name]
    if (value === undefined) return otherwise
    return URL.canParse(value) ? value : wrong(name, 'is no URL')
  }

  return {
    faults,
    url,
    text: (name, otherwise) => env[name] ?? otherwise ?? wrong(name, 'is missing') ?? '',
    optional(name, shape) {
      const value = env[name] || undefined
      return value === undefined || shape === undefined || shape.is.test(value) ? value : wrong(name, shape.words)
    },
    number(name, { otherwise, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, fraction = false } = {}) {
      const text = env[name]
      const value = text === undefined ? otherwise : Number(text)
      if (value === undefined) wrong(name, 'is missing')
      else if (!(fraction ? Number.isFinite(value) : Number.isInteger(value))) wrong(name, 'is no such number')
      else if (value < min || value > max) wrong(name, 'is too small or too large')
      return value ?? 0
    },
    together(given, needed) {
      if (!env[given]) return
      for (const name of needed) if (!env[name]) wrong(name, `is needed where ${given} is given`)
    },
  }
}
