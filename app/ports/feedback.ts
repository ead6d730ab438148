import type { PersonId, TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Page } from './task-views.ts'

/** What somebody said about CodexFlow, or about what it wrote on a task. `at`: ISO 8601. */
export type FeedbackEntry = {
  readonly person: PersonId
  readonly at: string
  readonly text: string
  readonly about?: TaskId
}

/** What people said, for the owners of their workspace. */
export type Feedback = {
  /** The same cause puts it once. */
  put(workspace: Workspace, entry: FeedbackEntry, cause: string): Promise<void>
  /** The newest first. */
  read(workspace: Workspace, cursor?: string): Promise<Page<FeedbackEntry>>
}
