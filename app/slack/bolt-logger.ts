import { type Logger, LogLevel } from '@slack/bolt'
import type { Log } from '../log.ts'

/** Bolt's logger on our log: warnings and errors only, as data beside a message of ours. */
export function boltLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...said: unknown[]) => log.warn('Bolt warns', { said }),
    error: (...said: unknown[]) => log.error('Bolt reports an error', { said }),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  }
}
