import type { IssueTie } from '../ports/issues.ts'
import type { Phase } from '../tasks/phase.ts'
import type { RepositoryRef } from './work.ts'

/** An account as a payload names it: its login, and GitHub's number of it. */
export type AccountRef = { readonly login: string; readonly id?: number }

/** Somebody to whom an issue is assigned. */
export type AssigneeRef = AccountRef & { readonly isBot?: true }

/** An issue as a payload names it. */
export type IssueRefWork = { readonly repository: RepositoryRef; readonly number: number }

/** How an issue stands, and what the delivery says of how it came to. Times are ISO 8601. */
export type IssueWork = IssueRefWork & {
  readonly kind: 'issue'
  readonly title: string
  readonly labels: readonly string[]
  /** The phase that one of its labels names. */
  readonly phase?: Phase
  readonly isOpen: boolean
  readonly author?: AccountRef & { readonly isBot: boolean }
  /** GitHub vouches for the author, or for whoever can see the repository at all. */
  readonly isVouchedFor: boolean
  /** Everybody assigned to it now, the first first. */
  readonly assignees: readonly AssigneeRef[]
  readonly createdAt: string
  /** When it was last touched. */
  readonly at: string
  /** The order of this delivery among those about the issue. */
  readonly ordinal: number
  readonly sender: AccountRef
  readonly closed?: {
    readonly how: 'completed' | 'not-planned'
    /** Nothing: it was only seen closed. */
    readonly by?: AccountRef
    readonly ordinal: number
  }
  readonly reopened?: { readonly ordinal: number }
  /** Somebody changed the title just now. */
  readonly isRenamed: boolean
  /** Who was assigned just now, or is not any more. */
  readonly assignment?: { readonly who: AssigneeRef; readonly assigned: boolean }
  /** It came from there. */
  readonly from?: IssueRefWork
}

/** An issue was moved to another repository. */
export type IssueMovedWork = IssueRefWork & {
  readonly kind: 'issue-moved'
  readonly to: IssueRefWork
  readonly sender: AccountRef
  readonly at: string
}

/** One issue waits for another, or does not any more. */
export type IssueEdgeWork = {
  readonly kind: 'issue-edge'
  /** Of the delivery: the one or the other's. */
  readonly repository: RepositoryRef
  readonly dependent: IssueRefWork
  readonly blocker: IssueRefWork
  readonly tie: IssueTie
  readonly present: boolean
  readonly ordinal: number
  readonly sender: AccountRef
}
