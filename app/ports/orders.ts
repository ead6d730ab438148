import type { DeliveryKey } from '../handoffs/content.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** One delivery to look after. */
export type DeliveryOrder = {
  readonly workspace: Workspace
  readonly task: TaskId
  readonly notice: NoticeId
  readonly key: DeliveryKey
  /** Not the message itself is to be looked after, but what its thread tells. */
  readonly line?: LineOrder
}

/** `slot`: reserved for it already, epoch milliseconds; `again`: the history was behind once. */
export type LineOrder = { readonly slot?: number; readonly again?: true }

/** Puts the order back so that it is seen again not before `at` (epoch milliseconds), however far that is. */
export type Redrive = (order: DeliveryOrder, at: number) => Promise<void>
