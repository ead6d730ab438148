import type { TaskId } from '../tasks/ids.ts'
import { isStale, type NoticeId } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { DeliveryPorts } from './ports.ts'
import { show } from './show.ts'

/**
 * Renders the sent messages of a notice anew from the present task: what became of it, by whom, and no button that leads
 * nowhere any more. A notice of another task, or one nobody knows, is left alone: ids in buttons are foreign.
 */
export async function refreshNotice(
  ports: DeliveryPorts,
  workspace: Workspace,
  task: TaskId,
  notice: NoticeId,
): Promise<void> {
  const content = await ports.ledger.content(workspace, notice)
  if (content === undefined || content.task !== task) return
  for (const entry of await ports.ledger.entries(workspace, notice)) {
    if (entry.state === 'SENT') await show(ports, content, entry)
  }
}

/**
 * Renders every notice that stands about a task anew, but for those that are stale: whoever takes them back edits them. A
 * task that nobody was told about costs one read.
 */
export async function refreshNotices(ports: DeliveryPorts, workspace: Workspace, task: TaskId): Promise<void> {
  const present = await ports.tasks.load(workspace, task)
  if (present === undefined) return
  for (const { id, subject, suppressed } of Object.values(present.notices)) {
    if (!suppressed && !isStale(subject, present)) await refreshNotice(ports, workspace, task, id)
  }
}
