import { setAlarm } from './orchestrator/orchestrate.ts'
import type { TaskLog } from './ports/task-log.ts'
import { submitOrThrow } from './submit.ts'
import { SYSTEM } from './tasks/actor.ts'
import type { TaskId } from './tasks/ids.ts'
import type { Workspace } from './tasks/workspace.ts'

/** What an alarm needs of the world. */
export type TickPorts = {
  readonly tasks: Pick<TaskLog, 'load' | 'append'>
  readonly alarm: (workspace: Workspace, task: TaskId, at: number) => Promise<void>
}

/**
 * The clock of a task has run: whatever is due by `at` (ISO 8601) is recorded, once, and the next alarm is set. Whoever
 * has to be told follows from the record. An alarm that comes too early does nothing but wait on.
 */
export async function tick(ports: TickPorts, workspace: Workspace, task: TaskId, at: string): Promise<void> {
  const command = { type: 'Tick', by: SYSTEM, at } as const
  const ticked = await submitOrThrow(ports.tasks, { workspace, task, command })
  if (ticked.ok) await setAlarm(ports, ticked.value.task)
}
