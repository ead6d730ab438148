import type { Result } from '../../result.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { GraphLine, GraphModel, GraphOutline } from './graph-outline.ts'
import { command, plain } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'
import { type People, taskLine } from './task-words.ts'

/**
 * What waits for what, as steps that can be read from top to bottom; the longest chain of open work is marked.
 * `picture`: what became of the picture, where one was asked for; the error is half a sentence.
 */
export function graphReply(
  model: GraphModel,
  outline: GraphOutline,
  people: People,
  picture?: Result<undefined, string>,
): Reply {
  const { title, center, lines } = model
  const { steps, chain, alone } = outline
  const marked = new Set(chain)
  return replyOf(
    [
      `*${plain(title, 200)}*`,
      ...(lines.length === 0 ? ['There is no open task here.'] : []),
      ...(chain.length === 0 ? [] : [`◆ The longest chain of open work: ${path(chain)}`]),
      ...steps.flatMap((step, index) => [
        `*Step ${index + 1}*`,
        ...step.map((line) => lineOf(line, marked.has(line.id), line.id === center, people)),
      ]),
      ...onTheirOwn(model, alone, people),
    ],
    [],
    [...(picture === undefined ? [] : [pictureWords(picture)]), ...leftOut(model, outline)],
  )
}

// A few are worth a line each; of many the ids have to do.
function onTheirOwn({ lines }: GraphModel, alone: readonly TaskId[], people: People): string[] {
  if (alone.length === 0) return []
  if (alone.length > MOST_ALONE) return [`*On their own*, ${alone.length}: ${some(alone)}`]
  const each = lines.filter(({ id }) => alone.includes(id)).map((line) => lineOf(line, false, false, people))
  return ['*On their own*', ...each]
}

const MOST_ALONE = 8

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

function pictureWords(picture: Result<undefined, string>): string {
  if (picture.ok) return 'The picture stands in this conversation, for everybody in it to see.'
  return `There is no picture this time: ${picture.error}.`
}

function leftOut({ closed, more, command: asked }: GraphModel, { left }: GraphOutline): string[] {
  return [
    ...(left > 0 ? [`${left} more ${left === 1 ? 'task is' : 'tasks are'} in these steps and not shown.`] : []),
    ...(more ? ['There are more tasks than I looked at.'] : []),
    ...(closed > 0 ? [`Closed tasks are not shown: ${command(`${asked} status:all`)}`] : []),
  ]
}
