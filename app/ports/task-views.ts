import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** A line of a list of tasks; from an index, so a moment old. Never read by a decision. */
export type TaskLine = Pick<
  Task,
  'id' | 'title' | 'phase' | 'status' | 'ready' | 'assignee' | 'blockers' | 'impediments'
>

export type Page<T> = { readonly items: readonly T[]; readonly next?: string }

export type TaskViews = {
  ofProject(workspace: Workspace, project: ProjectKey, cursor?: string): Promise<Page<TaskLine>>
  /** What is not closed in a project, in one read: the newest 300, or as many as a megabyte holds. */
  openOf(workspace: Workspace, project: ProjectKey): Promise<readonly TaskLine[]>
  /** Everything not closed that is assigned to the person. */
  ofPerson(workspace: Workspace, person: PersonId, cursor?: string): Promise<Page<TaskLine>>
  /** The ten tasks of the person that were closed last, the latest first. */
  closedOf(workspace: Workspace, person: PersonId): Promise<readonly TaskLine[]>
}
