import { Fault } from './errors.ts'

/** Structured logs: a static message with data beside it, one JSON line each, as CloudWatch Logs Insights reads them. */
export type Log = {
  info(message: string, data?: LogData): void
  warn(message: string, data?: LogData): void
  error(message: string, data?: LogData): void
}
export type LogData = Readonly<Record<string, unknown>>

const SECRET_NAME = /token|secret|password|authorization|private.?key|signature/i
const SECRET_VALUE = /xox[abeprs]-[\w-]+|gh[opsu]_\w{20,}|-----BEGIN[\s\S]*?-----END[^-]*-----/g

/** A log that writes JSON lines through `write`; values under secret-looking names, and secret-looking values, are masked. */
export function jsonLog(write: (line: string) => void, base: LogData = {}): Log {
  const line = (level: string, message: string, data: LogData = {}) =>
    write(JSON.stringify({ level, message, ...base, ...data }, mask))
  return {
    info: (message, data) => line('info', message, data),
    warn: (message, data) => line('warn', message, data),
    error: (message, data) => line('error', message, data),
  }
}

/** A log that keeps silent, for tests that do not look at it. */
export const silentLog: Log = { info: () => {}, warn: () => {}, error: () => {} }

function mask(key: string, value: unknown): unknown {
  if (SECRET_NAME.test(key) && value !== undefined) return '[masked]'
  if (value instanceof Error) return described(value)
  if (typeof value === 'string') return value.replace(SECRET_VALUE, '[masked]')
  return value
}

// No stack: it names the paths of a machine. What a fault carries for operators goes through the same mask.
function described(error: Error): Record<string, unknown> {
  const { name, message, cause } = error
  return {
    name,
    message: message.replace(SECRET_VALUE, '[masked]'),
    ...(error instanceof Fault ? error.data : {}),
    ...(cause instanceof Error ? { cause: described(cause) } : {}),
  }
}
