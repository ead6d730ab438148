import type { TaskLog } from '../ports/task-log.ts'
import { type Action, may } from '../projects/permissions.ts'
import { isGone, type Person } from '../projects/person.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import { type Accepted, type Submission, submit } from '../submit.ts'
import type { Actor } from '../tasks/actor.ts'
import type { Command } from '../tasks/commands.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { Task } from '../tasks/task.ts'
import { mentionsOf, type Who } from './arguments.ts'
import type { VerbContext } from './verb.ts'

/** A command without who asks and when, which the context knows. */
type Bare<C> = C extends Command ? Omit<C, 'by' | 'at'> : never

/** Who gives an order, and on what occasion. */
type Orderer = Pick<VerbContext, 'workspace' | 'at' | 'cause'> & { readonly person: Person }

/** Orders a change of one task in the name of the one who asks; what the table says is judged on that very task. */
export function order(
  { workspace, person, at, cause }: Orderer,
  log: Pick<TaskLog, 'load' | 'append'>,
  task: TaskId,
  action: Action,
  command: Bare<Command>,
  alsoRefused?: (task: Task) => ReturnType<NonNullable<Submission['guard']>>,
): Promise<Result<Accepted, Refusal>> {
  const permitted = guard(person, action)
  return submit(log, {
    workspace,
    task,
    command: { ...command, by: asActor(person), at } as Command,
    cause,
    guard: (seen) => permitted(seen) ?? alsoRefused?.(seen),
  })
}

/** Judges a task by the permission table. */
export function guard(person: Person, action: Action): (task: Task) => Refusal | undefined {
  return (task) => (may(person, action, task) ? undefined : { kind: 'not-permitted', action, role: person.role })
}

/** The person as the author of what they ordered. */
export function asActor(person: Pick<Person, 'id'>): Actor {
  return { kind: 'person', id: person.id }
}

/** The person an argument means. Whom nobody knows yet cannot be given anything. */
export function personFor(
  who: Who,
  { person, mentioned }: Pick<VerbContext, 'person' | 'mentioned'>,
): Result<Person, Refusal> {
  if (who.kind === 'me') return ok(person)
  const [found] = mentionsOf(who).flatMap((mention) => mentioned.get(mention) ?? [])
  if (found !== undefined) return ok(found)
  return err({ kind: 'person-not-found', text: `@${who.kind === 'github' ? who.login : who.name || who.user}` })
}

/** The same for what is given to somebody: whoever has left the workspace is given nothing. */
export function personHere(who: Who, context: Pick<VerbContext, 'person' | 'mentioned'>): Result<Person, Refusal> {
  const found = personFor(who, context)
  return found.ok && isGone(found.value) ? err({ kind: 'person-gone', name: found.value.name }) : found
}

/** The task of a reading verb, if it is there and the person may see it. */
export function seen(id: TaskId, task: Task | undefined, person: Person): Result<Task, Refusal> {
  if (task === undefined) return err({ kind: 'task-not-found', task: id })
  const refused = guard(person, 'task.view')(task)
  return refused === undefined ? ok(task) : err(refused)
}

/** Of other tasks that an answer names, those whose titles and people the reader may see; of the rest it says the id. */
export function seenAmong(tasks: ReadonlyMap<TaskId, Task>, person: Person): ReadonlyMap<TaskId, Task> {
  return new Map([...tasks].filter(([, task]) => may(person, 'task.view', task)))
}
