import { type BrowserEvent, hostCookie } from '../../browser/cookie.ts'
import { onwards, type PageAnswer, pageAnswer } from '../../browser/page.ts'
import { sameText } from '../../door.ts'
import type { Log } from '../../log.ts'
import type { Keys } from '../../secrets/key-ring.ts'
import { type InstallPorts, install } from './install.ts'
import type { OAuth } from './oauth.ts'
import { type InstallOutcome, outcomePage } from './outcome.ts'
import { SCOPE_NAMES } from './scopes.ts'
import { newState, readState, STATE_LIFETIME } from './state.ts'

export type InstallDoorOptions = Omit<InstallPorts, 'oauth'> & {
  readonly oauth: Pick<OAuth, 'exchange' | 'whoIs'>
  readonly clientId: string
  /** Sign states. */
  readonly keys: Keys
  /** Slack's page, `https://slack.com/oauth/v2/authorize`. */
  readonly authorizeUrl: string
  /** Where Slack sends people back to. */
  readonly redirectUrl: string
  /** Something that nobody can guess, new each time; at least 16 letters, digits, `-` and `_`. */
  readonly nonce: () => string
  readonly log: Log
}

const COOKIE = hostCookie('install')

/**
 * `GET /slack/install` sends a browser to Slack; `GET /slack/oauth` is where it comes back. Nothing happens without a
 * state that was made here, less than ten minutes ago, for this browser, and that was not used before: else anybody could
 * have somebody else's browser finish an installation of theirs. Never throws.
 * https://docs.slack.dev/authentication/installing-with-oauth
 */
export function installDoor(options: InstallDoorOptions): (event: BrowserEvent) => Promise<PageAnswer> {
  return async (event) => {
    if (event.rawPath === '/slack/install') {
      return begin(options).catch((error: unknown) => pageAnswer(outcomePage(broken(options, error))))
    }
    const outcome = await finish(options, event).catch((error: unknown) => broken(options, error))
    // Whatever came of it, the browser has no more use for its cookie.
    return { ...pageAnswer(outcomePage(outcome)), cookies: [COOKIE.gone] }
  }
}

function broken({ log }: InstallDoorOptions, error: unknown): InstallOutcome {
  log.error('An installation failed', { error })
  return { kind: 'broken' }
}

/** The door of those who have not configured what it takes. */
export async function closedDoor(): Promise<PageAnswer> {
  return pageAnswer(outcomePage({ kind: 'closed' }))
}

async function begin(options: InstallDoorOptions): Promise<PageAnswer> {
  const { clientId, keys, authorizeUrl, redirectUrl, nonce, now } = options
  const state = newState(await keys(), nonce(), now())
  const location = new URL(authorizeUrl)
  location.search = new URLSearchParams({
    client_id: clientId,
    scope: SCOPE_NAMES.join(','),
    redirect_uri: redirectUrl,
    state,
  }).toString()
  return onwards(302, location.href, [COOKIE.set(state, STATE_LIFETIME)])
}

async function finish(options: InstallDoorOptions, event: BrowserEvent): Promise<InstallOutcome> {
  const { keys, now, installations, oauth } = options
  const { state = '', code = '', error } = event.queryStringParameters ?? {}
  const read = readState(await keys(), state, now())
  if (read.is === 'forged' || !sameText(COOKIE.read(event), state)) return { kind: 'forged' }
  if (read.is === 'expired') return { kind: 'expired' }
  if (error !== undefined) return { kind: 'denied' }
  if (!/^[\w.-]{1,500}$/.test(code)) return { kind: 'code-refused' }
  if (!(await installations.useUp(read.attempt, read.until))) return { kind: 'used' }
  const grant = await oauth.exchange(code)
  if (!grant.ok) return { kind: grant.error === 'code' ? 'code-refused' : 'organisation' }
  const { teamName: team, workspace: teamId, appId } = grant.value
  if ((await install(options, grant.value, read.attempt)) === 'being-removed') return { kind: 'being-removed' }
  options.log.info('CodexFlow was installed', { workspace: teamId, appId })
  return { kind: 'installed', team, teamId, appId }
}
