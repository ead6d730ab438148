import { receiptOf } from '../../tasks/receipt.ts'
import type { Task } from '../../tasks/task.ts'
import { moment, plain } from '../../verbs/words/markup.ts'
import { nameOf, type People, statusSign } from '../../verbs/words/task-words.ts'
import type { HandedOn } from './model.ts'

const MOST_NAMED = 4

/** A finished task, and what became of the tasks that waited for it. Escaped. */
export function handedOnWords({ task, next, unseen }: HandedOn, people: People): string[] {
  const left = next.length - MOST_NAMED + unseen
  const more = next.length > MOST_NAMED ? left : unseen
  return [
    `*${task.id}* ${plain(task.title, 120)}${task.closedAt === undefined ? '' : ` · done ${moment(task.closedAt)}`}`,
    ...(next.length === 0 && unseen === 0 ? ['Nobody waited for it.'] : []),
    ...next.slice(0, MOST_NAMED).map((each) => `→ ${received(each, people)}`),
    ...(more > 0 ? [`→ ${more} more`] : []),
  ]
}

function received(next: Task, people: People): string {
  const who = next.assignee === undefined ? 'nobody has it yet' : nameOf(next.assignee, people)
  return `*${next.id}* ${plain(next.title, 80)} · ${who} · ${statusSign(next)}${answered(next)}`
}

// Whoever has begun has answered by that.
function answered(next: Task): string {
  if (!next.ready || next.assignee === undefined) return ''
  return receiptOf(next) === undefined ? ' · no answer yet' : ' · 📬 got it'
}
