import { Graph, layout } from '@dagrejs/dagre'
import type { Drawing } from '../ports/drawing.ts'
import type { TaskId } from '../tasks/ids.ts'

/** The size of a task's box, in pixels. */
export const BOX = { width: 250, height: 78 } as const

type Point = { readonly x: number; readonly y: number }

/** Where everything of a drawing stands: the middle of each box, and the corners of each line. */
export type Placed = {
  readonly width: number
  readonly height: number
  readonly boxes: ReadonlyMap<TaskId, Point>
  readonly lines: readonly { readonly from: TaskId; readonly to: TaskId; readonly points: readonly Point[] }[]
}

/** Places a drawing from left to right: what waits stands behind what it waits for. */
export function placed({ tasks, lines }: Pick<Drawing, 'tasks' | 'lines'>): Placed {
  const graph = new Graph()
  graph.setGraph({ rankdir: 'LR', nodesep: 22, ranksep: 70, marginx: 0, marginy: 0 })
  graph.setDefaultEdgeLabel(() => ({}))
  for (const { id } of tasks) graph.setNode(id, { ...BOX })
  for (const { from, to } of lines) graph.setEdge(from, to)
  layout(graph)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  return {
    width: Math.max(width, BOX.width),
    height: Math.max(height, BOX.height),
    boxes: new Map(tasks.map(({ id }) => [id, pointOf(graph.node(id))])),
    lines: lines.map(({ from, to }) => {
      const { points = [] } = graph.edge(from, to) as { points?: Point[] }
      return { from, to, points: points.map(pointOf) }
    }),
  }
}

function pointOf({ x, y }: { readonly x?: number; readonly y?: number }): Point {
  return { x: Math.round(x ?? 0), y: Math.round(y ?? 0) }
}
