import { Fault } from '../../errors.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Logins } from '../../ports/logins.ts'
import type { Configuration, Login } from '../../projects/configuration.ts'
import { ROLES } from '../../projects/permissions.ts'
import { isGone, type Person, personId } from '../../projects/person.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { Problem, ReadConfiguration } from './read.ts'

export type VouchPorts = {
  readonly directory: Pick<Directory, 'person' | 'personBySlack' | 'personByLogin'>
  readonly logins: Pick<Logins, 'link'>
}

/** A login, and the one whose it is by a lead's word. */
export type Vouched = { readonly login: Login; readonly person: Person }

/**
 * Whose logins a file says they are, or why that cannot be. A word is weaker than a proof: it takes no account from anybody,
 * gives none to one who has proved another, and nobody gives the name of one who may do more than they may themselves.
 */
export async function vouchedIn(
  { directory }: Pick<VouchPorts, 'directory'>,
  workspace: Workspace,
  { said, placeOf }: ReadConfiguration,
  by: Person,
): Promise<{ readonly vouched: readonly Vouched[]; readonly problems: readonly Problem[] }> {
  const vouched: Vouched[] = []
  const problems: Problem[] = []
  for (const [login, whose] of Object.entries(said.people ?? {})) {
    const person = await personAs(directory, workspace, whose)
    const why = person === undefined ? `nobody here is ${whose}` : await whyNot(directory, login, person, by)
    if (why !== undefined) problems.push({ ...placeOf(['people', login]), why: `people.${login}: ${why}` })
    else if (person !== undefined) vouched.push({ login, person })
  }
  return { vouched, problems }
}

/** Links them. Twice is once; what has become of somebody meanwhile is left as it is. */
export async function vouch(
  { logins }: Pick<VouchPorts, 'logins'>,
  vouched: readonly Vouched[],
  { by, at, cause }: { readonly by: Person; readonly at: string; readonly cause: string },
): Promise<void> {
  for (const { login, person } of vouched) {
    const { workspace, id } = person
    // What they have linked is theirs; the word of a lead adds nothing to it.
    if (person.githubLogin?.toLowerCase() === login.toLowerCase()) continue
    const account = { login }
    await logins.link({
      workspace,
      person: id,
      account,
      vouchedBy: by.id,
      at,
      cause: `${cause}:${login.toLowerCase()}`,
    })
  }
}

async function personAs(
  directory: VouchPorts['directory'],
  workspace: Workspace,
  whose: NonNullable<Configuration['people']>[Login],
): Promise<Person | undefined> {
  const person = whose.includes('@')
    ? await directory.person(workspace, personId(workspace, whose))
    : await directory.personBySlack(workspace, whose)
  if (person !== undefined && person.workspace !== workspace) throw new Fault('a person of another workspace')
  return person === undefined || isGone(person) ? undefined : person
}

async function whyNot(
  directory: VouchPorts['directory'],
  login: Login,
  person: Person,
  by: Person,
): Promise<string | undefined> {
  if (ROLES.indexOf(person.role) < ROLES.indexOf(by.role)) {
    return `${person.name} is ${person.role} here, and only somebody who is that too can say which login is theirs`
  }
  const holder = await directory.personByLogin(person.workspace, login)
  const isOthers = holder !== undefined && holder.id !== person.id && !isGone(holder) && holder.slackUser !== undefined
  if (isOthers) return `that login is ${holder.name}’s`
  const own = person.githubLogin
  if (own === undefined || own.toLowerCase() === login.toLowerCase() || person.vouchedBy !== undefined) return undefined
  return `${person.name} has linked another login; they can link this one themselves`
}
