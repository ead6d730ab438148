import type { ApprovalDesk } from '../../app/ports/approval-desk.ts'
import type { EventHistory } from '../../app/ports/history.ts'
import type { OwedIndex } from '../../app/ports/owed.ts'
import type { TaskGraph, TaskImage, TaskLog } from '../../app/ports/task-log.ts'
import type { TaskViews } from '../../app/ports/task-views.ts'
import { pendingApproval, undecided } from '../../app/tasks/approval.ts'
import type { Change } from '../../app/tasks/consequences.ts'
import { numberOf, type PersonId, type TaskId } from '../../app/tasks/ids.ts'
import { blockerIds, isClosed, type Task } from '../../app/tasks/task.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'
import type { IssueMemory } from './memory-issues.ts'

/** Tasks, edges and causes in memory, with the conditions of the real table. */
export type TaskMemory = {
  readonly log: TaskLog
  readonly graph: TaskGraph
  readonly views: TaskViews
  readonly history: EventHistory
  readonly owed: OwedIndex
  /** Always of the moment: it reads the tasks themselves. */
  readonly approvals: ApprovalDesk
  /** Every write that went through, in order: what the stream would bring. */
  readonly images: TaskImage[]
  /** Puts a task as it stands, with its edges, past every condition: the given of a test. */
  seed(...tasks: readonly Task[]): void
  /** The task as it stands; throws when there is none. */
  task(workspace: Workspace, id: TaskId): Task
  /** All tasks, in the order in which they came. */
  everyTask(): Task[]
}

