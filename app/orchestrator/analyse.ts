import type { TaskLog } from '../ports/task-log.ts'
import { nextAlarm } from '../tasks/alarms.ts'
import type { TaskId } from '../tasks/ids.ts'
import { type Notice, staleNotices, type WantedNotice } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import { missingNotices } from '../tasks/wanted-notices.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What woke the orchestrator: some event about a task. Which event does not matter; the task is looked at as it is. */
export type Wake = { readonly workspace: Workspace; readonly task: TaskId }

/** What the task calls for: notices that are no longer true, and notices that nobody has written yet. */
export type Trigger = {
  readonly task: Task
  readonly stale: readonly Notice[]
  readonly missing: readonly WantedNotice[]
}

/** Phase 1: from an event and the present task to what has to be done, or nothing at all. One read. */
export async function analyse(log: Pick<TaskLog, 'load'>, { workspace, task: id }: Wake): Promise<Trigger | undefined> {
  const task = await log.load(workspace, id)
  if (task === undefined) return undefined
  const stale = staleNotices(task)
  const missing = missingNotices(task)
  const rests = stale.length === 0 && missing.length === 0 && task.owed.notice === undefined
  if (rests && nextAlarm(task) === undefined) return undefined
  return { task, stale, missing }
}
