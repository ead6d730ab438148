import { Fault } from '../errors.ts'
import { deliveryKey } from '../handoffs/content.ts'
import type { DeliveryOrder } from '../ports/orders.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { deliver } from './deliver.ts'
import type { DeliveryPorts } from './ports.ts'

/** A notice that was written. */
export type WrittenNotice = {
  readonly workspace: Workspace
  readonly task: TaskId
  readonly notice: { readonly id: NoticeId }
}

/**
 * A notice was written: an order of its own for each place that it goes to, so that one slow place does not hold up the
 * others. The one that tells the person is looked after at once. Twice is once: every order may come again.
 */
export async function fanOut(ports: DeliveryPorts, { workspace, task, notice }: WrittenNotice): Promise<void> {
  const content = await ports.ledger.content(workspace, notice.id)
  if (content === undefined) throw new Fault('a notice has no content', { workspace, task, notice: notice.id })
  const orders = content.deliveries.map((delivery): DeliveryOrder & { role: string } => {
    return { workspace, task, notice: notice.id, key: deliveryKey(delivery), role: delivery.role }
  })
  const now = ports.clock()
  const others = orders.filter(({ role }) => role !== 'notice')
  await Promise.all(others.map(({ role: _, ...order }) => ports.redrive(order, now)))
  for (const { role, ...order } of orders) if (role === 'notice') await deliver(ports, order)
}
