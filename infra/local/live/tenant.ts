import { directory } from '../../../app/dynamo/directory.ts'
import { installations } from '../../../app/dynamo/installations.ts'
import type { Store } from '../../../app/dynamo/store.ts'
import { keys } from '../../../app/dynamo/table.ts'
import type { Directory } from '../../../app/ports/directory.ts'
import { type Person, personId } from '../../../app/projects/person.ts'
import type { Workspace } from '../../../app/tasks/workspace.ts'
import type { LiveOwner } from './slack-preflight.ts'
import { Unready } from './unready.ts'

/**
 * Slack has the app in this workspace, for its token works: that it was uninstalled at some time no longer counts, and what
 * was not yet deleted stays. Throws `Unready` while deleting is under way.
 */
export async function comeBack(store: Store, workspace: Workspace): Promise<void> {
  const seen = await installations(store).find(workspace)
  if (seen?.state !== 'removed') return
  if (seen.purge === 'running') {
    throw new Unready(
      'CodexFlow was uninstalled from this workspace, and was deleting what it knew. Begin anew: delete .codexflow-live.',
    )
  }
  if (seen.settings !== undefined) await directory(store).saveSettings(seen.settings)
  await store.remove(keys.installation(workspace))
}

type Doorplate = { readonly workspace: Workspace; readonly name: string; readonly emailTopic: string }

/**
 * Makes the workspace known, and its owner: nobody becomes one by being the first to speak. `owner` is whoever the one
 * at the keyboard named with `--owner`; naming somebody later makes them an owner too. Repeating it changes nothing.
 */
export async function moveIn(
  people: Pick<Directory, 'settings' | 'saveSettings' | 'personBySlack' | 'savePerson' | 'changePerson'>,
  { workspace, name, emailTopic }: Doorplate,
  owner: LiveOwner | undefined,
): Promise<void> {
  if (owner !== undefined) {
    const known = await people.personBySlack(workspace, owner.slackUser)
    if (known === undefined) await people.savePerson(newOwner(workspace, owner))
    else if (known.role !== 'owner') await people.changePerson(known, { ...known, role: 'owner' })
  }
  // Last, because only a workspace with an owner is one: a start that broke before asks for the owner again.
  const settings = await people.settings(workspace)
  if (settings?.emailTopic !== emailTopic) await people.saveSettings({ name, ...settings, workspace, emailTopic })
}

function newOwner(workspace: Workspace, { slackUser, name, email }: LiveOwner): Person {
  const id = personId(workspace, email ?? slackUser)
  return { workspace, id, name, role: 'owner', slackUser, ...(email === undefined ? {} : { email }) }
}
