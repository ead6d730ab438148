import { nameNow } from '../../projects/connection.ts'
import { isGone, type Person } from '../../projects/person.ts'
import { newOnGithub, putDownFromGithub } from '../../verbs/newcomer.ts'
import type { AssigneeRef, IssueRefWork } from '../issue-work.ts'
import type { ActPorts, Ground } from './ground.ts'

/**
 * The person to whom an issue is assigned. Whoever is nobody's here, no machine, and may write to the repository, as GitHub
 * says now, is put down as a guest, who may do what their own tasks ask of them: an issue does not tell who belongs to the
 * organisation, and their first comment will. One question to GitHub where nobody holds the login, and two writes once.
 */
export async function assignedPerson(
  ports: ActPorts,
  { workspace, repository }: Ground,
  { number }: Pick<IssueRefWork, 'number'>,
  { login, id, isBot }: AssigneeRef,
): Promise<Person | undefined> {
  const known = await ports.directory.personByLogin(workspace, login, id)
  // Who has left the workspace comes back by their own word alone.
  if (known !== undefined) return isGone(known) ? undefined : known
  if (isBot === true) return undefined
  const { installation } = repository
  if (!(await ports.mayWrite({ fullName: nameNow(repository), installation, login }))) return undefined
  const account = { login, ...(id === undefined ? {} : { id }) }
  const at = new Date(ports.now()).toISOString()
  const cause = `github:${repository.id}:issue:${number}:assigned:${login.toLowerCase()}`
  const person = await putDownFromGithub(ports, newOnGithub(workspace, account, 'guest'), { account, at, cause })
  return isGone(person) ? undefined : person
}
