import { numberOf, projectOf, type TaskId } from './ids.ts'

/**
 * What each of some tasks waits for. Blockers that are no keys are outside of what is looked at, and do not count. Edges
 * that would make a circle are refused when they are drawn; should there be one all the same, everything here still ends.
 */
export type WaitsFor = ReadonlyMap<TaskId, readonly TaskId[]>

/**
 * The tasks in steps: each stands behind all that it waits for, and no later than it has to. Tasks of a circle, and
 * whatever waits for them, are the last step. Within a step by project and number.
 */
export function layersOf(waits: WaitsFor): TaskId[][] {
  const layers: TaskId[][] = []
  const placed = new Set<TaskId>()
  for (let left = [...waits.keys()].toSorted(byName); left.length > 0; ) {
    const free = left.filter((id) => within(waits, id).every((blocker) => placed.has(blocker)))
    const layer = free.length > 0 ? free : left
    for (const id of layer) placed.add(id)
    layers.push(layer)
    left = left.filter((id) => !placed.has(id))
  }
  return layers
}

/** A longest chain, each waiting for the one before it; of several the one whose end comes first by name. */
export function longestChain(waits: WaitsFor): TaskId[] {
  const before = new Map<TaskId, TaskId | undefined>()
  const length = new Map<TaskId, number>()
  for (const id of layersOf(waits).flat()) {
    const known = within(waits, id).filter((blocker) => length.has(blocker))
    const longest = Math.max(0, ...known.map((blocker) => length.get(blocker)!))
    before.set(
      id,
      known.toSorted(byName).find((blocker) => length.get(blocker) === longest),
    )
    length.set(id, longest + 1)
  }
  const most = Math.max(0, ...length.values())
  const end = [...length.keys()].toSorted(byName).find((id) => length.get(id) === most)
  const chain: TaskId[] = []
  for (let at = end; at !== undefined; at = before.get(at)) chain.unshift(at)
  return chain
}

/** Orders tasks as people count them: by project, then by number. */
export function byName(a: TaskId, b: TaskId): number {
  const [x, y] = [projectOf(a), projectOf(b)]
  return x === y ? numberOf(a) - numberOf(b) : x < y ? -1 : 1
}

function within(waits: WaitsFor, id: TaskId): TaskId[] {
  return (waits.get(id) ?? []).filter((blocker) => waits.has(blocker))
}
