import type { TaskId } from '../tasks/ids.ts'
import type { ShownStatus } from '../tasks/readiness.ts'

/** A task in a drawing. Foreign text is as it was written; how much of it can be drawn is up to the one who draws. */
export type DrawnTask = {
  readonly id: TaskId
  readonly title?: string
  /** Whose it is. */
  readonly who?: string
  /** Nothing: the reader may not know. */
  readonly state?: ShownStatus
  /** Part of the longest chain of open work. */
  readonly marked: boolean
  /** The task that was asked about. */
  readonly asked: boolean
}

/** What waits for what, as it is to be drawn. Each line leads from a task to one that waits for it; both are drawn. */
export type Drawing = {
  readonly title: string
  readonly tasks: readonly DrawnTask[]
  readonly lines: readonly { readonly from: TaskId; readonly to: TaskId }[]
  /** Tasks that were left out. */
  readonly left: number
}

/** Draws it: a PNG. */
export type Draw = (drawing: Drawing) => Promise<Uint8Array<ArrayBuffer>>
