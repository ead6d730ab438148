import type { Directory } from '../../../app/ports/directory.ts'
import type { Role } from '../../../app/projects/permissions.ts'
import { type Person, personId } from '../../../app/projects/person.ts'
import type { Phase } from '../../../app/tasks/phase.ts'
import type { Workspace } from '../../../app/tasks/workspace.ts'
import type { WorldPerson } from '../world/directory.ts'

/** What moving in found. */
export type Inhabited = {
  /** Nobody lived here before. */
  readonly first: boolean
  /** Full names of those whom Slack has given new ids since, because its memory was lost. */
  readonly relinked: readonly string[]
  /** Names of channels that projects use and that have new ids likewise. */
  readonly channels: readonly string[]
}

type Tenant = {
  readonly workspace: Workspace
  readonly name: string
  readonly emailTopic: string
  readonly people: readonly Pick<WorldPerson, 'name' | 'fullName' | 'email' | 'slackId'>[]
}

/** What the people of the seed do at Northwind. Who is not named here is a member. */
const CALLINGS: Readonly<Record<string, { readonly role: Role; readonly phase: Phase }>> = {
  amy: { role: 'owner', phase: 'prd' },
  devi: { role: 'member', phase: 'infrastructure' },
  gaius: { role: 'member', phase: 'backend' },
  fern: { role: 'member', phase: 'frontend' },
  quinn: { role: 'member', phase: 'qa' },
}

/**
 * Makes the tenant known: its settings, and its people by their e-mail addresses. Repeating it changes nothing, but
 * links people again to the ids that Slack has for them now. GitHub logins are left alone: only a proof links those.
 */
export async function inhabit(
  directory: Pick<Directory, 'settings' | 'saveSettings' | 'person' | 'savePerson'>,
  { workspace, name, emailTopic, people }: Tenant,
): Promise<Inhabited> {
  const settings = await directory.settings(workspace)
  if (settings?.emailTopic !== emailTopic) await directory.saveSettings({ name, ...settings, workspace, emailTopic })
  const relinked: string[] = []
  for (const resident of people) {
    const id = personId(workspace, resident.email)
    const known = await directory.person(workspace, id)
    if (known?.slackUser === resident.slackId) continue
    if (known !== undefined) relinked.push(known.name)
    await directory.savePerson(known === undefined ? newcomer(workspace, resident) : linked(known, resident.slackId))
  }
  return { first: settings === undefined, relinked, channels: [] }
}

function newcomer(workspace: Workspace, resident: Tenant['people'][number]): Person {
  const { name, fullName, email, slackId } = resident
  const calling = CALLINGS[name] ?? { role: 'member' }
  return { workspace, id: personId(workspace, email), name: fullName, email, slackUser: slackId, ...calling }
}

function linked(known: Person, slackUser: string): Person {
  return { ...known, slackUser }
}

/** What the start says about those who were linked again; nothing when nobody was. */
export function relinkedWords({ relinked, channels }: Omit<Inhabited, 'first'>): string | undefined {
  const parts = [
    ...(relinked.length === 0 ? [] : [`${some(relinked, 'people')} by e-mail`]),
    ...(channels.length === 0 ? [] : [`${some(channels, 'channels')} by name`]),
  ]
  if (parts.length === 0) return undefined
  return `Re-linked ${parts.join(', ')}: Slack gave ${relinked.length + channels.length === 1 ? 'a new id' : 'them new ids'}.`
}

function some(names: readonly string[], plural: string): string {
  return names.length === 1 ? String(names[0]) : `${names.length} ${plural}`
}
