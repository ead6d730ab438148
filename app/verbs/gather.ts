import { visibleLine } from '../handoffs/invisible.ts'
import type { Directory } from '../ports/directory.ts'
import type { Logins } from '../ports/logins.ts'
import type { TaskLog } from '../ports/task-log.ts'
import { type Action, type Role, rolesThatMay, rolesThatMayOnTheirOwn } from '../projects/permissions.ts'
import { isFromGithubAlone, isGone, type Person, personId } from '../projects/person.ts'
import type { Refusal } from '../projects/refusal.ts'
import { timeZone } from '../projects/time-zone.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { type Asked, type AskedInSlack, isInGithub } from './asked.ts'
import { introduced, isUnheard, newOnGithub, putDownFromGithub, roleOf } from './newcomer.ts'
import type { VerbContext, VerbPorts, Wants } from './verb.ts'

type Looking = { readonly directory: Directory; readonly log: Pick<TaskLog, 'load'> }
type Ports = Looking & { readonly logins: Pick<Logins, 'link'> } & Pick<VerbPorts, 'profileOf' | 'mayWrite'>

/** What one round of reads tells. `isNew`: the person, or the person's name, is not put down so far. */
export type Seen = VerbContext & { readonly isNew: boolean }

/**
 * Reads, in one round, who asks and what is wanted. Whoever is new counts as a member (as a guest, if they belong elsewhere).
 * `undefined`: CodexFlow is not installed in this workspace.
 */
export async function look(asked: Asked, wants: Wants, { directory, log }: Looking): Promise<Seen | undefined> {
  const { workspace, at, cause, channel, thread } = asked
  const mentions = [...new Set(wants.people ?? [])]
  const [settings, known, projects, task, loginHolder, ...mentioned] = await Promise.all([
    directory.settings(workspace),
    asker(asked, directory),
    wants.projects ? directory.projects(workspace) : [],
    wants.task === undefined ? undefined : log.load(workspace, wants.task),
    wants.login === undefined ? undefined : directory.personByLogin(workspace, wants.login),
    ...mentions.map((mention) => personMentioned(workspace, mention, directory)),
  ])
  if (settings === undefined) return undefined
  const isBack = known !== undefined && cameBack(known, asked)
  const person = named(
    isBack ? { ...known, stay: { state: 'here', since: asked.at } } : (known ?? newcomer(asked)),
    asked,
  )
  const found = mentions.flatMap((mention, index) => {
    const member = mention === mentionOf(asked) ? person : mentioned[index]
    return member === undefined ? [] : [[mention, member] as const]
  })
  return {
    ...{ workspace, at, cause, channel, asked },
    ...(thread === undefined ? {} : { thread }),
    ...(isInGithub(asked) ? { here: asked.project } : {}),
    ...{ settings, person, mentioned: new Map(found), projects, task, loginHolder },
    isNew: person.name !== known?.name || isBack,
  }
}

/**
 * The same, and puts down whoever is new: one write more, with the time zone of their Slack; two for somebody whom only
 * GitHub vouches for, and one question to GitHub each time.
 */
export async function gather(asked: Asked, wants: Wants, ports: Ports): Promise<VerbContext | undefined> {
  const seen = await look(asked, wants, ports)
  if (seen === undefined) return undefined
  // What GitHub said yesterday counts no more: whoever has left the repository may do nothing there today.
  const isStranger = isInGithub(asked) && isFromGithubAlone(seen.person) && !(await ports.mayWrite?.(asked))
  if (isStranger) return { ...seen, isStranger }
  const isFirstWord = isInGithub(asked) && isUnheard(seen.person)
  if (!seen.isNew && !isFirstWord) return seen
  const person = isFirstWord ? await introduced(asked, seen.person, ports) : await putDown(asked, seen.person, ports)
  const mentioned = new Map(seen.mentioned)
  if (mentioned.has(mentionOf(asked))) mentioned.set(mentionOf(asked), person)
  return { ...seen, person, mentioned }
}

/** Refuses whom the table allows the action on no task at all, before any task is read. */
export function refusedOutright(person: Pick<Person, 'role'>, action: Action): Refusal | undefined {
  const somewhere: readonly Role[] = [...rolesThatMay(action), ...rolesThatMayOnTheirOwn(action)]
  return somewhere.includes(person.role) ? undefined : { kind: 'not-permitted', action, role: person.role }
}

// Slack's word that somebody is there again may get lost; that they speak says it as well.
function cameBack(known: Person, { at }: Asked): boolean {
  return isGone(known) && Date.parse(at) > Date.parse(known.stay?.since ?? '')
}

async function asker(asked: Asked, directory: Directory): Promise<Person | undefined> {
  if (!isInGithub(asked)) return directory.personBySlack(asked.workspace, asked.slackUser)
  const { workspace, account } = asked
  const known = await directory.personByLogin(workspace, account.login, account.id)
  return known === undefined || isGone(known) ? undefined : byWord(known)
}

// A lead's word gives an account a name, and no more power than anybody's: else whoever may say whose it is could act as them.
function byWord(known: Person): Person {
  const isHigher = known.role === 'owner' || known.role === 'lead'
  return known.vouchedBy !== undefined && isHigher ? { ...known, role: 'member' } : known
}

// As `mentionsOf` writes them: a Slack user, or a login behind an @.
function mentionOf(asked: Asked): string {
  return isInGithub(asked) ? `@${asked.account.login.toLowerCase()}` : asked.slackUser
}

function personMentioned(workspace: Workspace, mention: string, directory: Directory): Promise<Person | undefined> {
  return mention.startsWith('@')
    ? directory.personByLogin(workspace, mention.slice(1))
    : directory.personBySlack(workspace, mention)
}

// A mention does not say what its writer is called; the first command they type does.
function named(person: Person, asked: Asked): Person {
  if (isInGithub(asked) || person.name !== asked.slackUser) return person
  return { ...person, name: visibleLine(asked.userName) || asked.slackUser }
}

// Whoever works in another company may click in a shared channel, or be let into one repository, and is nobody's
// colleague by that.
function newcomer(asked: Asked): Person {
  if (!isInGithub(asked)) return newInSlack(asked)
  return { ...newOnGithub(asked.workspace, asked.account, roleOf(asked)), linkOffered: asked.cause }
}

function newInSlack({ workspace, slackUser, isForeign }: AskedInSlack): Person {
  const role = isForeign ? 'guest' : 'member'
  return { workspace, id: personId(workspace, slackUser), name: slackUser, role, slackUser }
}

async function putDown(asked: Asked, person: Person, { directory, logins, profileOf }: Ports): Promise<Person> {
  const { workspace } = asked
  if (!isInGithub(asked)) {
    const { zone: said = '', isGuest } = (await profileOf?.(workspace, asked.slackUser)) ?? {}
    const zone = timeZone(said)
    // Of one who is known the role stands, whatever it is: it was given to them here.
    const role = isGuest ? 'guest' : person.role
    return directory.savePerson({ ...person, role, ...(zone === undefined ? {} : { zone }) })
  }
  return putDownFromGithub({ directory, logins }, person, asked)
}
