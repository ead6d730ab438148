import { Fault } from '../errors.ts'
import type { Directory } from '../ports/directory.ts'
import type { Hearer, LeftBehind } from '../ports/left-behind.ts'
import type { TaskLine, TaskViews } from '../ports/task-views.ts'
import { isGone, type Person } from '../projects/person.ts'
import { channelOf, type Project } from '../projects/project.ts'
import { type PersonId, projectOf } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What Slack says of somebody: that they left the workspace, or are there (again). `since`: ISO 8601. */
export type StaySaid = {
  readonly workspace: Workspace
  readonly slackUser: string
  readonly state: 'gone' | 'here'
  readonly since: string
  readonly cause: string
}

export type LeavePorts = {
  readonly directory: Pick<Directory, 'personBySlack' | 'changePerson' | 'projects' | 'people' | 'everybody'>
  readonly views: Pick<TaskViews, 'ofPerson'>
  /** Has it said, as soon as possible. */
  readonly tell: (workspace: Workspace, to: Hearer, left: LeftBehind) => Promise<void>
}

const MAX_TRIES = 10
/** Tasks that one message names. */
const MOST_NAMED = 10

/**
 * Puts down that somebody left the workspace, or came back: the latest word counts, in whichever order they come. They keep
 * their role and their tasks; whoever leads those is told once which they are, so that somebody takes them.
 */
export async function noteStay(ports: LeavePorts, said: StaySaid): Promise<void> {
  const { directory } = ports
  const { workspace, slackUser, state, since, cause } = said
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await directory.personBySlack(workspace, slackUser)
    // Whom we never met leaves nothing behind; of one who was never gone there is nothing to say.
    if (seen === undefined || (state === 'here' && seen.stay === undefined)) return
    const told = seen.stay?.state === state && seen.stay.since === since
    if (!told && !isLater({ state, since }, seen.stay)) return
    if (told && (state === 'here' || seen.stay?.told === true)) return
    const next: Person = told ? seen : { ...seen, stay: { state, since } }
    const action = state === 'gone' ? ('person.left' as const) : ('person.returned' as const)
    const act = { action, actor: 'slack' as const, subject: seen.id, at: since, cause }
    if (!told && (await directory.changePerson(seen, next, { act })) === 'conflict') continue
    if (state === 'here') return
    await tellLeads(ports, next)
    // Slack says everything twice now and then: what was told is not told again.
    await directory.changePerson(next, { ...next, stay: { state, since, told: true } })
    return
  }
  throw new Fault('it could not be put down that somebody left', { workspace })
}

// Of two words of one moment, the one that locks nobody out counts.
function isLater(word: Pick<StaySaid, 'state' | 'since'>, known: Person['stay']): boolean {
  if (known === undefined) return true
  const [now, then] = [Date.parse(word.since), Date.parse(known.since)]
  return now > then || (now === then && word.state === 'here' && known.state === 'gone')
}

type Share = { readonly to: Hearer; readonly tasks: TaskLine[]; readonly posts: LeftBehind['posts'][number][] }

async function tellLeads({ directory, views, tell }: LeavePorts, person: Person): Promise<void> {
  const { workspace, name } = person
  const [projects, tasks] = await Promise.all([directory.projects(workspace), openTasks(views, person)])
  const active = projects.filter(({ archivedAt }) => archivedAt === undefined)
  const byKey = new Map(active.map((project) => [project.key, project]))
  const leads = await directory.people(workspace, active.flatMap(leadsOf))
  const shares = new Map<string, Share>()
  const shareOf = (to: Hearer): Share => {
    const key = JSON.stringify(to)
    const share = shares.get(key) ?? { to, tasks: [], posts: [] }
    shares.set(key, share)
    return share
  }
  const owners = await ownersIn(directory, workspace)
  for (const task of tasks) {
    const project = byKey.get(projectOf(task.id))
    for (const to of project === undefined ? [] : hearersOf(project, task.phase, leads, owners))
      shareOf(to).tasks.push(task)
  }
  for (const project of active) {
    for (const setting of postsOf(project, person)) {
      for (const to of hearersOf(project, undefined, leads, owners))
        shareOf(to).posts.push({ project: project.key, setting })
    }
  }
  for (const { to, tasks: theirs, posts } of shares.values()) {
    await tell(workspace, to, { name, tasks: theirs.slice(0, MOST_NAMED), count: theirs.length, posts })
  }
}

async function openTasks(views: LeavePorts['views'], { workspace, id, also = [] }: Person): Promise<TaskLine[]> {
  const tasks: TaskLine[] = []
  for (const each of [id, ...also]) {
    let cursor: string | undefined
    do {
      const page = await views.ofPerson(workspace, each, cursor)
      tasks.push(...page.items)
      cursor = page.next
    } while (cursor !== undefined)
  }
  return tasks
}

function leadsOf({ lead, phaseLeads = {} }: Project): PersonId[] {
  return [lead, ...Object.values(phaseLeads)].filter((id) => id !== undefined)
}

/** The lead of the phase, else of the project; else the channel; else the owners. */
function hearersOf(
  project: Project,
  phase: Phase | undefined,
  leads: ReadonlyMap<PersonId, Person>,
  owners: readonly Hearer[],
): readonly Hearer[] {
  const ids = [phase === undefined ? undefined : project.phaseLeads?.[phase], project.lead]
  const lead = ids.map((id) => (id === undefined ? undefined : leads.get(id))).find(isReached)
  if (lead?.slackUser !== undefined) return [{ slackUser: lead.slackUser }]
  const channel = phase === undefined ? project.homeChannel : channelOf(project, phase)
  return channel === undefined ? owners : [{ channel }]
}

function isReached(person: Person | undefined): boolean {
  return person?.slackUser !== undefined && !isGone(person)
}

function postsOf({ lead, phaseLeads = {}, approvers = {} }: Project, { id }: Person): string[] {
  return [
    ...(lead === id ? ['lead'] : []),
    ...Object.entries(phaseLeads).flatMap(([phase, who]) => (who === id ? [`lead-${phase}`] : [])),
    ...Object.entries(approvers).flatMap(([role, who]) => (who.includes(id) ? [`approver-${role}`] : [])),
  ]
}

async function ownersIn(directory: LeavePorts['directory'], workspace: Workspace): Promise<Hearer[]> {
  const owners: Hearer[] = []
  let cursor: string | undefined
  do {
    const page = await directory.everybody(workspace, cursor)
    for (const person of page.items) {
      if (person.role === 'owner' && isReached(person)) owners.push({ slackUser: person.slackUser! })
    }
    cursor = page.next
  } while (cursor !== undefined)
  return owners
}
