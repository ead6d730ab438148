import { Fault } from './errors.ts'
import type { TaskLog } from './ports/task-log.ts'
import type { Refusal } from './projects/refusal.ts'
import { err, ok, type Result } from './result.ts'
import type { Command } from './tasks/commands.ts'
import { decide } from './tasks/decide.ts'
import type { TaskEventType } from './tasks/events.ts'
import type { TaskId } from './tasks/ids.ts'
import { MAX_CAUSES, type Task } from './tasks/task.ts'
import type { Workspace } from './tasks/workspace.ts'

/** An order to one task. `cause` names the request that led to it, so that a repeated request gets its first answer. */
export type Submission = {
  readonly workspace: Workspace
  readonly task: TaskId
  readonly command: Command
  /** Settlements, facts and notices are idempotent by themselves and use up no cause. */
  readonly cause?: string
  /** Whether the one who asks may do this to this very task; judged on the state that is then changed. */
  readonly guard?: (task: Task) => Refusal | undefined | Promise<Refusal | undefined>
}

/** What came of it: the task as it now stands and the events of the change, or of its first acceptance. */
export type Accepted = {
  readonly task: Task
  readonly events: readonly TaskEventType[]
  readonly repeated: boolean
}

/** Tries before a contended task is given up; each lost race means that somebody else's write went through. */
const MAX_TRIES = 20

/**
 * The only door to the log: load, decide, one conditional write. Costs one read, and one write if something changes;
 * a lost race costs the same again.
 */
export async function submit(
  log: Pick<TaskLog, 'load' | 'append'>,
  submission: Submission,
): Promise<Result<Accepted, Refusal>> {
  const { workspace, task: id, command, cause } = submission
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await log.load(workspace, id)
    if (seen === undefined) return err({ kind: 'task-not-found', task: id })
    const first = seen.causes.find((known) => known.id === cause)
    if (first !== undefined) return ok({ task: seen, events: first.events as TaskEventType[], repeated: true })
    const refused = await submission.guard?.(seen)
    if (refused !== undefined) return err(refused)

    const decided = decide(seen, command)
    if (!decided.ok) return decided
    const { task, events } = decided.value
    const types = events.map((event) => event.type)
    if (events.length === 0) return ok({ task: seen, events: [], repeated: false })
    const next = cause === undefined ? task : withCause(task, cause, types)
    if ((await log.append({ task: next, events })) === 'written')
      return ok({ task: next, events: types, repeated: false })
  }
  return err({ kind: 'busy', task: id })
}

/** For our own orders, which no user can have got wrong: a task too contended is a fault, so that the trigger returns. */
export async function submitOrThrow(
  log: Pick<TaskLog, 'load' | 'append'>,
  submission: Submission,
): Promise<Result<Accepted, Refusal>> {
  const result = await submit(log, submission)
  if (!result.ok && result.error.kind === 'busy') {
    throw new Fault('a task was too contended', { task: submission.task, command: submission.command.type })
  }
  return result
}

/** Remembers a request with what came of it; the oldest of 32 goes. */
export function withCause(task: Task, id: string, events: readonly string[]): Task {
  return { ...task, causes: [...task.causes, { id, version: task.version, events }].slice(-MAX_CAUSES) }
}
