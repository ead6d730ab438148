import { type OrchestratorPorts, setAlarm } from '../orchestrator/orchestrate.ts'
import type { DigestOrder } from '../ports/digests.ts'
import type { Directory } from '../ports/directory.ts'
import { type ImportBook, type ImportOrder, isOver } from '../ports/imports.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { TaskViews } from '../ports/task-views.ts'
import { isGone } from '../projects/person.ts'
import { preferencesOf } from '../projects/preferences.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

export type RevivePorts = Pick<OrchestratorPorts, 'alarm'> & {
  readonly tasks: Pick<TaskLog, 'loadMany'>
  readonly views: Pick<TaskViews, 'ofProject'>
  readonly directory: Pick<Directory, 'projects' | 'everybody' | 'settings'>
  readonly imports: Pick<ImportBook, 'ofRepositories'>
  readonly digest: (order: DigestOrder) => Promise<void>
  readonly importNext: (order: ImportOrder) => Promise<void>
}

/** How far it is: a page of the tasks of a project, or of the people; neither: it begins. */
export type Revival = {
  readonly workspace: Workspace
  readonly project?: ProjectKey
  readonly people?: true
  readonly cursor?: string
}

/**
 * Sets again what only queues and schedules knew of a workspace, where they were lost and the table was not: alarms of hand-offs
 * and requests, digests, imports under way. (What is owed to tasks, the reconciler finds by itself.) One page a call, and answers
 * where to go on. Whatever is there already is met once more, which does no harm.
 */
export async function revive(ports: RevivePorts, at: Revival): Promise<Revival | undefined> {
  const { workspace, cursor } = at
  if (at.people === true) {
    const next = await digests(ports, workspace, cursor)
    return next === undefined ? undefined : { workspace, people: true, cursor: next }
  }
  const projects = await ports.directory.projects(workspace)
  if (at.project === undefined) {
    const repositories = projects.flatMap(({ repositories: connected }) => connected.map(({ id }) => id))
    for (const { repository, run, step, stage } of await ports.imports.ofRepositories(workspace, repositories)) {
      if (!isOver({ stage })) await ports.importNext({ workspace, repository: repository.id, run, step })
    }
  }
  const place = projects.findIndex(({ key }) => key === at.project)
  const project = at.project ?? projects[0]?.key
  const next = project === undefined ? undefined : await alarms(ports, workspace, project, cursor)
  if (project !== undefined && next !== undefined) return { workspace, project, cursor: next }
  const following = projects[Math.max(place, 0) + 1]?.key
  return following === undefined ? { workspace, people: true } : { workspace, project: following }
}

async function alarms(ports: RevivePorts, workspace: Workspace, project: ProjectKey, cursor: string | undefined) {
  const { items, next } = await ports.views.ofProject(workspace, project, cursor)
  const known = await ports.tasks.loadMany(
    workspace,
    items.map(({ id }) => id),
  )
  for (const task of known.values()) await setAlarm(ports, task)
  // Those that wait for nobody's clock stand behind all the others.
  return items.some(({ status }) => status === 'done' || status === 'cancelled') ? undefined : next
}

async function digests({ directory, digest }: RevivePorts, workspace: Workspace, cursor: string | undefined) {
  const [{ items, next }, settings] = await Promise.all([
    directory.everybody(workspace, cursor),
    directory.settings(workspace),
  ])
  for (const person of items) {
    const wants = preferencesOf(person, settings).digest === 'daily'
    // An order that comes early sends nothing, and puts the next one down.
    if (wants && person.slackUser !== undefined && !isGone(person)) await digest({ workspace, person: person.id })
  }
  return next
}
