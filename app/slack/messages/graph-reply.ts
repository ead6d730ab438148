import type { TaskLine } from '../../ports.ts'
import type { PersonId, TaskId } from '../../tasks/ids.ts'
import { layersOf, longestChain, type WaitsFor } from '../../tasks/layers.ts'
import { blockerIds, isClosed, openBlockers, type Task } from '../../tasks/task.ts'
import type { Reply } from '../handlers.ts'
import { command } from './markup.ts'
import { replyOf } from './reply.ts'
import { type People, taskLine } from './task-words.ts'

/** A task of a graph; of one that the reader may not see, only its id and what it waits for. */
export type GraphLine = TaskLine | Pick<Task, 'id' | 'blockers'>

/** All that `graph` speaks of. */
export type GraphModel = {
  /** Escaped. */
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

/** Lines of one answer; more than that nobody reads on a phone. */
const MOST_LINES = 50

/** Whoever is named in the answer. */
export function graphPeople({ lines }: GraphModel): PersonId[] {
  return [...new Set(lines.flatMap((line) => ('title' in line ? (line.assignee ?? []) : [])))]
}

/** What waits for what, as steps that can be read from top to bottom; the longest chain of open work is marked. */
export function graphReply({ title, command: asked, center, lines, closed, more }: GraphModel, people: People): Reply {
  const chain = longestChain(waitsFor(lines.filter((line) => !('status' in line) || !isClosed(line))))
  const marked = new Set(chain.length > 1 ? chain : [])
  const drawn = layersOf(connected(lines, center))
  const byId = new Map(lines.map((line) => [line.id, line]))
  const chosen = choose(drawn, marked, center)
  const steps = drawn.flatMap((layer, index) => {
    const shown = layer.filter((id) => chosen.has(id))
    if (shown.length === 0) return []
    return [`*Step ${index + 1}*`, ...shown.map((id) => lineOf(byId.get(id)!, marked.has(id), id === center, people))]
  })
  const alone = lines.map(({ id }) => id).filter((id) => !drawn.some((layer) => layer.includes(id)))
  return replyOf(
    [
      title,
      ...(lines.length === 0 ? ['There is no open task here.'] : []),
      ...(marked.size === 0 ? [] : [`◆ The longest chain of open work: ${path(chain)}`]),
      ...steps,
      ...(alone.length === 0 ? [] : [`*On their own*, ${alone.length}: ${some(alone)}`]),
    ],
    [],
    leftOut(drawn.flat().length - chosen.size, closed, more, asked),
  )
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

// The longest chain is never left out, nor is the task that was asked about.
function choose(layers: readonly TaskId[][], marked: ReadonlySet<TaskId>, center: TaskId | undefined): Set<TaskId> {
  const all = layers.flat()
  const first = all.filter((id) => marked.has(id) || id === center)
  return new Set([...first, ...all].filter((id, at, ids) => ids.indexOf(id) === at).slice(0, MOST_LINES))
}

function lineOf(line: GraphLine, isMarked: boolean, isCenter: boolean, people: People): string {
  const words = 'title' in line ? taskLine(line, people) : `*${line.id}*`
  return `${isMarked ? '◆' : '•'} ${words}${isCenter ? ' · *asked about*' : ''}`
}

function path(chain: readonly TaskId[]): string {
  const shown = chain.length <= 12 ? chain : [...chain.slice(0, 6), '…', ...chain.slice(-5)]
  return `${shown.join(' → ')} (${chain.length} tasks, one after the other)`
}

function some(ids: readonly TaskId[]): string {
  return ids.length <= 20 ? ids.join(', ') : `${ids.slice(0, 19).join(', ')} and ${ids.length - 19} more`
}

function leftOut(lines: number, closed: number, more: boolean, asked: string): string[] {
  return [
    ...(lines > 0 ? [`${lines} more ${lines === 1 ? 'task is' : 'tasks are'} in these steps and not shown.`] : []),
    ...(more ? ['There are more tasks than I looked at.'] : []),
    ...(closed > 0 ? [`Closed tasks are not shown: ${command(`${asked} status:all`)}`] : []),
  ]
}
