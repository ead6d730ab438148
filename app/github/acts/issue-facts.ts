import type { Person } from '../../projects/person.ts'
import type { IssueAssignee, IssueFacts } from '../../tasks/issue.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { IssueWork } from '../issue-work.ts'
import { assignedPerson } from './assigned.ts'
import { type ActPorts, actorOf, type Ground, personOf } from './ground.ts'

/** The phase of an issue that names none; the same as of a task that somebody makes by hand. */
const USUAL_PHASE = 'backend'

/** What a delivery says of an issue, as facts: of each sort one, with its own time. */
export async function issueFactsOf(ports: ActPorts, ground: Ground, work: IssueWork): Promise<IssueFacts> {
  const { workspace } = ground
  const { closed, reopened, title, phase = USUAL_PHASE, isOpen, isRenamed } = work
  // First, so that whoever has just been assigned is that person also where they are named as who did it.
  const assigned = await assignedIn(ports, ground, work)
  const by = await actorOf(ports, workspace, work.sender.login, work.sender.id)
  const closer = closed?.by === undefined ? GITHUB : await actorOf(ports, workspace, closed.by.login, closed.by.id)
  return {
    ...(isOpen ? { open: { ordinal: work.ordinal } } : {}),
    ...(closed === undefined ? {} : { closed: { how: closed.how, by: closer, ordinal: closed.ordinal } }),
    ...(reopened === undefined ? {} : { reopened: { by, ordinal: reopened.ordinal } }),
    title: { text: title, ordinal: work.ordinal },
    ...(isRenamed ? { renamed: { text: title, ordinal: work.ordinal } } : {}),
    phase: { name: phase, ordinal: work.ordinal },
    assignees: await assigneesOf(ports, ground, work, assigned, by),
  }
}

// Whoever it was, it happened there.
const GITHUB = { kind: 'github', login: 'github' } as const

/**
 * Who is assigned, and who was just now or is not any more. For all but the latter nobody says since when, so they count as
 * assigned since the issue was opened, in the order in which GitHub lists them: whatever was said since then outranks it.
 */
async function assigneesOf(
  ports: ActPorts,
  { workspace }: Ground,
  { assignees, assignment, author, createdAt, ordinal: now }: IssueWork,
  assigned: AssignedPeople,
  by: IssueAssignee['by'],
): Promise<NonNullable<IssueFacts['assignees']>> {
  const facts: Record<string, IssueAssignee> = {}
  const giver = author === undefined ? GITHUB : await actorOf(ports, workspace, author.login, author.id)
  for (const [place, who] of assignees.slice(0, MAX_ASSIGNEES).entries()) {
    facts[who.login.toLowerCase()] = {
      ...assigned.get(who.login.toLowerCase()),
      assigned: true,
      by: giver,
      ordinal: ordinal(createdAt, place),
    }
  }
  if (assignment === undefined) return facts
  const { who } = assignment
  const login = who.login.toLowerCase()
  const known = assigned.get(login) ?? named(await personOf(ports, workspace, who.login, who.id))
  facts[login] = { ...known, assigned: assignment.assigned, by, ordinal: now }
  return facts
}

/** As many as GitHub takes. */
const MAX_ASSIGNEES = 10

/** By login, in small letters. */
type AssignedPeople = ReadonlyMap<string, Pick<IssueAssignee, 'person'>>

// Each login once, however often the delivery names it.
async function assignedIn(ports: ActPorts, ground: Ground, work: IssueWork): Promise<AssignedPeople> {
  const { assignees, assignment } = work
  const everybody = [...assignees.slice(0, MAX_ASSIGNEES), ...(assignment?.assigned === true ? [assignment.who] : [])]
  const people = new Map<string, Pick<IssueAssignee, 'person'>>()
  for (const who of everybody) {
    const login = who.login.toLowerCase()
    if (!people.has(login)) people.set(login, named(await assignedPerson(ports, ground, work, who)))
  }
  return people
}

function named(person: Person | undefined): Pick<IssueAssignee, 'person'> {
  return person === undefined ? {} : { person: person.id }
}
