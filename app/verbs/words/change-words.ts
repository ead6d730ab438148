import type { HistoryEntry } from '../../ports/history.ts'
import type { TaskEvent } from '../../tasks/events.ts'
import { eventWords } from './event-words.ts'
import { moment } from './markup.ts'
import { actorName, type People } from './task-words.ts'

/** One change of a task: when, who, and what happened; escaped. */
export function changeWords({ events }: HistoryEntry, people: People): string {
  const [first] = events
  if (first === undefined) return 'nothing that anybody would notice'
  const words = events.filter(isNews).map((event) => eventWords(event, people))
  return `${moment(first.at)} · ${actorName(first.by, people)}: ${words.join('; ')}`
}

// What was said, and what it then became, are one thing to read.
function isNews(event: TaskEvent, _: number, all: readonly TaskEvent[]): boolean {
  return !all.some((other) => saysToo(other, event))
}

const FOLLOWS = { open: 'TaskReopened', in_progress: 'TaskStarted', done: 'TaskCompleted', cancelled: 'TaskCancelled' }

function saysToo(said: TaskEvent, follows: TaskEvent): boolean {
  switch (said.type) {
    case 'StatusDeclared':
      return FOLLOWS[said.declared.status] === follows.type
    case 'ImpedimentRaised':
      return follows.type === 'TaskBlocked'
    case 'ImpedimentCleared':
      return follows.type === 'TaskUnblocked'
    default:
      return false
  }
}
