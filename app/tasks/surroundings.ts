import type { TaskId } from './ids.ts'
import { blockerIds, type Task } from './task.ts'

/** How the tasks around a task are found. */
export type Around = {
  load(ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, Task>>
  dependents(id: TaskId): Promise<readonly TaskId[]>
}

/** Some tasks around one of them, and how many more were found and left out. */
export type Surroundings = { readonly tasks: ReadonlyMap<TaskId, Task>; readonly left: number }

/**
 * The tasks before and after `center`, so many steps away, at most `most` of them, the nearest first. Walks on only
 * through tasks that `mayPass`; of the others nothing but themselves is found. Two rounds of reads for each step.
 */
export async function surroundings(
  center: Task,
  steps: number,
  most: number,
  { load, dependents }: Around,
  mayPass: (task: Task) => boolean,
): Promise<Surroundings> {
  const tasks = new Map<TaskId, Task>([[center.id, center]])
  let left = 0
  let [above, below]: [readonly Task[], readonly Task[]] = [[center], [center]]
  for (let step = 0; step < steps; step++) {
    const before = above.flatMap(blockerIds)
    const after = (await Promise.all(below.map(({ id }) => dependents(id)))).flat()
    const fresh = [...new Set([...before, ...after])].filter((id) => !tasks.has(id))
    const chosen = fresh.slice(0, Math.max(0, most - tasks.size))
    left += fresh.length - chosen.length
    if (chosen.length === 0) break
    const found = await load(chosen)
    for (const [id, task] of found) tasks.set(id, task)
    const passable = [...found.values()].filter(mayPass)
    above = passable.filter(({ id }) => before.includes(id))
    below = passable.filter(({ id }) => after.includes(id))
  }
  return { tasks, left }
}
