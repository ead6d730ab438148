import { allSettled } from '../handoffs/transitions.ts'
import type { TaskId } from '../tasks/ids.ts'
import { type Notice, staleNotices } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import { missingNotices } from '../tasks/wanted-notices.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { DeliveryPorts } from './ports.ts'

/**
 * Clears the notice that a task owes once there is nothing left to do: none is stale, none is missing, and every
 * delivery of each is settled. Cleared on condition that it is the very one that was read before, so that work that came
 * up meanwhile stays owed. Answers the task as it was read.
 */
export async function tidy(
  ports: Pick<DeliveryPorts, 'tasks' | 'ledger'>,
  workspace: Workspace,
  id: TaskId,
): Promise<Task | undefined> {
  const task = await ports.tasks.load(workspace, id)
  const owed = task?.owed.notice
  if (task === undefined || owed === undefined) return task
  if (staleNotices(task).length > 0 || missingNotices(task).length > 0) return task
  for (const notice of Object.values(task.notices)) {
    if (!notice.suppressed && !(await isSettledFor(ports, task, notice))) return task
  }
  await ports.tasks.clearOwed(workspace, id, 'notice', owed)
  return task
}

async function isSettledFor({ ledger }: Pick<DeliveryPorts, 'ledger'>, task: Task, notice: Notice): Promise<boolean> {
  const content = await ledger.content(task.workspace, notice.id)
  if (content === undefined) return false
  return allSettled(content, await ledger.entries(task.workspace, notice.id))
}
