import { type Delivery, deliveryKey, type NoticeContent } from '../../app/handoffs/content.ts'
import type { DeliveryOrder } from '../../app/ports/orders.ts'
import { type NoticeSubject, noticeId } from '../../app/tasks/notice.ts'
import type { Task } from '../../app/tasks/task.ts'
import { wantedNotices } from '../../app/tasks/wanted-notices.ts'

/** Builders for tests about notices and their deliveries. */

export const TO_BEN: Delivery = {
  role: 'notice',
  address: { channel: 'slack', conversation: 'U0BEN', isPerson: true },
}
export const ON_ISSUE: Delivery = {
  role: 'record',
  address: { channel: 'github', repository: 'northwind/user-api', installation: 7, issue: 12 },
}
export const BY_EMAIL: Delivery = {
  role: 'record',
  address: { channel: 'email', topicArn: 'arn:aws:sns:us-east-1:123456789012:northwind' },
}

/** The frozen content of the notice that the task wants first, or of `about`. */
export function aContent(
  task: Task,
  deliveries: readonly Delivery[] = [TO_BEN],
  about: NoticeSubject | undefined = wantedNotices(task)[0]?.subject,
): NoticeContent {
  if (about === undefined) throw new Error('The task of the test wants no notice.')
  return {
    workspace: task.workspace,
    notice: noticeId(task, about),
    subject: about,
    task: task.id,
    title: task.title,
    phase: task.phase,
    project: { key: task.project, name: 'User API' },
    to: { id: 'per_ben', name: 'Ben', slackUser: 'U0BEN', githubLogin: 'ben-codes' },
    finished: [],
    waitingNext: 0,
    facts: [],
    words: { opening: [{ text: 'The way is free.' }], body: [], steps: [], priority: 'low', writtenBy: 'template' },
    deliveries,
    writtenAt: '2026-03-02T09:00:00.000Z',
  }
}

/** The orders that bring a notice on its way: one for each delivery. */
export function ordersOf(content: NoticeContent): DeliveryOrder[] {
  const { workspace, task, notice } = content
  return content.deliveries.map((delivery) => ({ workspace, task, notice, key: deliveryKey(delivery) }))
}
