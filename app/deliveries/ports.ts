import { Fault } from '../errors.ts'
import type { LedgerEntry, Patience } from '../handoffs/ledger.ts'
import type { Log } from '../log.ts'
import type { Channels } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { DeliveryOrder, Redrive } from '../ports/orders.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { Task } from '../tasks/task.ts'

/** What it takes to bring notices to people and to take them back. */
export type DeliveryPorts = {
  readonly tasks: Pick<TaskLog, 'load' | 'append' | 'clearOwed'>
  readonly ledger: Ledger
  readonly channels: Channels
  readonly redrive: Redrive
  readonly clock: Clock
  /** Resolves after so many milliseconds, at most `MAX_WAIT`: the wait for a slot that is near. */
  readonly wait: (ms: number) => Promise<void>
  readonly patience: Patience
  readonly log: Log
}

/** Longest wait inside a worker, in milliseconds; what is farther away is put back into the queue. */
export const MAX_WAIT = 5_000

/** The order that looks after an entry. */
export function orderOf({ workspace, task, notice, key }: LedgerEntry): DeliveryOrder {
  return { workspace, task, notice, key }
}

/** The task of an entry as it stands. Throws a `Fault` if there is none: an entry is never without its task. */
export async function presentTask({ tasks }: Pick<DeliveryPorts, 'tasks'>, entry: LedgerEntry): Promise<Task> {
  const task = await tasks.load(entry.workspace, entry.task)
  if (task === undefined) throw new Fault('a delivery has no task', { ...orderOf(entry) })
  return task
}
