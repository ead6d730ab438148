import { Fault } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { TaskViews } from '../ports/task-views.ts'
import { isSelf, type Person } from '../projects/person.ts'
import type { Project } from '../projects/project.ts'
import { submitOrThrow } from '../submit.ts'
import { SYSTEM } from '../tasks/actor.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

export type AdoptPorts = {
  readonly directory: Pick<Directory, 'person' | 'projects' | 'project' | 'saveProject'>
  readonly views: Pick<TaskViews, 'ofPerson'>
  readonly tasks: Pick<TaskLog, 'load' | 'append'>
  readonly now: Clock
}

const MAX_TRIES = 10

/**
 * Gives the open tasks and the posts of whoever was known from GitHub alone to the person who they turned out to be, so that
 * these are told of them where they are. Twice does no more than once, and what was given to somebody else meanwhile stays
 * with them. Nothing for everybody else.
 */
export async function adoptTasks(
  ports: AdoptPorts,
  {
    workspace,
    person: id,
    cause,
  }: { readonly workspace: Workspace; readonly person: PersonId; readonly cause: string },
): Promise<void> {
  const person = await ports.directory.person(workspace, id)
  if (person?.also === undefined) return
  for (const { key } of await ports.directory.projects(workspace)) await adoptPosts(ports, person, key)
  for (const from of person.also) await adoptFrom(ports, person, from, cause)
}

async function adoptFrom(
  { views, tasks, now }: AdoptPorts,
  { workspace, id }: Person,
  from: PersonId,
  cause: string,
): Promise<void> {
  let cursor: string | undefined
  do {
    const page = await views.ofPerson(workspace, from, cursor)
    for (const { id: task } of page.items) {
      await submitOrThrow(tasks, {
        workspace,
        task,
        cause: `adopt:${cause}`,
        command: { type: 'AssignTask', to: id, by: SYSTEM, at: new Date(now()).toISOString() },
        // The list is a moment old.
        guard: ({ assignee }) => (assignee === from ? undefined : { kind: 'already-assigned', task }),
      })
    }
    cursor = page.next
  } while (cursor !== undefined)
}

async function adoptPosts({ directory }: AdoptPorts, person: Person, key: ProjectKey): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await directory.project(person.workspace, key)
    const next = seen === undefined ? undefined : withPostsOf(seen, person)
    if (next === undefined || (await directory.saveProject(next)) === 'saved') return
  }
  throw new Fault('a project was too contended to know who leads it', { project: key })
}

/** The project with the person's own id in place of the others; `undefined`: it has none of those. */
function withPostsOf(seen: Project, person: Person): Project | undefined {
  const { lead, phaseLeads = {}, approvers = {} } = seen
  const posts = [lead, ...Object.values(phaseLeads), ...Object.values(approvers).flat()]
  if (!posts.some((post) => post !== person.id && isSelf(person, post))) return undefined
  const own = (post: PersonId) => (isSelf(person, post) ? person.id : post)
  const each = <T, U>(of: Readonly<Record<string, T>>, change: (value: T) => U) =>
    Object.fromEntries(Object.entries(of).map(([name, value]) => [name, change(value)]))
  return {
    ...seen,
    ...(lead === undefined ? {} : { lead: own(lead) }),
    ...(seen.phaseLeads === undefined ? {} : { phaseLeads: each(phaseLeads, own) }),
    ...(seen.approvers === undefined
      ? {}
      : { approvers: each(approvers, (people: readonly PersonId[]) => [...new Set(people.map(own))]) }),
    version: seen.version + 1,
  }
}
