import type { PersonId, TaskId } from './ids.ts'
import { byName } from './layers.ts'
import { readiness } from './readiness.ts'
import type { Around } from './surroundings.ts'
import { isClosed, type Task } from './task.ts'

/** What finishing a task is good for. */
export type Release = {
  /** Tasks that wait for this one alone: they become ready the moment it is done. */
  readonly frees: readonly Task[]
  /** Whoever has to do a task that waits for it, directly or through others; without the one who does it. */
  readonly people: readonly PersonId[]
  /** Not everything behind it was looked at: there may be more people. */
  readonly atLeast: boolean
}

/** Steps that are walked, and tasks that are looked at; whatever lies beyond makes a number "at least". */
const MAX_STEPS = 5
const MAX_TASKS = 200

/**
 * What finishing each of the tasks is good for. Walks along those that wait, for all tasks at once: two rounds of reads
 * for each step and at most `MAX_TASKS` tasks, however large the project is.
 */
export async function releases(tasks: readonly Task[], around: Around): Promise<ReadonlyMap<TaskId, Release>> {
  const { waiting, seen, cut } = await waitingBehind(tasks, around)
  const directly = (id: TaskId) => (waiting.get(id) ?? []).flatMap((each) => seen.get(each) ?? [])
  return new Map(
    tasks.map((task) => {
      const behind = allBehind(task.id, waiting)
      const people = behind.flatMap((id) => seen.get(id)?.assignee ?? [])
      const release: Release = {
        frees: directly(task.id).filter((dependent) => waitsForNothingElse(dependent, task.id)),
        people: [...new Set(people)].filter((person) => person !== task.assignee),
        atLeast: [task.id, ...behind].some((id) => cut.has(id)),
      }
      return [task.id, release] as const
    }),
  )
}

/** Orders ready tasks: what holds up more people first, then what frees more tasks at once, then the older. */
export function mostHeldUpFirst(a: Released, b: Released): number {
  return (
    b.release.people.length - a.release.people.length ||
    b.release.frees.length - a.release.frees.length ||
    (a.task.createdAt === b.task.createdAt
      ? byName(a.task.id, b.task.id)
      : a.task.createdAt < b.task.createdAt
        ? -1
        : 1)
  )
}

type Released = { readonly task: Task; readonly release: Release }

type Behind = {
  readonly waiting: ReadonlyMap<TaskId, readonly TaskId[]>
  readonly seen: ReadonlyMap<TaskId, Task>
  /** Behind these there is more than was looked at. */
  readonly cut: ReadonlySet<TaskId>
}

async function waitingBehind(roots: readonly Task[], { load, dependents }: Around): Promise<Behind> {
  const waiting = new Map<TaskId, readonly TaskId[]>()
  const seen = new Map<TaskId, Task>()
  const cut = new Set<TaskId>()
  let level: readonly TaskId[] = roots.map(({ id }) => id)
  for (let step = 0; step < MAX_STEPS && level.length > 0; step++) {
    const edges = await Promise.all(level.map(async (id) => [id, await dependents(id)] as const))
    const fresh = [...new Set(edges.flatMap(([, found]) => found))].filter((id) => !seen.has(id))
    const chosen = fresh.slice(0, MAX_TASKS - seen.size)
    const beyond = new Set(fresh.slice(chosen.length))
    const found = chosen.length === 0 ? new Map<TaskId, Task>() : await load(chosen)
    for (const [id, task] of found) seen.set(id, task)
    for (const [id, others] of edges) {
      waiting.set(
        id,
        others.filter((each) => isOpen(seen.get(each))),
      )
      if (others.some((each) => beyond.has(each))) cut.add(id)
    }
    level = chosen.filter((id) => !waiting.has(id) && isOpen(seen.get(id)))
  }
  for (const id of level) cut.add(id)
  return { waiting, seen, cut }
}

function isOpen(task: Task | undefined): boolean {
  return task !== undefined && !isClosed(task)
}

// The nearest first: a set is walked in the order in which it grows.
function allBehind(root: TaskId, waiting: Behind['waiting']): TaskId[] {
  const found = new Set(waiting.get(root))
  for (const id of found) for (const next of waiting.get(id) ?? []) found.add(next)
  found.delete(root)
  return [...found]
}

function waitsForNothingElse(dependent: Task, blocker: TaskId): boolean {
  const { reasons } = readiness(dependent)
  return reasons.every((reason) => reason.kind === 'blocker' && reason.task === blocker)
}
