import type { TokenOf } from '../../app/slack/client.ts'
import { type OAuth, slackOAuth } from '../../app/slack/install/oauth.ts'
import { workspaceTokens } from '../../app/slack/install/tokens.ts'
import { wiring } from '../wiring.ts'
import { slackApp, slackClientSecret } from './secret.ts'
import { tablePorts } from './table.ts'
import { vault } from './vault.ts'

/** Milliseconds for a call to Slack's OAuth. */
const OAUTH_TIMEOUT = 5_000

let tokens: TokenOf | undefined

/** The bot token of each workspace, of this process. */
export function slackTokens(): TokenOf {
  tokens ??= make()
  return tokens
}

function make(): TokenOf {
  const { config, clock, wait, log } = wiring()
  const { installations } = tablePorts()
  const fallback = async () => (config.secrets['slack-app'] === undefined ? undefined : (await slackApp()).botToken)
  return workspaceTokens({ installations, vault: vault(), oauth: oauth(), fallback, now: clock, wait, log })
}

/** Slack's OAuth; nothing where no app is configured. */
export function oauth(): OAuth | undefined {
  const { app, apiUrl } = wiring().config.slack
  return app === undefined
    ? undefined
    : slackOAuth({ ...app, clientSecret: slackClientSecret, apiUrl, timeoutMs: OAUTH_TIMEOUT })
}
