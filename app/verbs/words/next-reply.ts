import type { TaskLine } from '../../ports/task-views.ts'
import { listed } from '../../projects/phrases.ts'
import type { PersonId } from '../../tasks/ids.ts'
import type { Release } from '../../tasks/release.ts'
import type { Task } from '../../tasks/task.ts'
import { command, moment, plain } from './markup.ts'
import { offer } from './offer.ts'
import { type Reply, replyOf } from './reply.ts'
import { nameOf, type People } from './task-words.ts'

/** A ready task, and what finishing it is good for. `visible`: the freed tasks that the reader may see. */
export type Weighed = { readonly task: Task; readonly release: Release; readonly visible: readonly Task[] }

/** All that `next` speaks of. */
export type NextModel = {
  /** In the order in which they are best done. */
  readonly weighed: readonly Weighed[]
  /** What the reader has begun. */
  readonly under: readonly TaskLine[]
  /** Ready tasks that were not weighed. */
  readonly passed: number
  /** The reader has so many tasks that not all were looked at. */
  readonly more: boolean
  readonly people: People
  readonly reader: PersonId
}

/** Tasks that one answer weighs up, and dependents that it names for each. */
const MOST = 10
const MOST_NAMED = 3

/** Whoever is named in the answer. */
export function nextPeople(weighed: readonly Weighed[]): PersonId[] {
  const freed = weighed.slice(0, MOST).flatMap(({ visible }) => visible.slice(0, MOST_NAMED))
  return [...new Set(freed.flatMap(({ assignee }) => assignee ?? []))]
}

/** What to do next, and why. */
export function nextReply({ weighed, under, passed, more, people, reader }: NextModel): Reply {
  const begun = under.map(({ id }) => `*${id}*`)
  const [first] = weighed
  if (first === undefined) {
    const none = begun.length === 0 ? 'Nothing is ready for you.' : `Nothing new is ready; you are on ${some(begun)}.`
    return replyOf(
      [`${none} What is yours: ${command('mine')}`],
      under.slice(0, 1).flatMap(({ id }) => [offer('task.done', id), offer('task.block', id)]),
    )
  }
  const shown = weighed.slice(0, MOST)
  const left = weighed.length - shown.length + passed
  return replyOf(
    [
      '*What to do next*',
      ...shown.flatMap(({ task, ...rest }, index) => [
        `${index + 1}. *${task.id}* ${plain(task.title, 120)} · ready · made on ${moment(task.createdAt)}`,
        `      ${releaseWords(rest, people, reader)}`,
      ]),
      ...(begun.length === 0 ? [] : [`You are on ${some(begun)} already.`]),
    ],
    [offer('task.start', first.task.id), offer('task.show', first.task.id)],
    left > 0
      ? [`${left} more ${left === 1 ? 'is' : 'are'} ready: ${command('mine')}`]
      : more
        ? [`You have more tasks than I looked through: ${command('mine')}`]
        : [],
  )
}

/** What finishing a task is good for, as sentences; escaped. `reader` is called "you". */
export function releaseWords({ release, visible }: Omit<Weighed, 'task'>, people: People, reader: PersonId): string {
  const { frees, people: held, atLeast } = release
  const count = `${atLeast ? 'at least ' : ''}${held.length} ${held.length === 1 ? 'person' : 'people'}`
  if (frees.length === 0) {
    if (held.length > 0)
      return `It holds up ${count}, who ${held.length === 1 ? 'waits' : 'wait'} for something else as well.`
    return atLeast ? 'Others wait for it, and I did not look at all of them.' : 'Nobody waits for it so far.'
  }
  const named = visible.slice(0, MOST_NAMED).map(({ id, assignee }) => {
    if (assignee === undefined) return `*${id}* begin, which nobody has yet`
    return `${assignee === reader ? 'you' : nameOf(assignee, people)} begin *${id}*`
  })
  const rest = frees.length - named.length
  const all =
    rest === 0
      ? named
      : [...named, `${rest} ${named.length === 0 ? '' : 'more '}${rest === 1 ? 'task' : 'tasks'} begin`]
  const saysAll = !atLeast && held.length <= new Set(visible.map(({ assignee }) => assignee)).size
  return `Finishing it lets ${listed(all)}.${saysAll ? '' : ` It holds up ${count} in all.`}`
}

function some(ids: readonly string[]): string {
  return listed(ids.length <= 4 ? ids : [...ids.slice(0, 3), `${ids.length - 3} more`])
}
