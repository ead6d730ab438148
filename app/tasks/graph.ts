import type { TaskId } from './ids.ts'

/** The blockers of each of the given tasks. */
export type BlockersOf = (tasks: readonly TaskId[]) => Promise<ReadonlyMap<TaskId, readonly TaskId[]>>

/** What a walk may visit before an edge is refused as too far-reaching to check. */
export const MAX_WALK = 2_000

export type Walk =
  | { readonly found: 'cycle'; readonly path: readonly TaskId[] }
  | { readonly found: 'nothing' }
  | { readonly found: 'too-large' }

/**
 * Would `dependent` come to wait for itself if it waited for `blocker`? Walks from the blocker along what it waits for,
 * level by level, so that a thousand tasks cost a handful of batched reads. The path reads "each waits for the next".
 */
export async function walk(dependent: TaskId, blocker: TaskId, blockersOf: BlockersOf): Promise<Walk> {
  if (dependent === blocker) return { found: 'cycle', path: [dependent, dependent] }
  const cameFrom = new Map<TaskId, TaskId | undefined>([[blocker, undefined]])
  let level: readonly TaskId[] = [blocker]
  while (level.length > 0) {
    const blockers = await blockersOf(level)
    const next: TaskId[] = []
    for (const task of level) {
      for (const above of blockers.get(task) ?? []) {
        if (above === dependent) return { found: 'cycle', path: [dependent, ...pathTo(task, cameFrom), dependent] }
        if (cameFrom.has(above)) continue
        cameFrom.set(above, task)
        next.push(above)
      }
    }
    if (cameFrom.size > MAX_WALK) return { found: 'too-large' }
    level = next
  }
  return { found: 'nothing' }
}

function pathTo(task: TaskId, cameFrom: ReadonlyMap<TaskId, TaskId | undefined>): TaskId[] {
  const path: TaskId[] = []
  for (let at: TaskId | undefined = task; at !== undefined; at = cameFrom.get(at)) path.unshift(at)
  return path
}
