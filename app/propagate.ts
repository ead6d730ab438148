import { Fault } from './errors.ts'
import type { TaskLog } from './ports/task-log.ts'
import { submitOrThrow } from './submit.ts'
import { SYSTEM } from './tasks/actor.ts'
import type { TaskId } from './tasks/ids.ts'
import { isClosed } from './tasks/task.ts'
import type { Workspace } from './tasks/workspace.ts'

/** Dependents settled at once; each is one read and one write. */
const ABREAST = 8

/**
 * A task closed or opened: settle each task that waits for it. Works from the present state, so any trigger, repeated
 * or late, does exactly what was left undone. Reads the task before its edges: an edge that is drawn in between has seen
 * the task as it is. A dependent that cannot be settled keeps none of the others waiting; it stays owed, and a `Fault`
 * names it.
 */
export async function propagate(
  log: Pick<TaskLog, 'load' | 'append' | 'dependents' | 'clearOwed'>,
  workspace: Workspace,
  id: TaskId,
  at: string,
): Promise<void> {
  const task = await log.load(workspace, id)
  const owed = task?.owed.propagation
  if (task === undefined || owed === undefined) return
  const dependents = await log.dependents(workspace, id)
  // A settlement acts in the name of the one who closed the task, so that nobody is told about their own act.
  const by = task.closedBy ?? SYSTEM
  const command = { type: 'SettleBlocker', blocker: id, open: !isClosed(task), changed: task.changed, by, at } as const
  const failed: { readonly dependent: TaskId; readonly error: unknown }[] = []
  for (let from = 0; from < dependents.length; from += ABREAST) {
    const settled = dependents.slice(from, from + ABREAST).map(async (dependent) => {
      try {
        await submitOrThrow(log, { workspace, task: dependent, command })
      } catch (error) {
        failed.push({ dependent, error })
      }
    })
    await Promise.all(settled)
  }
  if (failed.length > 0) {
    const data = { task: id, failed: failed.map(({ dependent }) => dependent).slice(0, 20) }
    throw new Fault('some dependents could not be settled', data, { cause: failed[0]?.error })
  }
  await log.clearOwed(workspace, id, 'propagation', owed)
}
