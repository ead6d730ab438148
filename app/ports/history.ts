import type { TaskEvent } from '../tasks/events.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { TaskImage } from './task-log.ts'

/** Versions of a task whose events the relay never brought: told in their place, so that nobody takes the rest for all. */
export type HistoryGap = { readonly type: 'HistoryGap'; readonly from: number; readonly to: number }

/** What one write brought, as the history keeps it. */
export type HistoryEntry = { readonly version: number; readonly events: readonly TaskEvent[] }

/** A page of a history, newest first. `next`: the version before which it goes on. */
export type HistoryPage = { readonly items: readonly (HistoryEntry | HistoryGap)[]; readonly next?: number }

/** The log of what happened to a task, written behind it; a version that is written again stays as it is. */
export type EventHistory = {
  write(image: TaskImage): Promise<void>
  read(workspace: Workspace, id: TaskId): Promise<readonly (TaskEvent | HistoryGap)[]>
  /** The latest versions before that one, or of all. What the relay has not brought yet is no gap. One read. */
  page(workspace: Workspace, id: TaskId, before?: number): Promise<HistoryPage>
}

/** Publishes the events of one version; failures are per entry and throw. */
export type Publish = (image: TaskImage) => Promise<void>
