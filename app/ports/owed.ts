import type { TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** A task that owes something, and since when it counts as late. Epoch milliseconds. */
export type Late = { readonly workspace: Workspace; readonly task: TaskId; readonly due: number }

/** What is owed and late, from the sparse index; the base item is read again before any work. */
export type OwedIndex = {
  /** Page by page, the longest late of each shard first. */
  late(now: number): AsyncIterable<Late>
  /** Has the task count as late not before `due`, unless it was written meanwhile or owes nothing any more. */
  postpone(late: Late, due: number): Promise<void>
}
