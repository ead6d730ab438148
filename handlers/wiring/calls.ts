import { slackCalls } from '../../app/slack/calls.ts'
import type { TokenOf } from '../../app/slack/client.ts'
import { wiring } from '../wiring.ts'

/** Milliseconds for one call: a door has 3 seconds for all that it does, a worker has time. */
const PATIENCE = { door: 2_000, worker: 8_000 } as const

// How tokens are opened and renewed is loaded with the first call: most that is done at the door makes none.
const tokenOf: TokenOf = async (workspace) => (await import('./slack.ts')).slackTokens()(workspace)

let made: ReturnType<typeof slackCalls> | undefined

/** Calls to Slack beside the deliveries, with the token of the workspace they are for. */
export function calls(from: keyof typeof PATIENCE): ReturnType<typeof slackCalls> {
  const { slack } = wiring().config
  made ??= slackCalls({ tokenOf, apiUrl: slack.apiUrl, timeoutMs: PATIENCE[from] })
  return made
}
