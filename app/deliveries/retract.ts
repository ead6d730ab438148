import { type Delivery, deliveryKey, type NoticeContent } from '../handoffs/content.ts'
import { dueAt, type LedgerEntry } from '../handoffs/ledger.ts'
import { cancelled, neverSent } from '../handoffs/transitions.ts'
import { submitOrThrow } from '../submit.ts'
import { SYSTEM } from '../tasks/actor.ts'
import type { TaskId } from '../tasks/ids.ts'
import { isStale, type Notice } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { DeliveryPorts } from './ports.ts'
import { orderOf } from './ports.ts'
import { show } from './show.ts'

/**
 * Takes back a notice that is stale: what was not sent is cancelled, what was sent is edited, and what is under way is
 * left to its worker, which will see what we saw. The task forgets the notice once nothing of it is left to do, so a
 * repetition, by whomever, does just the rest.
 */
export async function retract(ports: DeliveryPorts, workspace: Workspace, task: TaskId, notice: Notice): Promise<void> {
  const content = notice.suppressed ? undefined : await ports.ledger.content(workspace, notice.id)
  let done = true
  for (const delivery of content?.deliveries ?? []) {
    done = (await takenBack(ports, content!, delivery)) && done
  }
  if (!done) return
  await submitOrThrow(ports.tasks, {
    workspace,
    task,
    command: { type: 'ForgetNotice', notice: notice.id, by: SYSTEM, at: new Date(ports.clock()).toISOString() },
    // A pull request can make a hand-off true again, as one that was started; then it has to be kept in mind.
    guard: (now) => (isStale(notice.subject, now) ? undefined : { kind: 'turn-passed', task }),
  })
}

async function takenBack(ports: DeliveryPorts, content: NoticeContent, delivery: Delivery): Promise<boolean> {
  for (;;) {
    const entry = await standing(ports, content, delivery)
    switch (entry.state) {
      case 'PENDING':
      case 'RETRY':
        if ((await ports.ledger.move(entry, cancelled(entry))) === 'moved') return true
        continue
      case 'SENT':
        return (await show(ports, content, entry)) === 'shown'
      case 'CLAIMED':
      case 'AMBIGUOUS':
        await ports.redrive(orderOf(entry), dueAt(entry)!)
        return false
      case 'DEAD':
      case 'CANCELLED':
        return true
    }
  }
}

// Where there is no entry yet, an order may still be on its way: it has to find the delivery cancelled.
async function standing(ports: DeliveryPorts, content: NoticeContent, delivery: Delivery): Promise<LedgerEntry> {
  const { ledger, clock } = ports
  const known = await ledger.entry(content.workspace, content.notice, deliveryKey(delivery))
  return known ?? ledger.open(neverSent(content, delivery, clock()))
}
