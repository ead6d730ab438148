import type { ApprovalDesk } from '../../ports/approval-desk.ts'
import type { Directory } from '../../ports/directory.ts'
import type { EventHistory } from '../../ports/history.ts'
import type { TaskLog } from '../../ports/task-log.ts'
import type { TaskLine, TaskViews } from '../../ports/task-views.ts'
import { may } from '../../projects/permissions.ts'
import type { Person } from '../../projects/person.ts'
import type { Project } from '../../projects/project.ts'
import { pendingApproval, undecided } from '../../tasks/approval.ts'
import type { PersonId, TaskId } from '../../tasks/ids.ts'
import { shownStatus } from '../../tasks/readiness.ts'
import { openBlockers, type Task } from '../../tasks/task.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import { seenAmong } from '../../verbs/order.ts'
import { ownWork } from '../../verbs/own-work.ts'
import { nextPeople } from '../../verbs/words/next-reply.ts'
import { personOf } from '../../verbs/words/task-words.ts'
import type { HandedOn, HomeModel, Waiting } from './model.ts'

/** What building a Home tab asks of the world. */
export type HomePorts = {
  readonly log: Pick<TaskLog, 'loadMany' | 'dependents'>
  readonly views: Pick<TaskViews, 'ofPerson' | 'closedOf'>
  readonly directory: Pick<Directory, 'projects' | 'people'>
  readonly history: Pick<EventHistory, 'read'>
  readonly approvals: Pick<ApprovalDesk, 'waitingFor'>
}

/** Tasks of one sort that a Home tab shows: the rest is counted. */
export const MOST_SHOWN = 8
const MOST_HANDED_ON = 5

/** Reads all that a Home tab speaks of, in a handful of rounds, however many tasks there are. For a worker. */
export async function gatherHome(
  workspace: Workspace,
  person: Person,
  at: string,
  ports: HomePorts,
): Promise<HomeModel> {
  const [projects, own, handedOn, approvals] = await Promise.all([
    ports.directory.projects(workspace),
    ownWork(workspace, person, ports),
    handedOnBy(workspace, person, ports),
    askedOf(workspace, person, ports),
  ])
  const under = own.lines.filter(({ status }) => status === 'in_progress' || status === 'in_review')
  const waits = own.lines.filter((line) => ['waiting', 'blocked'].includes(shownStatus(line)) && line.status === 'open')
  const waiting = await withBlockers(workspace, person, waits, ports)
  const people = await ports.directory.people(workspace, [
    ...new Set([
      ...nextPeople(own.weighed),
      ...named(waiting, handedOn),
      ...approvals.flatMap(({ approval }) => personOf(approval?.by)),
    ]),
  ])
  const { weighed: ready, more } = own
  const away = may(person, 'project.view') ? outOfReach(projects) : []
  return {
    person,
    at,
    hasProjects: projects.length > 0,
    ready,
    under,
    waiting,
    handedOn,
    approvals,
    away,
    more,
    people,
  }
}

function outOfReach(projects: readonly Project[]): HomeModel['away'] {
  return projects.flatMap(({ key, archivedAt, repositories }) => {
    const away = archivedAt === undefined ? repositories.filter((each) => each.away !== undefined) : []
    return away.map((repository) => ({ project: key, repository }))
  })
}

async function withBlockers(
  workspace: Workspace,
  person: Person,
  lines: readonly TaskLine[],
  { log, history }: HomePorts,
): Promise<readonly Waiting[]> {
  const shown = lines.slice(0, MOST_SHOWN)
  const ids = [...new Set(shown.flatMap(openBlockers))]
  const [found, ...since] = await Promise.all([
    ids.length === 0 ? new Map<TaskId, Task>() : log.loadMany(workspace, ids),
    ...shown.map(({ id }) => waitingSince(workspace, id, history)),
  ])
  const visible = seenAmong(found, person)
  return lines.map((line, index) => {
    const on = openBlockers(line).map((id) => {
      const task = visible.get(id)
      return task === undefined ? { id } : { id, task }
    })
    const from = since[index]
    return { line, on, ...(from === undefined ? {} : { since: from }) }
  })
}

// The desk is a moment old: the tasks themselves say what still waits.
async function askedOf(workspace: Workspace, person: Person, { log, approvals }: HomePorts): Promise<Task[]> {
  const ids = await approvals.waitingFor(workspace, person.id)
  if (ids.length === 0) return []
  const tasks = await log.loadMany(workspace, ids)
  return [...tasks.values()].filter((task) => {
    const request = pendingApproval(task)
    return request !== undefined && undecided(request).includes(person.id)
  })
}

// It began to wait when it was made, or when it ceased to be ready.
async function waitingSince(workspace: Workspace, id: TaskId, history: HomePorts['history']) {
  const events = await history.read(workspace, id)
  const began = events.findLast((event) => event.type === 'TaskUnready' || event.type === 'TaskCreated')
  return began !== undefined && 'at' in began ? began.at : undefined
}

async function handedOnBy(workspace: Workspace, person: Person, { log, views }: HomePorts): Promise<HandedOn[]> {
  const closed = (await views.closedOf(workspace, person.id)).filter(({ status }) => status === 'done')
  const recent = closed.slice(0, MOST_HANDED_ON).map(({ id }) => id)
  if (recent.length === 0) return []
  const [tasks, ...edges] = await Promise.all([
    log.loadMany(workspace, recent),
    ...recent.map((id) => log.dependents(workspace, id)),
  ])
  const waited = [...new Set(edges.flat())]
  const found = waited.length === 0 ? new Map<TaskId, Task>() : await log.loadMany(workspace, waited)
  return recent.flatMap((id, index) => {
    const task = tasks.get(id)
    if (task?.status !== 'done') return []
    const dependents = (edges[index] ?? []).flatMap((each) => found.get(each) ?? [])
    const next = dependents.filter((each) => may(person, 'task.view', each))
    return [{ task, next, unseen: dependents.length - next.length }]
  })
}

function named(waiting: readonly Waiting[], handedOn: readonly HandedOn[]): PersonId[] {
  return [
    ...waiting.flatMap(({ on }) => on.flatMap(({ task }) => task?.assignee ?? [])),
    ...handedOn.flatMap(({ next }) => next.flatMap(({ assignee }) => assignee ?? [])),
  ]
}
