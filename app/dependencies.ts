import type { TaskGraph, TaskLog } from './ports/task-log.ts'
import type { Project } from './projects/project.ts'
import type { Refusal } from './projects/refusal.ts'
import { err, ok, type Result } from './result.ts'
import { type Accepted, withCause } from './submit.ts'
import type { Actor } from './tasks/actor.ts'
import { create } from './tasks/create.ts'
import { decide } from './tasks/decide.ts'
import { walk } from './tasks/graph.ts'
import type { PersonId, TaskId } from './tasks/ids.ts'
import type { IssueFacts } from './tasks/issue.ts'
import type { Phase } from './tasks/phase.ts'
import { type BlockerState, blockerIds, type Gate, type IssueRef, isClosed, type Task } from './tasks/task.ts'
import type { Workspace } from './tasks/workspace.ts'

/** What creating tasks and drawing edges needs of the world. */
export type GraphPorts = { readonly log: Pick<TaskLog, 'load' | 'loadMany'>; readonly graph: TaskGraph }

/** A task as somebody asked for it. */
export type WantedTask = {
  readonly workspace: Workspace
  readonly project: Pick<Project, 'key' | 'gates' | 'requiredChecks'>
  readonly title: string
  readonly phase: Phase
  readonly assignee?: PersonId
  readonly after: readonly TaskId[]
  /** Empty: the project's. */
  readonly gates: readonly Gate[]
  readonly issue?: IssueRef
  /** What was heard of that issue; then it says whose the task is. */
  readonly issueFacts?: IssueFacts
  /** It comes in with many others: nobody is told that it is ready. */
  readonly quietly?: true
  readonly origin?: string
  readonly by: Actor
  readonly at: string
}

/** An edge that somebody wants drawn or removed: `task` waits for `blocker`. */
export type EdgeOrder = {
  readonly workspace: Workspace
  readonly task: TaskId
  readonly blocker: TaskId
  readonly by: Actor
  readonly at: string
  readonly cause?: string
  readonly guard?: (task: Task) => Refusal | undefined
}

const MAX_TRIES = 20

/**
 * Creates a task with the edges it brings along, in one transaction that takes the next number and holds each blocker at
 * the version seen: one round of reads and one write, and another write for a number of its own where others were
 * quicker. A new task cannot close a circle, so no walk is needed. A repeated cause answers the task that it made before.
 */
export async function createTask(
  { log, graph }: GraphPorts,
  wanted: WantedTask,
  cause: string,
): Promise<Result<{ readonly task: Task; readonly repeated: boolean }, Refusal>> {
  const { workspace, project } = wanted
  let own: number | undefined
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const [made, last, seen] = await Promise.all([
      graph.createdBy(workspace, cause),
      own === undefined ? graph.lastNumber(workspace, project.key) : undefined,
      blockersOf(log, workspace, wanted.after),
    ])
    const known = made === undefined ? undefined : await log.load(workspace, made)
    if (known !== undefined) return ok({ task: known, repeated: true })
    if (!seen.ok) return seen
    const id: TaskId = `${project.key}-${own ?? (last ?? 0) + 1}`
    const created = create({
      ...wanted,
      id,
      blockers: seen.value.states,
      gates: wanted.gates.length > 0 ? wanted.gates : project.gates,
      requiredChecks: project.requiredChecks,
    })
    if (!created.ok) return created
    if ((await graph.create(created.value, cause, seen.value.versions, last)) === 'written') {
      return ok({ task: created.value.task, repeated: false })
    }
    // Somebody else was at it: from here on with a number of our own, so that a crowd does not keep itself from it. One
    // that is taken all the same (restored data) is passed by.
    if (own === undefined || (await log.load(workspace, id)) !== undefined) {
      own = await graph.nextNumber(workspace, project.key)
    }
  }
  return err({ kind: 'busy', task: project.key })
}

/**
 * Draws an edge. The walk for circles and the transaction see the same graph: its version may not have moved since
 * before the walk, and is raised, so of two edges that would close a circle together one has to look again.
 */
