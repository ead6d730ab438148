import type { Actor } from './actor.ts'
import type { PersonId } from './ids.ts'
import type { Task } from './task.ts'

/** The receiver's word that a hand-off arrived and will be done. Names the turn that it was about. */
export type HandoffReceipt = {
  readonly readiness: number
  readonly assignment: number
  readonly by: PersonId
  /** ISO 8601. */
  readonly at: string
  /** What was accepted was taken back: the receiver, who counts on it, is told. */
  readonly ended?: { readonly how: 'on-hold' | 'reassigned' | 'cancelled'; readonly by: Actor }
}

/** What the receiver of a hand-off lacks, asked of the one who finished the work before. */
export type Question = { readonly text: string; readonly by: PersonId; readonly at: string }

/** A hand-off that its receiver gave back. `to`: whose work it is in their opinion. */
export type Decline = {
  /** The task's version that recorded it. */
  readonly since: number
  readonly by: PersonId
  readonly at: string
  readonly reason: string
  readonly to?: PersonId
  /** The assignment turn that it led to; the next one settles it. */
  readonly assignment: number
}

/** Questions that one task keeps. */
export const MAX_QUESTIONS = 10
/** Longest question, reason of a decline, note or comment; UTF-16 units. */
export const MAX_REMARK = 500

/** The receipt of the hand-off that stands now, if it was given and not overtaken. */
export function receiptOf(task: Pick<Task, 'receipt' | 'readiness' | 'assignment'>): HandoffReceipt | undefined {
  const { receipt, readiness, assignment } = task
  const isPresent = receipt?.readiness === readiness && receipt.assignment === assignment
  return isPresent && receipt.ended === undefined ? receipt : undefined
}
