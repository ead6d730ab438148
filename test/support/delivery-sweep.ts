import type { DeliveryPorts } from '../../app/deliveries/ports.ts'
import { refreshNotice } from '../../app/deliveries/refresh.ts'
import { retract } from '../../app/deliveries/retract.ts'
import { tidy } from '../../app/deliveries/tidy.ts'
import type { Delivery } from '../../app/handoffs/content.ts'
import { isSettled } from '../../app/handoffs/ledger.ts'
import { submit } from '../../app/submit.ts'
import { SYSTEM } from '../../app/tasks/actor.ts'
import type { Command } from '../../app/tasks/commands.ts'
import { type NoticeId, staleNotices } from '../../app/tasks/notice.ts'
import type { Task } from '../../app/tasks/task.ts'
import { missingNotices } from '../../app/tasks/wanted-notices.ts'
import { aContent, ordersOf } from './notices.ts'

type Place = { readonly task: Task; readonly deliveries: readonly Delivery[] }

/** A person's command, and what their click does to the messages. */
export async function act(ports: DeliveryPorts, { workspace, id }: Task, command: Command): Promise<void> {
  const done = await submit(ports.tasks, { workspace, task: id, command })
  if (!done.ok || command.type !== 'StartTask') return
  for (const notice of Object.keys(done.value.task.notices)) {
    await refreshNotice(ports, workspace, id, notice as NoticeId)
  }
}

/** A short stand-in for the orchestrator and the reconciler: takes back what is stale, writes what is missing. */
export async function sweep(
  ports: DeliveryPorts,
  { task: { workspace, id }, deliveries }: Place,
  as: 'orchestrate' | 'reconcile',
): Promise<void> {
  const task = (await ports.tasks.load(workspace, id))!
  for (const notice of staleNotices(task)) await retract(ports, workspace, id, notice)
  for (const notice of missingNotices(task)) {
    await ports.ledger.putContent(aContent(task, deliveries, notice.subject))
    const command = { type: 'WriteNotice', notice, by: SYSTEM, at: task.createdAt } as const
    await submit(ports.tasks, { workspace, task: id, command })
  }
  if (as === 'reconcile') {
    const { notices } = (await ports.tasks.load(workspace, id))!
    for (const notice of Object.values(notices)) {
      if (notice.suppressed) continue
      const entries = await ports.ledger.entries(workspace, notice.id)
      for (const order of ordersOf(aContent(task, deliveries, notice.subject))) {
        const settled = entries.some((entry) => entry.key === order.key && isSettled(entry))
        if (!settled) await ports.redrive(order, ports.clock())
      }
    }
  }
  await tidy(ports, workspace, id)
}
