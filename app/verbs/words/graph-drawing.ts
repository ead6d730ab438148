import { shortened } from '../../handoffs/invisible.ts'
import type { Drawing } from '../../ports/drawing.ts'
import { shownStatus } from '../../tasks/readiness.ts'
import { blockerIds } from '../../tasks/task.ts'
import type { GraphModel, GraphOutline } from './graph-outline.ts'
import type { People } from './task-words.ts'

/** The same graph as it is drawn. */
export function drawingOf(
  { title, center }: GraphModel,
  { steps, chain, left }: GraphOutline,
  people: People,
): Drawing {
  const lines = steps.flat()
  const drawn = new Set(lines.map(({ id }) => id))
  return {
    title,
    tasks: lines.map((line) => ({
      id: line.id,
      marked: chain.includes(line.id),
      asked: line.id === center,
      ...('title' in line
        ? {
            title: line.title,
            state: shownStatus(line),
            who:
              line.assignee === undefined
                ? 'nobody assigned'
                : (people.get(line.assignee)?.name ?? 'somebody who left'),
          }
        : {}),
    })),
    lines: lines.flatMap((line) =>
      blockerIds(line).flatMap((from) => (drawn.has(from) ? [{ from, to: line.id }] : [])),
    ),
    left,
  }
}

/** What the picture shows, for those who cannot see it; at most 1,000 characters. */
export function drawingWords({ title }: GraphModel, { steps, chain, left }: GraphOutline): string {
  const said = [
    `${title}: ${steps.flat().length} tasks in ${steps.length} steps.`,
    ...(chain.length === 0 ? [] : [`The longest chain of open work is ${chain.join(', then ')}.`]),
    ...(left === 0 ? [] : [`${left} more tasks are not drawn.`]),
    'The answer beside it says the same in words.',
  ].join(' ')
  return shortened(said, 1_000)
}
