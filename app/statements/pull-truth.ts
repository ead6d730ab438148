import type { Delivery, NoticeContent } from '../handoffs/content.ts'
import { type SimulatePorts, simulateAll } from '../insight/simulate.ts'
import type { Directory } from '../ports/directory.ts'
import type { PullIndex, PullRow } from '../ports/pulls.ts'
import type { PulledTask, PullTruth, StatementRef, ToldSoon } from '../ports/statements.ts'
import type { TaskGraph } from '../ports/task-log.ts'
import { lacking } from '../projects/contract.ts'
import { asksForTask, type Project } from '../projects/project.ts'
import { SYSTEM } from '../tasks/actor.ts'
import { pendingApproval } from '../tasks/approval.ts'
import { PULL_RANK } from '../tasks/external.ts'
import { approvalGateOf, unmetGates } from '../tasks/gates.ts'
import { type ProjectKey, projectOf } from '../tasks/ids.ts'
import { ordinal } from '../tasks/ordinal.ts'
import type { Resource } from '../tasks/resource.ts'
import { standingReviews, withReview } from '../tasks/review.ts'
import { isClosed, openBlockers, type Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What is looked at. Nothing of it can write. */
export type PullTruthPorts = Omit<SimulatePorts, 'directory'> & {
  readonly directory: Pick<Directory, 'people' | 'project' | 'settings' | 'repository'>
  readonly pulls: Pick<PullIndex, 'pull'>
  readonly graph: Pick<TaskGraph, 'waitingPhases'>
}

/**
 * What there is to say about a pull request now. Of an open one, its merging is imagined by the code that would do it.
 * `undefined`: it never counted, or nothing has been recorded of it yet. `at`: ISO 8601.
 */
export async function pullTruth(
  ports: PullTruthPorts,
  { workspace, repository: id, number }: Extract<StatementRef, { kind: 'pull' }>,
  at: string,
): Promise<PullTruth | undefined> {
  const [row, found] = await Promise.all([ports.pulls.pull(workspace, id, number), ports.directory.repository(id)])
  if (row === undefined || found?.workspace !== workspace) return undefined
  const { repository } = found
  // Nothing can be said there while it is away.
  if (repository.away !== undefined) return undefined
  const subject = `${repository.fullName}#${number}`
  const base = {
    kind: 'pull',
    repository,
    project: found.project,
    number,
    sha: row.sha,
    reviews: [],
    told: [],
    waiting: [],
    beyond: 0,
  } as const
  if (row.tasks.length === 0) {
    const isHeard = row.isOpen === true && row.isUnheard !== true
    const isAsked = isHeard && (await asks(ports, workspace, found.project))
    if (!isAsked) return { ...base, state: 'unnamed', tasks: [] }
    if (row.reverts === undefined) return { ...base, state: 'asked', tasks: [] }
    return { ...base, state: 'taking-back', takesBack: row.reverts, tasks: [] }
  }

  const named = [...(await ports.tasks.loadMany(workspace, row.tasks)).values()]
  const linked = named.filter(({ pulls }) => (pulls[subject]?.state ?? 'unlinked') !== 'unlinked')
  const state = linked[0]?.pulls[subject]?.state
  if (state === undefined || state === 'unlinked') return undefined
  if (state !== 'open' && state !== 'draft') {
    return { ...base, state, tasks: linked.map((task) => pulledTask(task, task, [])) }
  }

  const merged = linked.map((task) => merging(task, subject, row, at))
  const foreseen = await simulateAll(ports, workspace, merged)
  // Facts are never refused; should one be, what would happen is not known, and nothing is said of it.
  if (!foreseen.ok) return undefined
  const { tasks: then, told, waiting, beyond } = foreseen.value
  const lacks = await lacksOf(
    ports,
    then.filter((_, index) => !isClosed(linked[index]!)),
  )
  return {
    ...base,
    state,
    reviews: reviewsOf(linked, subject),
    tasks: linked.map((task, index) => pulledTask(task, then[index]!, lacks.get(task.id) ?? [])),
    told: told.flatMap(({ content }) => toldSoon(content, found.project)),
    waiting: waiting.map((task) => {
      return { task: task.id, for: openBlockers(task), isBlocked: Object.keys(task.impediments).length > 0 }
    }),
    beyond,
  }
}

async function asks({ directory }: PullTruthPorts, workspace: Workspace, key: ProjectKey): Promise<boolean> {
  const project = await directory.project(workspace, key)
  return project !== undefined && asksForTask(project)
}

// All tasks that it names heard the same, unless one was full.
function reviewsOf(tasks: readonly Task[], subject: string): PullTruth['reviews'] {
  const heard = tasks.flatMap((task) => Object.values(task.reviews ?? {}))
  const reviews = heard.reduce<NonNullable<Task['reviews']>>(withReview, {})
  return standingReviews({ reviews }, subject).map(({ state, login, isTeam }) => {
    return { state, login, ...(isTeam ? { isTeam } : {}) }
  })
}

function merging(task: Task, subject: string, { promised = [] }: PullRow, at: string) {
  const known = task.pulls[subject]!
  const now = Math.max(ordinal(at, PULL_RANK.merged), known.ordinal + 1)
  // Who will merge it is not known, and nobody is left out as if it were their own act.
  const pull = { ...known, state: 'merged', by: SYSTEM, ordinal: now } as const
  const source = `pull request ${subject}`
  const resources: Resource[] = promised.map((each) => ({ ...each, source, by: SYSTEM, ordinal: now }))
  const command = { type: 'RecordPull', subject, pull, resources, by: SYSTEM, at } as const
  return { workspace: task.workspace, task: task.id, command }
}

function pulledTask(task: Task, then: Task, lacks: PulledTask['lacks']): PulledTask {
  const { id, title, phase, status } = task
  const needs = isClosed(then) ? [] : unmetGates(then)
  const asksApproval = !isClosed(then) && approvalGateOf(then) !== undefined && needs.some(isApproval)
  const approval = pendingApproval(task) === undefined ? 'to-ask' : 'pending'
  return { id, title, phase, status, afterwards: then.status, needs, lacks, ...(asksApproval ? { approval } : {}) }
}

function isApproval({ gate }: PulledTask['needs'][number]): boolean {
  return gate.kind === 'approved'
}

/** What the hand-offs of these tasks would lack, by task: one project row each and one query of those who wait. */
async function lacksOf({ directory, graph }: PullTruthPorts, tasks: readonly Task[]) {
  const projects = new Map<ProjectKey, Promise<Project | undefined>>()
  const projectFor = ({ workspace, project }: Task) => {
    if (!projects.has(project)) projects.set(project, directory.project(workspace, project))
    return projects.get(project)!
  }
  const found = await Promise.all(
    tasks.map(async (task) => {
      const contracts = (await projectFor(task))?.contracts ?? []
      const concerned = contracts.some(({ from }) => from === task.phase)
      const waiting = concerned ? await graph.waitingPhases(task.workspace, task.id) : []
      return [task.id, lacking(task.phase, { contracts, waiting }, Object.values(task.resources))] as const
    }),
  )
  return new Map(found)
}

// The page may be read by people who see this project alone: of other projects only ids are said.
function toldSoon({ task, title, to, deliveries, subject }: NoticeContent, project: ProjectKey): ToldSoon[] {
  if (subject.kind !== 'handoff') return []
  const notice: Delivery | undefined = deliveries.find(({ role }) => role === 'notice')
  const isOurs = projectOf(task) === project
  return [
    {
      task,
      ...(isOurs ? { title } : {}),
      ...(to === undefined ? {} : { to }),
      ...(notice === undefined ? {} : { by: notice.address.channel }),
      isTeam: to === undefined,
    },
  ]
}
