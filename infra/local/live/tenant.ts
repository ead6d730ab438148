import type { Directory } from '../../../app/ports.ts'
import { type Person, personId } from '../../../app/projects/person.ts'
import type { Workspace } from '../../../app/tasks/workspace.ts'
import type { LiveOwner } from './slack-preflight.ts'

type Doorplate = { readonly workspace: Workspace; readonly name: string; readonly emailTopic: string }

/**
 * Makes the workspace known, and its owner: nobody becomes one by being the first to speak. `owner` is whoever the one
 * at the keyboard named with `--owner`; naming somebody later makes them an owner too. Repeating it changes nothing.
 */
export async function moveIn(
  directory: Pick<Directory, 'settings' | 'saveSettings' | 'personBySlack' | 'savePerson'>,
  { workspace, name, emailTopic }: Doorplate,
  owner: LiveOwner | undefined,
): Promise<void> {
  if (owner !== undefined) {
    const known = await directory.personBySlack(workspace, owner.slackUser)
    if (known?.role !== 'owner')
      await directory.savePerson(known === undefined ? newOwner(workspace, owner) : { ...known, role: 'owner' })
  }
  // Last, because only a workspace with an owner is one: a start that broke before asks for the owner again.
  const settings = await directory.settings(workspace)
  if (settings?.emailTopic !== emailTopic) await directory.saveSettings({ name, ...settings, workspace, emailTopic })
}

function newOwner(workspace: Workspace, { slackUser, name, email }: LiveOwner): Person {
  const id = personId(workspace, email ?? slackUser)
  return { workspace, id, name, role: 'owner', slackUser, ...(email === undefined ? {} : { email }) }
}