/** An empty log; new tasks are found by their issues in `issues`. */
export function taskMemory(issues?: Pick<IssueMemory, 'follow'>): TaskMemory {
  const tasks = new Map<string, Task>()
  const edges = new Map<string, Set<TaskId>>()
  const causes = new Map<string, TaskId>()
  const numbers = new Map<string, number>()
  const graphs = new Map<string, number>()
  const written = new Map<string, TaskImage[]>()
  const images: TaskImage[] = []
  const at = (workspace: Workspace, id: string) => `${workspace} ${id}`
  const stored = (workspace: Workspace, id: TaskId) => tasks.get(at(workspace, id))

  const put = ({ task, events }: Change): void => {
    tasks.set(at(task.workspace, task.id), task)
    images.push({ task, events })
  }
  const follows = ({ task }: Change): boolean => stored(task.workspace, task.id)?.version === task.version - 1
  const draw = (blocker: TaskId, task: Task): void => {
    const key = at(task.workspace, blocker)
    edges.set(key, (edges.get(key) ?? new Set()).add(task.id))
  }

  const log: TaskLog = {
    load: async (workspace, id) => stored(workspace, id),
    loadMany: async (workspace, ids) =>
      new Map(
        ids.flatMap((id) => {
          const task = stored(workspace, id)
          return task === undefined ? [] : [[id, task] as const]
        }),
      ),
    append: async (change) => {
      if (!follows(change)) return 'conflict'
      put(change)
      return 'written'
    },
    dependents: async (workspace, id) => [...(edges.get(at(workspace, id)) ?? [])].sort(),
    clearOwed: async (workspace, id, what, seen) => {
      const task = stored(workspace, id)
      if (task === undefined || task.owed[what] !== seen) return
      const { [what]: _, ...owed } = task.owed
      tasks.set(at(workspace, id), { ...task, owed })
    },
  }

  const graph: TaskGraph = {
    lastNumber: async (workspace, project) => numbers.get(at(workspace, project)) ?? 0,
    nextNumber: async (workspace, project) => {
      const next = (numbers.get(at(workspace, project)) ?? 0) + 1
      numbers.set(at(workspace, project), next)
      return next
    },
    createdBy: async (workspace, cause) => causes.get(at(workspace, cause)),
    create: async (change, cause, blockersSeen, lastSeen) => {
      const { task } = change
      const last = numbers.get(at(task.workspace, task.project)) ?? 0
      if (lastSeen !== undefined && last !== lastSeen) return 'conflict'
      if (stored(task.workspace, task.id) !== undefined || causes.has(at(task.workspace, cause))) return 'conflict'
      for (const [blocker, seen] of blockersSeen) {
        if (stored(task.workspace, blocker)?.version !== seen) return 'conflict'
      }
      put(change)
      issues?.follow(task)
      numbers.set(at(task.workspace, task.project), Math.max(last, numberOf(task.id)))
      causes.set(at(task.workspace, cause), task.id)
      for (const blocker of blockerIds(task)) draw(blocker, task)
      return 'written'
    },
    graphVersion: async (workspace) => graphs.get(workspace) ?? 0,
    addEdge: async (change, blocker, blockerSeen, graphSeen) => {
      const { task } = change
      const moved = (graphs.get(task.workspace) ?? 0) !== graphSeen
      if (moved || !follows(change) || stored(task.workspace, blocker)?.version !== blockerSeen) return 'conflict'
      put(change)
      draw(blocker, task)
      graphs.set(task.workspace, graphSeen + 1)
      return 'written'
    },
    waitingPhases: async (workspace, id) => {
      const waiting = [...(edges.get(at(workspace, id)) ?? [])].flatMap((each) => stored(workspace, each) ?? [])
      return [...new Set(waiting.map(({ phase }) => phase))]
    },
    removeEdge: async (change, blocker) => {
      if (!follows(change)) return 'conflict'
      put(change)
      edges.get(at(change.task.workspace, blocker))?.delete(change.task.id)
      return 'written'
    },
  }

  const approvals: ApprovalDesk = {
    settle: async () => {},
    waitingFor: async (workspace, person) =>
      own(workspace).flatMap((task) => {
        const request = pendingApproval(task)
        return request !== undefined && undecided(request).includes(person) ? [task.id] : []
      }),
  }
  const own = (workspace: Workspace) => [...tasks.values()].filter((task) => task.workspace === workspace)
  const byId = (a: Task, b: Task) => a.id.localeCompare(b.id, 'en', { numeric: true })
  const views: TaskViews = {
    ofProject: async (workspace, project) => ({
      items: own(workspace)
        .filter((task) => task.project === project)
        .sort(byId),
    }),
    openOf: async (workspace, project) =>
      own(workspace)
        .filter((task) => task.project === project && !isClosed(task))
        .sort((a, b) => byId(b, a)),
    closedOf: async (workspace, person) =>
      own(workspace)
        .filter((task) => task.assignee === person && isClosed(task))
        .sort((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? ''))
        .slice(0, 10),
    ofPerson: async (workspace, person: PersonId) => ({
      items: own(workspace)
        .filter((task) => task.assignee === person && !isClosed(task))
        .sort(byId),
    }),
  }

  const history: EventHistory = {
    write: async (image) => {
      const key = at(image.task.workspace, image.task.id)
      const known = written.get(key) ?? []
      if (known.every(({ task }) => task.version !== image.task.version)) written.set(key, [...known, image])
    },
    read: async (workspace, id) => {
      const known = written.get(at(workspace, id)) ?? []
      return known.toSorted((a, b) => a.task.version - b.task.version).flatMap(({ events }) => events)
    },
    page: async (workspace, id, before = Number.POSITIVE_INFINITY) => {
      const known = (written.get(at(workspace, id)) ?? []).map(({ task: { version }, events }) => ({ version, events }))
      const older = known.filter(({ version }) => version < before).toSorted((a, b) => b.version - a.version)
      const items = older.slice(0, 20)
      return older.length > items.length ? { items, next: items.at(-1)!.version } : { items }
    },
  }

  const owed: OwedIndex = {
    // Nothing here tells late from young: whatever is owed is found.
    async *late() {
      for (const { workspace, id, owed: due } of [...tasks.values()]) {
        if (due.notice !== undefined || due.propagation !== undefined) yield { workspace, task: id, due: 0 }
      }
    },
    postpone: async () => {},
  }

  return {
    log,
    graph,
    views,
    history,
    owed,
    approvals,
    images,
    seed(...given) {
      for (const task of given) {
        tasks.set(at(task.workspace, task.id), task)
        const project = at(task.workspace, task.project)
        numbers.set(project, Math.max(numbers.get(project) ?? 0, numberOf(task.id)))
        for (const blocker of blockerIds(task)) draw(blocker, task)
      }
    },
    everyTask: () => [...tasks.values()],
    task(workspace, id) {
      const task = stored(workspace, id)
      if (task === undefined) throw new Error(`The test has put no task ${id} in ${workspace}.`)
      return task
    },
  }
}
