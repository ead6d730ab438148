import type { TaskLog } from '../ports/task-log.ts'
import type { Around } from '../tasks/surroundings.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** How walks along edges find the tasks of a workspace. */
export function around(log: Pick<TaskLog, 'loadMany' | 'dependents'>, workspace: Workspace): Around {
  return {
    load: (ids) => log.loadMany(workspace, ids),
    dependents: (id) => log.dependents(workspace, id),
  }
}
