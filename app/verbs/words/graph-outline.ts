import type { TaskLine } from '../../ports/task-views.ts'
import type { PersonId, TaskId } from '../../tasks/ids.ts'
import { layersOf, longestChain, type WaitsFor } from '../../tasks/layers.ts'
import { blockerIds, isClosed, openBlockers, type Task } from '../../tasks/task.ts'

/** A task of a graph; of one that the reader may not see, only its id and what it waits for. */
export type GraphLine = TaskLine | Pick<Task, 'id' | 'blockers'>

/** All that `graph` speaks of. */
export type GraphModel = {
  /** As it was written, not escaped. */
  readonly title: string
  /** What was asked, without the slash. */
  readonly command: string
  /** The task around which it is drawn. */
  readonly center?: TaskId
  readonly lines: readonly GraphLine[]
  /** Closed tasks that were found and are not shown. */
  readonly closed: number
  /** There are more tasks than were looked at. */
  readonly more: boolean
}

/** What of a graph is shown, in words and as a picture alike. */
export type GraphOutline = {
  /** From what can be done first to what comes last. */
  readonly steps: readonly (readonly GraphLine[])[]
  /** The longest chain of open work; empty where nothing waits. */
  readonly chain: readonly TaskId[]
  /** What neither waits nor is waited for. */
  readonly alone: readonly TaskId[]
  /** Tasks of the steps that are left out. */
  readonly left: number
}

/** Tasks of one answer; more than that nobody reads on a phone. */
const MOST = 50

/** Whoever is named in the answer. */
export function graphPeople({ lines }: GraphModel): PersonId[] {
  return [...new Set(lines.flatMap((line) => ('title' in line ? (line.assignee ?? []) : [])))]
}

/** Puts a graph in order, and chooses what is shown of it. */
export function outlineOf({ lines, center }: GraphModel): GraphOutline {
  const chain = longestChain(waitsFor(lines.filter((line) => !('status' in line) || !isClosed(line))))
  const marked = chain.length > 1 ? chain : []
  const layers = layersOf(connected(lines, center))
  const drawn = layers.flat()
  // The longest chain is never left out, nor is the task that was asked about.
  const first = drawn.filter((id) => marked.includes(id) || id === center)
  const chosen = new Set([...new Set([...first, ...drawn])].slice(0, MOST))
  const byId = new Map(lines.map((line) => [line.id, line]))
  const steps = layers.map((layer) => layer.filter((id) => chosen.has(id)).map((id) => byId.get(id)!))
  return {
    steps: steps.filter((step) => step.length > 0),
    chain: marked,
    alone: lines.map(({ id }) => id).filter((id) => !drawn.includes(id)),
    left: drawn.length - chosen.size,
  }
}

function waitsFor(lines: readonly GraphLine[]): WaitsFor {
  return new Map(lines.map((line) => [line.id, blockerIds(line)]))
}

// What neither waits nor is waited for says nothing about the order of things.
function connected(lines: readonly GraphLine[], center: TaskId | undefined): WaitsFor {
  const waits = waitsFor(lines)
  const awaited = new Set([...waits].flatMap(([, blockers]) => blockers))
  const belongs = (line: GraphLine) =>
    line.id === center ||
    awaited.has(line.id) ||
    openBlockers(line).length > 0 ||
    blockerIds(line).some((blocker) => waits.has(blocker))
  return waitsFor(lines.filter(belongs))
}
