import type { PersonId, TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { TaskImage } from './task-log.ts'

/** Requests for approval by those who have to decide; written behind the tasks, so a moment old. */
export type ApprovalDesk = {
  /** Puts down what a version of a task changes for its approvers. Twice, and late, is once. */
  settle(image: TaskImage): Promise<void>
  /** The tasks about which the person has to decide. */
  waitingFor(workspace: Workspace, person: PersonId): Promise<readonly TaskId[]>
}
