import { deliveryKey } from './handoffs/content.ts'
import { dueAt, isSettled } from './handoffs/ledger.ts'
import { type OrchestratorPorts, orchestrate } from './orchestrator/orchestrate.ts'
import type { OwedIndex } from './ports.ts'
import { propagate } from './propagate.ts'
import type { TaskId } from './tasks/ids.ts'
import type { Workspace } from './tasks/workspace.ts'

export type ReconcilePorts = OrchestratorPorts & { readonly owed: OwedIndex }

/** What a round of repairs did. */
export type Reconciled = { readonly looked: number; readonly failed: number }

/**
 * Looks at everything that is owed and late, and does what the first way of doing it should have done. Never scans: it
 * reads the sparse index of what is owed, then each task again. One that fails does not keep the others from repair.
 * `until` (epoch milliseconds) is what counts as late: now, or the end of time when nobody else can be at work.
 */
export async function reconcile(ports: ReconcilePorts, until: number): Promise<Reconciled> {
  let looked = 0
  let failed = 0
  for await (const { workspace, task } of ports.owed.late(until)) {
    looked++
    try {
      await repair(ports, workspace, task)
    } catch (error) {
      failed++
      ports.log.error('a task could not be repaired', { workspace, task, error })
    }
  }
  return { looked, failed }
}

async function repair(ports: ReconcilePorts, workspace: Workspace, id: TaskId): Promise<void> {
  const task = await ports.tasks.load(workspace, id)
  if (task === undefined) return
  if (task.owed.propagation !== undefined)
    await propagate(ports.tasks, workspace, id, new Date(ports.clock()).toISOString())
  if (task.owed.notice === undefined) return
  await orchestrate(ports, { workspace, task: id })
  await redriveDeliveries(ports, workspace, id)
}

// The message that ought to wake a delivery may be lost: a new one is sent for each that is not settled.
async function redriveDeliveries(ports: ReconcilePorts, workspace: Workspace, id: TaskId): Promise<void> {
  const task = await ports.tasks.load(workspace, id)
  for (const { id: notice, subject, suppressed } of Object.values(task?.notices ?? {})) {
    if (suppressed) continue
    const [content, entries] = await Promise.all([
      ports.ledger.content(workspace, notice),
      ports.ledger.entries(workspace, notice),
    ])
    for (const delivery of content?.deliveries ?? []) {
      const key = deliveryKey(delivery)
      const entry = entries.find((known) => known.key === key)
      if (entry !== undefined && isSettled(entry)) continue
      const due = entry === undefined ? 0 : (dueAt(entry) ?? 0)
      await ports.redrive({ workspace, task: id, notice, subject, key }, Math.max(due, ports.clock()))
    }
  }
}
