import type { TaskLine } from '../../ports/task-views.ts'
import type { Person } from '../../projects/person.ts'
import { listed } from '../../projects/phrases.ts'
import type { Actor } from '../../tasks/actor.ts'
import type { PersonId } from '../../tasks/ids.ts'
import { type ShownStatus, shownStatus } from '../../tasks/readiness.ts'
import { openBlockers, type Task } from '../../tasks/task.ts'
import { plain } from './markup.ts'

/** People by id, as far as they are known. */
export type People = ReadonlyMap<PersonId, Pick<Person, 'name'>>

const SIGNS: Readonly<Record<ShownStatus, string>> = {
  ready: '🟢 ready',
  waiting: '⏳ waiting',
  blocked: '⛔ blocked',
  in_progress: '🔵 in progress',
  in_review: '👀 in review',
  done: '✅ done',
  cancelled: '✖️ cancelled',
}

/** A state as people see it: the word, with a sign that repeats it. */
export function statusSign(task: Pick<Task, 'status' | 'blockers' | 'impediments'>): string {
  return SIGNS[shownStatus(task)]
}

/** A person's name, escaped. */
export function nameOf(id: PersonId | undefined, people: People): string {
  if (id === undefined) return 'nobody'
  return plain(people.get(id)?.name ?? 'somebody who left', 80)
}

/** Who did something, escaped. */
export function actorName(actor: Actor | undefined, people: People): string {
  switch (actor?.kind) {
    case 'person':
      return nameOf(actor.id, people)
    case 'github':
      return `${plain(actor.login, 60)} on GitHub`
    case 'system':
      return 'CodexFlow'
    case undefined:
      return 'somebody'
  }
}

/** The person behind an actor. */
export function personOf(actor: Actor | undefined): PersonId[] {
  return actor?.kind === 'person' ? [actor.id] : []
}

/** A task on one line: id, title, state, what it waits for, and whose it is (left out where that is plain). */
export function taskLine(task: TaskLine, people?: People): string {
  const waitsFor = openBlockers(task)
  const some = waitsFor.length > 4 ? [...waitsFor.slice(0, 3), `${waitsFor.length - 3} more`] : waitsFor
  const pending = task.status === 'open' || task.status === 'in_progress' || task.status === 'in_review'
  const reasons = Object.values(task.impediments)
    .slice(0, 2)
    .map(({ reason }) => plain(reason, 80))
  const parts = [
    `*${task.id}* ${plain(task.title, 120)}`,
    statusSign(task),
    ...(pending && waitsFor.length > 0 ? [`waits for ${listed(some)}`] : []),
    ...(pending && reasons.length > 0 ? [`in its way: ${listed(reasons)}`] : []),
    ...(people === undefined ? [] : [task.assignee === undefined ? 'nobody assigned' : nameOf(task.assignee, people)]),
  ]
  return parts.join(' · ')
}
