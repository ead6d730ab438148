import * as z from 'zod'
import type { DeliveryOrder } from '../ports/orders.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import { workspaceOf } from '../tasks/workspace.ts'

const order = z.object({
  order: z.object({
    workspace: z.string().min(1),
    task: z.string(),
    notice: z.string(),
    key: z.string(),
    line: z.object({ slot: z.number().exactOptional(), again: z.literal(true).exactOptional() }).exactOptional(),
  }),
})

/** A delivery order as the body of a queue message. */
export function packOrder(wanted: DeliveryOrder): string {
  return JSON.stringify({ order: wanted })
}

/** Reads an order from a queue message; `undefined` when it is something else. Only we write to that queue. */
export function unpackOrder(body: unknown): DeliveryOrder | undefined {
  const parsed = order.safeParse(body)
  if (!parsed.success) return undefined
  const { workspace, task, notice, ...rest } = parsed.data.order
  return { workspace: workspaceOf(workspace), task: task as TaskId, notice: notice as NoticeId, ...rest }
}
