import type { Decide } from '../decisions/spec.ts'
import type { DeliveryPorts } from '../delivery-ports.ts'
import type { Directory, TaskLog } from '../ports.ts'
import { retract } from '../retract.ts'
import { tidy } from '../tidy.ts'
import { analyse, type Wake } from './analyse.ts'
import { gatherContext } from './context.ts'
import { decideWords } from './decide.ts'
import { findDependencies } from './dependencies.ts'
import { execute, suppress } from './execute.ts'

/** What turning events into notices needs of the world. */
export type OrchestratorPorts = Omit<DeliveryPorts, 'tasks'> & {
  readonly tasks: TaskLog
  readonly directory: Pick<Directory, 'people' | 'project' | 'settings'>
  readonly decide: Decide
}

/**
 * From an event about a task to the notices that it calls for. Whatever woke it, it first takes back what is no longer
 * true, and it works from the task as it is: the same event again, or a later one first, ends in the same notices.
 */
export async function orchestrate(ports: OrchestratorPorts, wake: Wake): Promise<void> {
  const trigger = await analyse(ports.tasks, wake)
  if (trigger === undefined) return
  const { task, stale, missing } = trigger
  const at = new Date(ports.clock()).toISOString()
  for (const notice of stale) await retract(ports, task.workspace, task.id, notice)
  for (const notice of missing) {
    if (notice.suppressed) {
      await suppress(ports, task, notice, at)
      continue
    }
    const dependencies = await findDependencies(ports.tasks, task)
    const context = await gatherContext(ports.directory, task, notice, dependencies)
    const words = await decideWords(ports.decide, context, ports.log)
    await execute(ports, context, words, at)
  }
  await tidy(ports, task.workspace, task.id)
}
