import type { TaskLine } from '../../ports/task-views.ts'
import { command } from './markup.ts'
import { type Reply, replyOf } from './reply.ts'
import { type People, taskLine } from './task-words.ts'

/** One page of tasks. */
export type TaskPage = {
  readonly title: string
  readonly lines: readonly TaskLine[]
  /** Left out: whose the tasks are goes without saying. */
  readonly people?: People
  /** Said in place of the lines when there are none. */
  readonly empty: string
  readonly hint?: string
  /** The command that shows what comes next. */
  readonly more?: string
}

/** A page of tasks, one line each. */
export function pageReply({ title, lines, people, empty, hint, more }: TaskPage): Reply {
  const said = lines.length === 0 ? [empty] : [`*${title}*`, ...lines.map((line) => `• ${taskLine(line, people)}`)]
  const after = [
    ...(hint === undefined ? [] : [hint]),
    ...(more === undefined ? [] : [`There are more: ${command(more)}`]),
  ]
  return replyOf(said, [], after)
}
