import { Fault } from '../../app/errors.ts'

/** Which function cannot be bundled, and what is wrong in which file; nothing where that is not what failed. */
export function unbundled(error: unknown): string | undefined {
  if (!(error instanceof Fault) || !Array.isArray(error.data['problems'])) return undefined
  const lines = (error.data['problems'] as readonly string[]).map((problem) => `  ${problem}`)
  return [`The function ${error.data['function']} cannot be bundled:`, ...lines].join('\n')
}
