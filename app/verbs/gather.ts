import { visibleLine } from '../handoffs/invisible.ts'
import type { Directory, TaskLog } from '../ports.ts'
import { type Action, type Role, rolesThatMay, rolesThatMayOnTheirOwn } from '../projects/permissions.ts'
import { isGone, type Person, personId } from '../projects/person.ts'
import type { Refusal } from '../projects/refusal.ts'
import { timeZone } from '../projects/time-zone.ts'
import type { Asked, VerbContext, VerbPorts, Wants } from './verb.ts'

type Ports = { readonly directory: Directory; readonly log: Pick<TaskLog, 'load'> } & Pick<VerbPorts, 'zoneOf'>

/** What one round of reads tells. `isNew`: the person, or the person's name, is not put down so far. */
export type Seen = VerbContext & { readonly isNew: boolean }

/**
 * Reads, in one round, who asks and what is wanted. Whoever is new counts as a member (as a guest, if they belong elsewhere).
 * `undefined`: CodexFlow is not installed in this workspace.
 */
export async function look(asked: Asked, wants: Wants, { directory, log }: Ports): Promise<Seen | undefined> {
  const { workspace } = asked
  const users = [...new Set(wants.people ?? [])]
  const [settings, known, projects, task, loginHolder, ...mentioned] = await Promise.all([
    directory.settings(workspace),
    directory.personBySlack(workspace, asked.slackUser),
    wants.projects ? directory.projects(workspace) : [],
    wants.task === undefined ? undefined : log.load(workspace, wants.task),
    wants.login === undefined ? undefined : directory.personByLogin(workspace, wants.login),
    ...users.map((user) => directory.personBySlack(workspace, user)),
  ])
  if (settings === undefined) return undefined
  const isBack = known !== undefined && cameBack(known, asked)
  const person = named(
    isBack ? { ...known, stay: { state: 'here', since: asked.at } } : (known ?? newcomer(asked)),
    asked,
  )
  const found = users.flatMap((user, index) => {
    const member = user === asked.slackUser ? person : mentioned[index]
    return member === undefined ? [] : [[user, member] as const]
  })
  const isNew = person.name !== known?.name || isBack
  return { ...asked, settings, person, mentioned: new Map(found), projects, task, loginHolder, isNew }
}

/** The same, and puts down whoever is new, with the time zone of their Slack: one write more. */
export async function gather(asked: Asked, wants: Wants, ports: Ports): Promise<VerbContext | undefined> {
  const seen = await look(asked, wants, ports)
  if (seen?.isNew !== true) return seen
  const zone = timeZone((await ports.zoneOf?.(asked.workspace, asked.slackUser)) ?? '')
  const person = await ports.directory.savePerson({ ...seen.person, ...(zone === undefined ? {} : { zone }) })
  const mentioned = new Map(seen.mentioned)
  if (mentioned.has(asked.slackUser)) mentioned.set(asked.slackUser, person)
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

// A mention does not say what its writer is called; the first command they type does.
function named(person: Person, { slackUser, userName }: Asked): Person {
  return person.name === slackUser ? { ...person, name: visibleLine(userName) || slackUser } : person
}

// Whoever works in another company may click in a shared channel, and is nobody's colleague by that.
function newcomer({ workspace, slackUser, isForeign }: Asked): Person {
  const role = isForeign ? 'guest' : 'member'
  return { workspace, id: personId(workspace, slackUser), name: slackUser, role, slackUser }
}
