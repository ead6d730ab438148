import { Fault } from './errors.ts'
import { withoutSecrets } from './secrets/shapes.ts'

/** Structured logs: a static message with data beside it, one JSON line each, as CloudWatch Logs Insights reads them. */
export type Log = {
  info(message: string, data?: LogData): void
  warn(message: string, data?: LogData): void
  error(message: string, data?: LogData): void
}
export type LogData = Readonly<Record<string, unknown>>

const SECRET_NAME = /token|secret|password|authorization|private.?key|signature|response_?url/i
/** UTF-16 units kept of one text: whoever may write to us must not fill our logs. */
const MAX_TEXT = 4_000
const MAX_CAUSES = 5

/**
 * A log that writes JSON lines through `write`, with `base` on each. Masked are values under secret-looking names, secret-looking values, and
 * each of `secrets`, however it is encoded and wherever it stands; what is added to them later is masked from then on.
 * Never throws: a line that cannot be made says so.
 */
export function jsonLog(
  write: (line: string) => void,
  base: LogData | (() => LogData) = {},
  secrets: readonly string[] = [],
): Log {
  const known: string[] = []
  let read = 0
  const hide = (text: string) => {
    for (; read < secrets.length; read++) known.push(...formsOf(secrets[read] ?? ''))
    return known.reduce((masked, form) => masked.replaceAll(form, '[masked]'), text)
  }
  const mask = masking(hide)
  const beside = typeof base === 'function' ? base : () => base
  const line = (level: string, message: string, data: LogData = {}) => {
    try {
      write(hide(JSON.stringify({ level, message, ...beside(), ...data }, mask)))
    } catch {
      write(hide(JSON.stringify({ level, message, ...beside(), unreadable: Object.keys(data) }, mask)))
    }
  }
  return {
    info: (message, data) => line('info', message, data),
    warn: (message, data) => line('warn', message, data),
    error: (message, data) => line('error', message, data),
  }
}

/** A log that keeps silent: for what is only imagined, and for tests that do not look at it. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

function masking(hide: (text: string) => string) {
  // Masked before it is cut, or half a secret might stand at the end.
  const clean = (text: string): string => {
    const masked = withoutSecrets(hide(text.slice(0, 2 * MAX_TEXT)))
    return text.length <= MAX_TEXT ? masked : `${masked.slice(0, MAX_TEXT)}…`
  }
  // No stack: it names the paths of a machine. What a fault carries for operators goes through the same mask.
  const described = (error: Error, depth = 0): Record<string, unknown> => {
    const { name, message, cause } = error
    return {
      name,
      message: clean(message),
      ...(error instanceof Fault ? error.data : {}),
      ...(cause instanceof Error && depth < MAX_CAUSES ? { cause: described(cause, depth + 1) } : {}),
    }
  }
  return (key: string, value: unknown): unknown => {
    if (SECRET_NAME.test(key) && value !== undefined) return '[masked]'
    if (value instanceof Error) return described(value)
    if (typeof value === 'string') return clean(value)
    return typeof value === 'bigint' ? `${value}` : value
  }
}

// A key of several lines is a secret line by line. Short ones would mask ordinary words.
function formsOf(secret: string): string[] {
  const pieces = [secret, ...secret.split(/\s+/)].filter((piece) => piece.length >= 8 && !piece.startsWith('-----'))
  const forms = pieces.flatMap((piece) => [
    JSON.stringify(piece).slice(1, -1),
    encodeURIComponent(piece),
    Buffer.from(piece).toString('base64').replace(/=+$/, ''),
  ])
  return [...new Set(forms)].toSorted((a, b) => b.length - a.length)
}
