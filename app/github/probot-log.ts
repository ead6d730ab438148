import type { Options } from 'probot'
import type { Log, LogData } from '../log.ts'

type ProbotLog = NonNullable<Options['log']>
type Write = (message: string, data?: LogData) => void

/**
 * Our log in the shape of pino's, as far as Probot and Octokit use it: with a log of its own Probot loads no pino, no
 * pretty printer and no Sentry. Debug lines, which hold whole payloads, are never written.
 */
export function probotLog(log: Log, bindings: LogData = {}): ProbotLog {
  const quiet = () => {}
  const at = (write: Write) => (first: unknown, second?: unknown) => {
    write('Probot says', { ...bindings, ...said(first, second) })
  }
  const shape = {
    level: 'warn',
    fatal: at(log.error),
    error: at(log.error),
    warn: at(log.warn),
    info: quiet,
    debug: quiet,
    trace: quiet,
    silent: quiet,
    child: (more: LogData) => probotLog(log, { ...bindings, ...more }),
  }
  // Nobody calls the rest of pino's interface (levels, flushing, event emitter).
  return shape as unknown as ProbotLog
}

// Errors carry the event with its whole payload as a property: only their name and message are kept.
function said(first: unknown, second: unknown): LogData {
  const text = typeof first === 'string' ? first : second
  const error = first instanceof Error ? first : errorIn(first)
  return { ...(typeof text === 'string' && { said: text }), ...(error && { error }) }
}

function errorIn(value: unknown): Error | undefined {
  return typeof value === 'object' && value !== null && 'err' in value && value.err instanceof Error
    ? value.err
    : undefined
}
