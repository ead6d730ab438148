import type { Decide } from '../decisions/spec.ts'
import type { DeliveryPorts } from '../deliveries/ports.ts'
import { retract } from '../deliveries/retract.ts'
import { tidy } from '../deliveries/tidy.ts'
import { Fault } from '../errors.ts'
import type { Directory } from '../ports/directory.ts'
import type { TaskLog } from '../ports/task-log.ts'
import { nextAlarm } from '../tasks/alarms.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { Notice, WantedNotice } from '../tasks/notice.ts'
import type { Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { analyse, type Wake } from './analyse.ts'
import { gatherContext } from './context.ts'
import { decideWords } from './decide.ts'
import { findDependencies } from './dependencies.ts'
import { execute, record, timed } from './execute.ts'
import type { HoldPorts } from './hold.ts'
import { writeMessage } from './message.ts'

/** What turning events into notices needs of the world. */
export type OrchestratorPorts = Omit<DeliveryPorts, 'tasks'> & {
  readonly tasks: TaskLog
  readonly directory: Pick<Directory, 'people' | 'project' | 'settings'>
  readonly decide: Decide
  readonly answerWithin: number
  /** Has the task looked at again at a time, epoch milliseconds, however far that is. The same time twice is one alarm. */
  readonly alarm: (workspace: Workspace, task: TaskId, at: number) => Promise<void>
} & HoldPorts

/**
 * From an event about a task to the notices that it calls for. Whatever woke it, it first takes back what is no longer
 * true, and it works from the task as it is: the same event again, or a later one first, ends in the same notices. One
 * that fails keeps none of the others from being taken back or written; the event then has to come again.
 */
export async function orchestrate(ports: OrchestratorPorts, wake: Wake): Promise<void> {
  const trigger = await analyse(ports.tasks, wake)
  if (trigger === undefined) return
  const { task, stale, missing } = trigger
  const at = new Date(ports.clock()).toISOString()
  const retracted = await each(stale, (notice) => retract(ports, task.workspace, task.id, notice))
  const written = await each(missing, (notice) => write(ports, task, notice, at))
  await setAlarm(ports, await tidy(ports, task.workspace, task.id))
  const failed = [...retracted, ...written]
  if (failed.length === 0) return
  const data = { task: task.id, failed: failed.map(({ notice }) => notice.id) }
  throw new Fault('some notices could not be written or taken back', data, { cause: failed[0]?.error })
}

/** Sets the alarm for whatever next falls due by the clock. */
export async function setAlarm({ alarm }: Pick<OrchestratorPorts, 'alarm'>, task: Task | undefined): Promise<void> {
  const next = task === undefined ? undefined : nextAlarm(task)
  if (task !== undefined && next !== undefined) await alarm(task.workspace, task.id, Date.parse(next))
}

async function write(ports: OrchestratorPorts, task: Task, notice: WantedNotice, at: string): Promise<void> {
  // Words that are frozen already are those that will be sent: a repetition asks no model again.
  const frozen = notice.suppressed ? undefined : await ports.ledger.content(task.workspace, notice.id)
  if (notice.suppressed || frozen !== undefined) return record(ports, task, timed(notice, frozen ?? {}), at)
  const { kind } = notice.subject
  if (kind !== 'handoff' && kind !== 'block') return writeMessage(ports, task, notice, at)
  const dependencies = await findDependencies(ports.tasks, task)
  const context = await gatherContext(ports.directory, task, notice, dependencies)
  const words = await decideWords(ports.decide, context, ports.log)
  await execute(ports, context, words, at)
}

type Failed = { readonly notice: Notice; readonly error: unknown }

async function each(notices: readonly Notice[], work: (notice: Notice) => Promise<void>): Promise<Failed[]> {
  const failed: Failed[] = []
  for (const notice of notices) {
    try {
      await work(notice)
    } catch (error) {
      failed.push({ notice, error })
    }
  }
  return failed
}
