import type { Installed } from '../../projects/installation.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { Renewal } from './oauth.ts'

/** What each token is to the vault, so that one is never taken for the other. */
export const BOT_TOKEN = 'slack bot token'
export const REFRESH_TOKEN = 'slack refresh token'

/** The tokens as the record of an installation holds them. `now`: when Slack gave them, epoch milliseconds. */
export async function sealedTokens(
  vault: Vault,
  workspace: Workspace,
  given: { readonly token: string; readonly rotation?: Renewal },
  now: number,
): Promise<Pick<Installed, 'token' | 'rotation'>> {
  const token = await vault.seal({ workspace, what: BOT_TOKEN }, given.token)
  if (given.rotation === undefined) return { token }
  const refreshToken = await vault.seal({ workspace, what: REFRESH_TOKEN }, given.rotation.refreshToken)
  return { token, rotation: { refreshToken, expiresAt: now + given.rotation.expiresInMs } }
}
