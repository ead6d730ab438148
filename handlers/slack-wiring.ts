import type { TokenOf } from '../app/slack/client.ts'
import { wiring } from './wiring.ts'

/** The bot token of each workspace. */
export function slackTokens(): TokenOf {
  const { botToken } = wiring().config.slack
  return async () => botToken
}
