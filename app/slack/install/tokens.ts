import { Fault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Installations } from '../../ports/installations.ts'
import { BELIEVED_FOR, type Installation, type Installed, type Rotation } from '../../projects/installation.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { TokenOf } from '../client.ts'
import type { OAuth } from './oauth.ts'
import { BOT_TOKEN, REFRESH_TOKEN, sealedTokens } from './sealed-tokens.ts'

export type TokenPorts = {
  readonly installations: Pick<Installations, 'find' | 'save'>
  readonly vault: Vault
  /** Nothing where no app is configured: then no token can be renewed. */
  readonly oauth: Pick<OAuth, 'renew'> | undefined
  /** Serves workspaces that never installed: a laptop's, or a test's. */
  readonly fallback: () => Promise<string | undefined>
  readonly now: Clock
  readonly wait: (ms: number) => Promise<void>
  readonly log: Log
}

/** A token is renewed when it has less than this to live: time enough to try again for an hour, should Slack be away. */
export const RENEW_BEFORE = 60 * 60_000
/** Nobody sends with a token that may die on the way. */
const LEAST_LIFE = 60_000
/** How long one process has for itself to renew a token: several times the time-out of the call. */
const LEASE = 30_000
const MAX_KNOWN = 1_000
const PAUSE = 500
const MAX_TRIES = 2 + LEASE / PAUSE

/**
 * The live bot token of each workspace. One that expires soon is renewed by one process at a time, for Slack takes each
 * refresh token once; the others go on with the present one, or wait if it is dead. When the answer to a renewal is lost,
 * the present token still has its last hour, and the same refresh token is tried again; if Slack has used it up, the
 * installation is marked as broken, operators read so in the log, and its token is given as it is, so that Slack's own
 * refusal tells everybody.
 * https://docs.slack.dev/authentication/using-token-rotation
 */
export function workspaceTokens(ports: TokenPorts): TokenOf {
  const { installations, vault, fallback, now } = ports
  const known = new Map<Workspace, { readonly token: string | undefined; readonly until: number }>()

  const fresh = async (workspace: Workspace): Promise<{ token: string | undefined; until: number }> => {
    const until = now() + BELIEVED_FOR
    for (let tries = 0; tries < MAX_TRIES; tries++) {
      const seen = await installations.find(workspace)
      if (seen === undefined) return { token: await fallback(), until }
      if (seen.state === 'removed') return { token: undefined, until }
      const left = lifeOf(seen, now())
      if (left < RENEW_BEFORE && seen.broken === undefined && ports.oauth !== undefined) {
        const turn = await renewed(ports, seen)
        if (turn === 'done') continue
        if (left < LEAST_LIFE) {
          await ports.wait(PAUSE)
          continue
        }
      }
      const token = await vault.open({ workspace, what: BOT_TOKEN }, seen.token)
      return { token, until: Math.min(until, now() + Math.max(0, left - LEAST_LIFE)) }
    }
    throw new Fault('a token is not renewed in time', { workspace })
  }

  return async (workspace) => {
    const believed = known.get(workspace)
    if (believed !== undefined && believed.until > now()) return believed.token
    const found = await fresh(workspace)
    if (known.size >= MAX_KNOWN) known.clear()
    known.set(workspace, found)
    return found.token
  }
}

function lifeOf({ rotation }: Installed, now: number): number {
  return rotation === undefined ? Number.POSITIVE_INFINITY : rotation.expiresAt - now
}

/** `done`: the record has moved, by us or by somebody else. `not-now`: somebody is at it, or Slack is away. */
async function renewed(ports: TokenPorts, seen: Installed): Promise<'done' | 'not-now'> {
  const { installations, vault, oauth, now, log } = ports
  const { workspace, rotation } = seen
  if (rotation === undefined || oauth === undefined || (rotation.leaseUntil ?? 0) > now()) return 'not-now'
  const claim = await installations.save(withRotation(seen, { ...rotation, leaseUntil: now() + LEASE }), seen)
  if (claim?.state !== 'installed') return 'done'
  try {
    const refreshToken = await vault.open({ workspace, what: REFRESH_TOKEN }, rotation.refreshToken)
    const answer = await oauth.renew(refreshToken)
    if (!answer.ok) return await broken(ports, claim, answer.error)
    const next = { ...claim, ...(await sealedTokens(vault, workspace, answer.value, now())) }
    // Lost only to an installation anew, whose tokens are the better ones.
    await installations.save(next, claim)
    return 'done'
  } catch (error) {
    log.warn('A token could not be renewed; it is tried again', { workspace, error })
    await installations.save(withRotation(claim, rotation), claim)
    return 'not-now'
  }
}

function withRotation(installed: Installed, rotation: Rotation): Installed {
  return { ...installed, rotation }
}

// The alarm of the operators hangs on this line: nothing but a new installation helps.
async function broken({ installations, log, now }: TokenPorts, claim: Installed, why: string): Promise<'done'> {
  const marked: Installation | undefined = await installations.save({ ...claim, broken: { at: now(), why } }, claim)
  if (marked !== undefined) log.error('An installation is broken: install again', { workspace: claim.workspace, why })
  return 'done'
}
