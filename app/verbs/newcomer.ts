import { Fault } from '../errors.ts'
import type { Directory } from '../ports/directory.ts'
import type { Logins } from '../ports/logins.ts'
import type { Role } from '../projects/permissions.ts'
import { type GithubAccount, isFromGithubAlone, type Person, personId, provenLogin } from '../projects/person.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { AskedInGithub } from './asked.ts'

type Ports = {
  readonly directory: Pick<Directory, 'savePerson' | 'personByLogin'>
  readonly logins: Pick<Logins, 'link'>
}

/** Somebody as GitHub alone knows them, by an id of their own that a later link takes over. */
export function newOnGithub(workspace: Workspace, { login, id }: GithubAccount, role: Role): Person {
  return { workspace, id: personId(workspace, `github:${id ?? login}`), name: login, role }
}

/**
 * Puts down somebody whom GitHub vouches for, and that the account is theirs: two writes. Twice is once. Answers whose the
 * account is now: whoever was linked to it at this very moment has it.
 */
export async function putDownFromGithub(
  { directory, logins }: Ports,
  person: Person,
  { account, at, cause }: { readonly account: GithubAccount; readonly at: string; readonly cause: string },
): Promise<Person> {
  const { workspace } = person
  const saved = await directory.savePerson(person)
  const linked = await logins.link({ workspace, person: saved.id, account, at, cause })
  const now = 'person' in linked ? linked.person : await directory.personByLogin(workspace, account.login, account.id)
  if (now === undefined) throw new Fault('somebody from GitHub could not be put down', { workspace })
  return now
}

/** Whether somebody was put down because an issue is theirs, and has not said a word to us so far. */
export function isUnheard(person: Person): boolean {
  return isFromGithubAlone(person) && provenLogin(person) !== undefined && person.linkOffered === undefined
}

/** Whoever is let into one repository is nobody's colleague by that; else GitHub vouches for a member. */
export function roleOf({ isOutside }: Pick<AskedInGithub, 'isOutside'>): Role {
  return isOutside ? 'guest' : 'member'
}

/**
 * The first word of somebody who was put down before: with it GitHub says whether they belong here, and it is the occasion
 * to tell them how to link. What an owner has made of them meanwhile stands.
 */
export async function introduced(
  asked: AskedInGithub,
  known: Person,
  { directory }: { readonly directory: Pick<Directory, 'changePerson' | 'person'> },
): Promise<Person> {
  const role = known.role === 'guest' ? roleOf(asked) : known.role
  const next = { ...known, role, linkOffered: asked.cause }
  if ((await directory.changePerson(known, next)) === 'changed') return next
  return (await directory.person(known.workspace, known.id)) ?? known
}
