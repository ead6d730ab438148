import { WebAPIPlatformError, WebClient } from '@slack/web-api'
import type { Credentials } from './credentials.ts'
import { Unready } from './unready.ts'

/** The workspace in which the app is installed. */
export type LiveWorkspace = { readonly teamId: string; readonly name: string; readonly botUser: string }
/** Who will own it in CodexFlow. */
export type LiveOwner = { readonly slackUser: string; readonly name: string; readonly email: string | undefined }

/**
 * Asks Slack whether both tokens are what they should be, and which workspace they belong to. `scopes` are those that
 * the code needs. Throws `Unready` in words.
 */
export async function slackPreflight(
  { botToken, appToken, apiUrl }: Credentials['slack'],
  scopes: readonly string[],
): Promise<LiveWorkspace> {
  const bot = client(botToken, apiUrl)
  const {
    team_id: teamId,
    team,
    user,
    response_metadata: meta,
  } = await refusedAs('SLACK_BOT_TOKEN', () => bot.auth.test())
  if (teamId === undefined) throw new Unready('Slack names no workspace for SLACK_BOT_TOKEN.')
  const granted = meta?.scopes
  const missing = granted === undefined ? [] : scopes.filter((scope) => !granted.includes(scope))
  if (missing.length > 0) {
    throw new Unready(
      `The Slack app lacks scopes: ${missing.join(', ')}. Paste manifest.yml into App Manifest of your app, save, and install the app again.`,
    )
  }
  await refusedAs('SLACK_APP_TOKEN', () => client(appToken, apiUrl).apps.connections.open())
  return { teamId, name: team ?? teamId, botUser: user ?? 'codexflow' }
}

/** The person called so by Slack id or e-mail address. Throws `Unready` unless it is somebody of the workspace itself. */
export async function slackOwner({ botToken, apiUrl }: Credentials['slack'], wanted: string): Promise<LiveOwner> {
  const bot = client(botToken, apiUrl)
  const { user } = await refusedAs('--owner', () => {
    return wanted.includes('@') ? bot.users.lookupByEmail({ email: wanted }) : bot.users.info({ user: wanted })
  })
  const isMember = user?.deleted !== true && user?.is_bot !== true && user?.is_restricted !== true
  if (user?.id === undefined || !isMember || user.is_stranger === true) {
    throw new Unready(
      '--owner names a bot, a guest, or somebody who has left. It must be a full member of the workspace.',
    )
  }
  return { slackUser: user.id, name: user.real_name ?? user.name ?? user.id, email: user.profile?.email }
}

function client(token: string, slackApiUrl: string): WebClient {
  const quiet = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: () => {},
    setLevel: () => {},
    setName: () => {},
  }
  const logger = { ...quiet, getLevel: () => 'error' as never }
  return new WebClient(token, {
    slackApiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 10_000,
    logger,
  })
}

async function refusedAs<T>(
  what: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN' | '--owner',
  call: () => Promise<T>,
): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (!(error instanceof WebAPIPlatformError))
      throw new Unready('Slack does not answer. Is this machine online?', error)
    throw new Unready(words(what, error.data.error), error)
  }
}

// https://docs.slack.dev/reference/methods/auth.test#errors, https://docs.slack.dev/reference/methods/apps.connections.open
function words(what: string, error: string): string {
  switch (error) {
    case 'invalid_auth':
    case 'not_authed':
      return `Slack does not know ${what}. Copy it again: a token that was regenerated ends the old one.`
    case 'token_revoked':
    case 'token_expired':
    case 'account_inactive':
      return `${what} is no longer valid (${error}): the app was uninstalled, or the token regenerated. Install it again and copy the new one.`
    case 'not_allowed_token_type':
      return `${what} is a token of another kind: the app token begins with xapp-, the bot token with xoxb-.`
    case 'missing_scope':
      return what === 'SLACK_APP_TOKEN'
        ? 'SLACK_APP_TOKEN lacks the scope connections:write. Generate one that has it, under Basic Information, App-Level Tokens.'
        : `${what} cannot be looked up: the app lacks a scope that manifest.yml asks for. Install the app again.`
    case 'users_not_found':
    case 'user_not_found':
      return '--owner names nobody in this workspace. Give an e-mail address or an id such as U012AB3CD (profile, ⋮, Copy member ID).'
    default:
      return `Slack refuses ${what}: ${error}.`
  }
}