export async function addDependency({ log, graph }: GraphPorts, order: EdgeOrder): Promise<Result<Accepted, Refusal>> {
  const { workspace, blocker, by, at } = order
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const graphSeen = await graph.graphVersion(workspace)
    const ready = await judged(log, order)
    if (!ready.ok) return ready
    if ('first' in ready.value) return ok(ready.value.first)
    const { task } = ready.value
    const above = await log.load(workspace, blocker)
    if (above === undefined) return err({ kind: 'task-not-found', task: blocker })

    const open = !isClosed(above)
    const decided = decide(task, { type: 'AddBlocker', blocker, open, changed: above.changed, by, at })
    if (!decided.ok) return decided
    const walked = await walk(task.id, blocker, async (ids) => {
      const tasks = await log.loadMany(workspace, ids)
      return new Map([...tasks].map(([id, each]) => [id, blockerIds(each)]))
    })
    if (walked.found === 'cycle') return err({ kind: 'cycle', path: walked.path })
    if (walked.found === 'too-large') return err({ kind: 'graph-too-large', limit: 2_000 })
    const change = remembered(decided.value, order.cause)
    if ((await graph.addEdge(change, blocker, above.version, graphSeen)) === 'written') return accepted(change)
  }
  return err({ kind: 'busy', task: order.task })
}

/** Removes an edge; a task that waited for nothing else becomes ready. */
export async function removeDependency(
  { log, graph }: GraphPorts,
  order: EdgeOrder,
): Promise<Result<Accepted, Refusal>> {
  const { blocker, by, at } = order
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const ready = await judged(log, order)
    if (!ready.ok) return ready
    if ('first' in ready.value) return ok(ready.value.first)
    const { task } = ready.value
    if (task.blockers[blocker] === undefined) {
      const waits = blockerIds(task)
      const hint = waits.length === 0 ? `${task.id} waits for nothing` : `it waits for ${waits.join(', ')}`
      return err({ kind: 'invalid', what: `${task.id} does not wait for ${blocker}`, hint })
    }
    const decided = decide(task, { type: 'RemoveBlocker', blocker, by, at })
    if (!decided.ok) return decided
    const change = remembered(decided.value, order.cause)
    if ((await graph.removeEdge(change, blocker)) === 'written') return accepted(change)
  }
  return err({ kind: 'busy', task: order.task })
}

type Judged = { readonly task: Task } | { readonly first: Accepted }

async function judged(log: Pick<TaskLog, 'load'>, order: EdgeOrder): Promise<Result<Judged, Refusal>> {
  const task = await log.load(order.workspace, order.task)
  if (task === undefined) return err({ kind: 'task-not-found', task: order.task })
  const first = task.causes.find((known) => known.id === order.cause)
  if (first !== undefined) return ok({ first: { task, events: first.events as Accepted['events'], repeated: true } })
  const refused = order.guard?.(task)
  return refused === undefined ? ok({ task }) : err(refused)
}

type Change = { readonly task: Task; readonly events: Parameters<TaskGraph['removeEdge']>[0]['events'] }

function remembered(change: Change, cause: string | undefined): Change {
  if (cause === undefined) return change
  return {
    ...change,
    task: withCause(
      change.task,
      cause,
      change.events.map(({ type }) => type),
    ),
  }
}

function accepted({ task, events }: Change): Result<Accepted, Refusal> {
  return ok({ task, events: events.map(({ type }) => type), repeated: false })
}

async function blockersOf(
  log: Pick<TaskLog, 'loadMany'>,
  workspace: Workspace,
  ids: readonly TaskId[],
): Promise<Result<{ states: Record<TaskId, BlockerState>; versions: ReadonlyMap<TaskId, number> }, Refusal>> {
  const states: Record<TaskId, BlockerState> = {}
  const versions = new Map<TaskId, number>()
  if (ids.length === 0) return ok({ states, versions })
  const found = await log.loadMany(workspace, ids)
  for (const id of ids) {
    const blocker = found.get(id)
    if (blocker === undefined) return err({ kind: 'task-not-found', task: id })
    states[id] = { open: !isClosed(blocker), at: blocker.changed }
    versions.set(id, blocker.version)
  }
  return ok({ states, versions })
}
