import { deliveryKey } from './handoffs/content.ts'
import { dueAt, isSettled } from './handoffs/ledger.ts'
import { type OrchestratorPorts, orchestrate } from './orchestrator/orchestrate.ts'
import type { Late, OwedIndex } from './ports/owed.ts'
import { propagate } from './propagate.ts'
import { inScope, note } from './telemetry/scope.ts'

export type ReconcilePorts = OrchestratorPorts & { readonly owed: OwedIndex }

/** How long a round may take and what it takes for late. Epoch milliseconds. */
export type Round = {
  /** What counts as late: what was due by now, or by the end of time when nobody else can be at work. */
  readonly until: number
  /** No task is begun after it; what is left is for the next round. */
  readonly stopAt: number
}

/** What a round of repairs did. */
export type Reconciled = { readonly looked: number; readonly failed: number; readonly stopped: boolean }

/** Tasks repaired at once. */
const ABREAST = 8
/** Before a task that still owes something is looked at again: the next round, behind those that this one left. */
const AGAIN = 10 * 60_000
/** An order that is so much overdue is lost: one whose worker died comes back after the queue's visibility. */
const LOST_AFTER = 7 * 60_000

/**
 * Looks at everything that is owed and late, and does what the first way of doing it should have done. Never scans: it
 * reads the sparse index of what is owed, then each task again. One that fails does not keep the others from repair, and
 * a list too long for one round is gone through in several: what was looked at goes to its end.
 */
export async function reconcile(ports: ReconcilePorts, round: Round): Promise<Reconciled> {
  let looked = 0
  let failed = 0
  let some: Late[] = []
  const look = (late: Late) =>
    inScope(undefined, async () => {
      note({ workspace: late.workspace, task: late.task })
      looked++
      if ((await lookAt(ports, late, round.until)) === 'failed') failed++
    })
  for await (const late of ports.owed.late(round.until)) {
    if (ports.clock() >= round.stopAt) return { looked, failed, stopped: true }
    some.push(late)
    if (some.length < ABREAST) continue
    await Promise.all(some.map(look))
    some = []
  }
  await Promise.all(some.map(look))
  return { looked, failed, stopped: false }
}

async function lookAt(ports: ReconcilePorts, late: Late, until: number): Promise<'looked' | 'failed'> {
  let waitsUntil: number | undefined
  try {
    waitsUntil = await repair(ports, late, until)
    return 'looked'
  } catch (error) {
    const { workspace, task } = late
    ports.log.error('a task could not be repaired', { workspace, task, error })
    return 'failed'
  } finally {
    await postpone(ports, late, until, waitsUntil)
  }
}

// Where everything counts as late the place in the list says nothing: moved on, a task would be met twice. What is held
// over a weekend is not looked at every round of it.
async function postpone(
  { owed, clock, log }: ReconcilePorts,
  late: Late,
  until: number,
  waitsUntil = 0,
): Promise<void> {
  const due = Math.max(clock() + AGAIN, waitsUntil)
  if (due <= until) return
  await owed.postpone(late, due).catch((error: unknown) => {
    log.warn('a task keeps its place among the late', { workspace: late.workspace, task: late.task, error })
  })
}

/** Answers when the first of the deliveries falls due that are all that is left; `undefined`: nothing waits. */
async function repair(
  ports: ReconcilePorts,
  { workspace, task: id }: Late,
  until: number,
): Promise<number | undefined> {
  const task = await ports.tasks.load(workspace, id)
  if (task?.owed.propagation !== undefined)
    await propagate(ports.tasks, workspace, id, new Date(ports.clock()).toISOString())
  if (task?.owed.notice === undefined) return undefined
  let waitsUntil: number | undefined
  try {
    await orchestrate(ports, { workspace, task: id })
  } finally {
    waitsUntil = await redriveDeliveries(ports, { workspace, task: id }, until)
  }
  return waitsUntil
}

/**
 * The order that ought to wake a delivery may be lost: a new one is sent for each that is neither settled nor waiting
 * for a time of its own, which has an order already. More orders would do no harm but each goes on for as long as the
 * first, so an outage of days must not breed one every round. Answers when the first of them falls due.
 */
async function redriveDeliveries(
  ports: ReconcilePorts,
  { workspace, task: id }: Pick<Late, 'workspace' | 'task'>,
  until: number,
): Promise<number | undefined> {
  let first: number | undefined
  const task = await ports.tasks.load(workspace, id)
  for (const { id: notice, suppressed } of Object.values(task?.notices ?? {})) {
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
      first = Math.min(first ?? due, due)
      if (due > until - LOST_AFTER) continue
      await ports.redrive({ workspace, task: id, notice, key }, Math.max(due, ports.clock()))
    }
  }
  return first
}
