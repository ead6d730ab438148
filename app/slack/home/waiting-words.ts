import { listed } from '../../projects/phrases.ts'
import { moment, plain } from '../../verbs/words/markup.ts'
import { nameOf, type People, statusSign } from '../../verbs/words/task-words.ts'
import type { Waiting } from './model.ts'

/** Blockers and reasons that are named for one task. */
const MOST_NAMED = 3

/** A task that waits: what for, on whom, and since when. Escaped. */
export function waitingWords({ line, on, since }: Waiting, people: People): string[] {
  const others = on.map(({ id, task }) => {
    if (task === undefined) return `*${id}*`
    const whose = task.assignee === undefined ? 'nobody has it' : nameOf(task.assignee, people)
    return `*${id}* ${plain(task.title, 80)} (${whose}, ${statusSign(task)})`
  })
  const left = others.length - MOST_NAMED
  const some = left > 0 ? [...others.slice(0, MOST_NAMED), `${left} more`] : others
  const reasons = Object.values(line.impediments).map(({ reason }) => plain(reason, 120))
  return [
    `*${line.id}* ${plain(line.title, 120)}`,
    some.length === 0 ? '' : `Waits for ${listed(some)}.`,
    reasons.length === 0 ? '' : `⛔ In its way: ${listed(reasons.slice(0, MOST_NAMED))}.`,
    since === undefined ? '' : `Since ${moment(since)}.`,
  ]
}
