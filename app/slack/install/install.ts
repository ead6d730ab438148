import { Fault } from '../../errors.ts'
import { visibleLine } from '../../handoffs/invisible.ts'
import type { Log } from '../../log.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Installations } from '../../ports/installations.ts'
import type { Installation } from '../../projects/installation.ts'
import { type Person, personId } from '../../projects/person.ts'
import type { Vault } from '../../secrets/vault.ts'
import type { Grant, OAuth } from './oauth.ts'
import { SCOPE_NAMES } from './scopes.ts'
import { sealedTokens } from './sealed-tokens.ts'

export type InstallPorts = {
  readonly installations: Installations
  readonly directory: Pick<Directory, 'settings' | 'personBySlack' | 'savePerson'>
  readonly vault: Vault
  readonly oauth: Pick<OAuth, 'whoIs'>
  readonly now: Clock
  readonly log: Log
}

const MAX_TRIES = 5

/**
 * Puts down what a workspace has granted: its tokens, its settings, and whoever installs it first as its owner. Doing it
 * again, or after a removal, is an installation like any other. `attempt` names this one. `being-removed`: what was there before is just going.
 */
export async function install(
  ports: InstallPorts,
  grant: Grant,
  attempt: string,
): Promise<'installed' | 'being-removed'> {
  const { installations, directory, vault, log } = ports
  const { workspace, teamName, enterprise, appId, botUser, scopes } = grant
  const missing = SCOPE_NAMES.filter((scope) => !scopes.includes(scope))
  if (missing.length > 0) log.warn('A workspace has not granted every scope', { workspace, missing })
  // Somebody may install at the same moment, or an old token be renewed: the last one counts.
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await installations.find(workspace)
    if (seen?.state === 'removed' && seen.purge === 'running') return 'being-removed'
    const settings = await directory.settings(workspace)
    const kept = keptSettings(seen)
    const installer = await settled(ports, grant, settings === undefined && kept === undefined)
    const next = {
      state: 'installed' as const,
      workspace,
      ...(enterprise === undefined ? {} : { enterprise }),
      ...{ appId, botUser, scopes },
      installer: installer.id,
      installedAt: ports.now(),
      ...(await sealedTokens(vault, workspace, grant, ports.now())),
    }
    const wanted =
      settings === undefined ? (kept ?? { workspace, name: visibleLine(teamName) || workspace }) : undefined
    const act = {
      action: 'workspace.installed' as const,
      actor: installer.id,
      subject: appId,
      at: new Date(ports.now()).toISOString(),
      cause: `install:${attempt}`,
    }
    if ((await installations.save(next, seen, wanted, act)) !== undefined) return 'installed'
  }
  throw new Fault('an installation could not be written', { workspace })
}

function keptSettings(seen: Installation | undefined) {
  return seen?.state === 'removed' && seen.purge === 'due' ? seen.settings : undefined
}

// Who installs a workspace that is new owns it; later ones stay what they are, for installing again is no promotion. Owners
// come first: a workspace must not be there without one, whatever crashes.
async function settled({ directory, oauth, log }: InstallPorts, grant: Grant, isNew: boolean): Promise<Person> {
  const { workspace, installer: slackUser, token } = grant
  const known = await directory.personBySlack(workspace, slackUser)
  if (known !== undefined) return known
  const said = await oauth.whoIs(token, slackUser).catch((error: unknown) => {
    log.warn('Slack does not say who installs', { workspace, error })
    return undefined
  })
  return directory.savePerson({
    workspace,
    id: personId(workspace, said?.email ?? slackUser),
    name: visibleLine(said?.name ?? '') || slackUser,
    role: isNew ? 'owner' : 'member',
    slackUser,
    ...(said?.email === undefined ? {} : { email: said.email }),
  })
}
