import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import { number, time } from './fields.ts'

/** One of two issues of which one waits for the other. */
export const related = z.object({ number, updated_at: time })

type Touched = Pick<z.output<typeof related>, 'updated_at'>

/**
 * The order of what is said of two issues. The delivery itself bears no time, but both issues were touched by it; of one
 * second, that the one does not wait any more counts.
 */
export function edgeOrdinal(one: Touched, other: Touched, present: boolean): number {
  const rank = present ? 1 : 2
  return Math.max(ordinal(one.updated_at, rank), ordinal(other.updated_at, rank))
}
