import type { Change } from '../tasks/consequences.ts'
import type { TaskEvent } from '../tasks/events.ts'
import type { ProjectKey, TaskId } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Owed, Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** The log of tasks: state and events in one conditional write. All reads are strongly consistent. */
export type TaskLog = {
  load(workspace: Workspace, id: TaskId): Promise<Task | undefined>
  loadMany(workspace: Workspace, ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, Task>>
  /** Writes the change if the task is still at the version before it. */
  append(change: Change): Promise<'written' | 'conflict'>
  /** The tasks that wait for `id`. */
  dependents(workspace: Workspace, id: TaskId): Promise<readonly TaskId[]>
  /** Clears one thing owed, if it is still the one that was seen. */
  clearOwed(workspace: Workspace, id: TaskId, what: keyof Owed, seen: number): Promise<void>
}

/** Creating tasks and drawing edges: transactions. */
export type TaskGraph = {
  /** The highest number that the project has given; 0 before its first task. */
  lastNumber(workspace: Workspace, project: ProjectKey): Promise<number>
  /** Takes the next number for good. One that is not used then leaves a gap. */
  nextNumber(workspace: Workspace, project: ProjectKey): Promise<number>
  /** The task that this cause created before. */
  createdBy(workspace: Workspace, cause: string): Promise<TaskId | undefined>
  /**
   * Puts the task, its cause and its edges, on condition that each blocker is at the version seen. Raises the last number
   * of its project from the one seen to its own; left out: its number was taken before.
   */
  create(
    change: Change,
    cause: string,
    blockersSeen: ReadonlyMap<TaskId, number>,
    lastSeen?: number,
  ): Promise<'written' | 'conflict'>
  graphVersion(workspace: Workspace): Promise<number>
  /** Puts the edge and the dependent, with the blocker at `blockerSeen`, and raises the graph version from `graphSeen`. */
  addEdge(change: Change, blocker: TaskId, blockerSeen: number, graphSeen: number): Promise<'written' | 'conflict'>
  removeEdge(change: Change, blocker: TaskId): Promise<'written' | 'conflict'>
  /** The phases of the tasks that wait for `id`, each once. One query, whatever their number. */
  waitingPhases(workspace: Workspace, id: TaskId): Promise<readonly Phase[]>
}

/** One version of a task, and the events that led to it. */
export type TaskImage = { readonly task: Task; readonly events: readonly TaskEvent[] }
