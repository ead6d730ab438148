import type { Logger, LogLevel } from '@slack/web-api'
import type { Log } from '../log.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** The bot token that works in a workspace now; `undefined`: CodexFlow is not installed there, or not any more. */
export type TokenOf = (workspace: Workspace) => Promise<string | undefined>

export type SlackClientOptions = {
  readonly token: string
  /** Slack's API: `https://slack.com/api/`. */
  readonly apiUrl: string
  readonly log: Log
}

/**
 * A client that makes each call once: a repetition by itself would double messages, and a wait for a rate limit would
 * outlive the lease of a delivery. `timeout`: milliseconds for one call. Loads the SDK; one client more costs nothing, for
 * connections are the process's own.
 */
export async function slackClient({ token, apiUrl, log }: SlackClientOptions, timeout: number) {
  const { WebClient } = await import('@slack/web-api')
  return new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout,
    logger: clientLogger(log),
  })
}

/** Warnings and errors only: the rest holds whole messages. */
function clientLogger(log: Log): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: (...said: unknown[]) => log.warn("Slack's client warns", { said }),
    error: (...said: unknown[]) => log.error("Slack's client reports an error", { said }),
    setLevel: () => {},
    // The enum's value, without loading the enum.
    getLevel: () => 'warn' as LogLevel,
    setName: () => {},
  }
}
