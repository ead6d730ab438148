import type { IssueAssignee, IssueFacts } from '../../tasks/issue.ts'
import { ordinal } from '../../tasks/ordinal.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { AccountRef, IssueWork } from '../issue-work.ts'
import { type ActPorts, actorOf, personOf } from './ground.ts'

/** The phase of an issue that names none; the same as of a task that somebody makes by hand. */
const USUAL_PHASE = 'backend'

/** What a delivery says of an issue, as facts: of each sort one, with its own time. */
export async function issueFactsOf(ports: ActPorts, workspace: Workspace, work: IssueWork): Promise<IssueFacts> {
  const { closed, reopened, title, phase = USUAL_PHASE, isOpen, isRenamed } = work
  const by = await actorOf(ports, workspace, work.sender.login, work.sender.id)
  const closer = closed?.by === undefined ? GITHUB : await actorOf(ports, workspace, closed.by.login, closed.by.id)
  return {
    ...(isOpen ? { open: { ordinal: work.ordinal } } : {}),
    ...(closed === undefined ? {} : { closed: { how: closed.how, by: closer, ordinal: closed.ordinal } }),
    ...(reopened === undefined ? {} : { reopened: { by, ordinal: reopened.ordinal } }),
    title: { text: title, ordinal: work.ordinal },
    ...(isRenamed ? { renamed: { text: title, ordinal: work.ordinal } } : {}),
    phase: { name: phase, ordinal: work.ordinal },
    assignees: await assigneesOf(ports, workspace, work, by),
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
  workspace: Workspace,
  { assignees, assignment, author, createdAt, ordinal: now }: IssueWork,
  by: IssueAssignee['by'],
): Promise<NonNullable<IssueFacts['assignees']>> {
  const facts: Record<string, IssueAssignee> = {}
  const giver = author === undefined ? GITHUB : await actorOf(ports, workspace, author.login, author.id)
  for (const [place, who] of assignees.slice(0, MAX_ASSIGNEES).entries()) {
    facts[who.login.toLowerCase()] = {
      ...(await known(ports, workspace, who)),
      assigned: true,
      by: giver,
      ordinal: ordinal(createdAt, place),
    }
  }
  if (assignment === undefined) return facts
  const { who, assigned } = assignment
  facts[who.login.toLowerCase()] = { ...(await known(ports, workspace, who)), assigned, by, ordinal: now }
  return facts
}

/** As many as GitHub takes. */
const MAX_ASSIGNEES = 10

async function known(
  ports: ActPorts,
  workspace: Workspace,
  { login, id }: AccountRef,
): Promise<Pick<IssueAssignee, 'person'>> {
  const person = await personOf(ports, workspace, login, id)
  return person === undefined ? {} : { person: person.id }
}
