import type { Directory } from '../ports/directory.ts'
import type { TaskGraph } from '../ports/task-log.ts'
import { lacking, type Terms } from '../projects/contract.ts'
import type { Refusal } from '../projects/refusal.ts'
import { projectOf, type TaskId } from '../tasks/ids.ts'
import type { Resource } from '../tasks/resource.ts'
import type { Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What is read for it. */
export type TermsPorts = {
  readonly directory: Pick<Directory, 'project'>
  readonly graph: Pick<TaskGraph, 'waitingPhases'>
}

/** What the project of a task asks of whoever finishes it. Two reads at the same time, whatever the size of the project. */
export async function termsOf({ directory, graph }: TermsPorts, workspace: Workspace, task: TaskId): Promise<Terms> {
  const [project, waiting] = await Promise.all([
    directory.project(workspace, projectOf(task)),
    graph.waitingPhases(workspace, task),
  ])
  return { contracts: project?.contracts ?? [], waiting }
}

/** Refuses to finish a task without what was agreed; `anyway`: only where the contract does not let it pass. */
export function lacks(
  task: Task,
  terms: Terms,
  given: readonly Pick<Resource, 'kind' | 'label'>[],
  anyway: boolean,
): Refusal | undefined {
  const all = lacking(task.phase, terms, [...Object.values(task.resources), ...given])
  const counting = anyway ? all.filter(({ blocks }) => blocks) : all
  return counting.length === 0 ? undefined : { kind: 'lacks', task: task.id, lacks: counting }
}
