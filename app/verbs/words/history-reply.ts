import type { HistoryEntry, HistoryGap, HistoryPage } from '../../ports/history.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { peopleIn } from '../../tasks/people-in.ts'
import type { Task } from '../../tasks/task.ts'
import { changeWords } from './change-words.ts'
import { command, plain } from './markup.ts'
import { offer } from './offer.ts'
import { type Reply, replyOf } from './reply.ts'
import { type People, statusSign } from './task-words.ts'

/** All that `history` speaks of. */
export type HistoryModel = { readonly task: Task; readonly page: HistoryPage; readonly people: People }

/** Whoever is named in the answer. */
export function historyPeople({ items }: HistoryPage): PersonId[] {
  return [...new Set(items.flatMap((item) => ('events' in item ? item.events.flatMap(peopleIn) : [])))]
}

/** What happened to a task, the latest first: a line for each change, with who and when. */
export function historyReply({ task, page, people }: HistoryModel): Reply {
  const lines = page.items.map((item) => line(item, people))
  return replyOf(
    [
      `*${task.id}* ${plain(task.title)} · ${statusSign(task)}`,
      ...(lines.length === 0
        ? ['Nothing is written down yet; that takes a moment.']
        : ['What happened, latest first:']),
      ...lines,
    ],
    [offer('task.show', task.id), offer('task.why', task.id)],
    page.next === undefined ? [] : [`What came before: ${command(`history ${task.id} page:${page.next}`)}`],
  )
}

function line(item: HistoryEntry | HistoryGap, people: People): string {
  if (!('events' in item)) {
    const which = item.from === item.to ? `Change ${item.from} is` : `Changes ${item.from} to ${item.to} are`
    return `• ${which} missing here; what they did still counts.`
  }
  return `• ${changeWords(item, people)}`
}
