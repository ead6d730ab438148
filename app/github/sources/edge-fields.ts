import * as z from 'zod'
import { ordinal } from '../../tasks/ordinal.ts'
import type { IssueEdgeWork } from '../issue-work.ts'
import { type account, number, type repository, time } from './fields.ts'
import { accountRef } from './issue-fields.ts'

/** One of two issues of which one waits for the other. */
export const related = z.object({ number, updated_at: time })
type Related = z.output<typeof related>
type Repository = z.output<typeof repository>

/** An issue as an event tells of it; without a repository it is of the one that is told. */
type End = { readonly issue: Related; readonly in: Repository | null | undefined }

/** What a source of edges reads of every delivery. */
type Said = { readonly action: string; readonly repository: Repository; readonly sender: z.output<typeof account> }

/** What is said of two issues, of which the first waits for the other. */
export function edgeWork(
  { action, repository, sender }: Said,
  tie: IssueEdgeWork['tie'],
  dependent: End,
  blocker: End,
): IssueEdgeWork {
  const present = action.endsWith('_added')
  return {
    kind: 'issue-edge',
    repository,
    dependent: { repository: dependent.in ?? repository, number: dependent.issue.number },
    blocker: { repository: blocker.in ?? repository, number: blocker.issue.number },
    tie,
    present,
    ordinal: edgeOrdinal(dependent.issue, blocker.issue, present),
    sender: accountRef(sender),
  }
}

type Touched = Pick<Related, 'updated_at'>

/**
 * The order of what is said of two issues. The delivery itself bears no time, but both issues were touched by it; of one
 * second, that the one does not wait any more counts.
 */
export function edgeOrdinal(one: Touched, other: Touched, present: boolean): number {
  const rank = present ? 1 : 2
  return Math.max(ordinal(one.updated_at, rank), ordinal(other.updated_at, rank))
}
