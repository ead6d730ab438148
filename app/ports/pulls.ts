import type { TaskId } from '../tasks/ids.ts'
import type { Resource } from '../tasks/resource.ts'
import type { ReviewFact } from '../tasks/review.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What links pull requests, commits and tasks, so that a check or a revert finds its task. Idempotent, any order. */
export type PullIndex = {
  /** Remembers which tasks a pull request names now; returns those it named before and not any more. */
  link(workspace: Workspace, pull: PullRow): Promise<readonly TaskId[]>
  pull(workspace: Workspace, repository: number, number: number): Promise<PullRow | undefined>
  pullsByHead(workspace: Workspace, repository: number, sha: string): Promise<readonly PullRow[]>
  /** Keeps a check so that a pull request that becomes known later can still find it. */
  keepCheck(workspace: Workspace, repository: number, check: KeptCheck): Promise<void>
  checksOf(workspace: Workspace, repository: number, sha: string): Promise<readonly KeptCheck[]>
  /** Keeps what was said of its review, so that a task that it names later can still be told. */
  keepReview(workspace: Workspace, repository: number, pull: number, review: KeptReview): Promise<void>
  reviewsOf(workspace: Workspace, repository: number, pull: number): Promise<readonly KeptReview[]>
  /** Remembers that a merged pull request took another one back, for whatever becomes known of that one later. */
  keepRevert(workspace: Workspace, repository: number, taken: number, revert: KeptRevert): Promise<void>
  revertsOf(workspace: Workspace, repository: number, taken: number): Promise<readonly KeptRevert[]>
  /** The same of a commit that takes another one back, found by either of them. */
  keepCommitRevert(workspace: Workspace, repository: number, revert: KeptCommitRevert): Promise<void>
  commitRevert(workspace: Workspace, repository: number, sha: string): Promise<KeptCommitRevert | undefined>
  commitRevertsOf(workspace: Workspace, repository: number, taken: string): Promise<readonly KeptCommitRevert[]>
}

export type PullRow = {
  readonly repository: number
  readonly number: number
  readonly sha: string
  readonly tasks: readonly TaskId[]
  /** The pull request of the same repository that this one takes back. */
  readonly reverts?: number
  /** It can still be merged. */
  readonly isOpen?: true
  /** What it says is not listened to, so it names nothing; nor is it asked to. */
  readonly isUnheard?: true
  /** Where it closes issues: all that was said of it, in our own record, for the moment when a task comes to follow one. */
  readonly told?: Readonly<Record<string, unknown>>
  /** What it leaves for the next person once it is merged. */
  readonly promised?: readonly Pick<Resource, 'kind' | 'label' | 'value'>[]
  readonly ordinal: number
}

/** Pull requests that name tasks and can still be merged, and until when their repository was compared with GitHub. */
export type PullWatch = {
  /** Their numbers behind `after`, in order. `next`: there are more behind it. */
  openPulls(
    workspace: Workspace,
    repository: number,
    after?: number,
  ): Promise<{ readonly items: readonly number[]; readonly next?: number }>
  /** Epoch milliseconds; `undefined`: never yet. */
  comparedUntil(workspace: Workspace, repository: number): Promise<number | undefined>
  /** Only ever forward. */
  compareUntil(workspace: Workspace, repository: number, until: number): Promise<void>
}

/** A merged pull request that takes another one back. `at`: ISO 8601, its merge; `by`: a login. */
export type KeptRevert = {
  readonly number: number
  readonly url: string
  readonly by: string
  readonly at: string
  readonly merge?: MergeCommit
}

/** A commit that was pushed and takes another one back. `by`: a login, `byId` its number; `at`: ISO 8601, the push. */
export type KeptCommitRevert = MergeCommit & {
  readonly takes: string
  readonly url: string
  readonly by: string
  readonly byId?: number
  readonly at: string
}

/** Where a merge stands: its commit, and the branch that it went into. */
export type MergeCommit = { readonly sha: string; readonly base: string }

export type KeptCheck = {
  readonly name: string
  /** It is not a check itself, but what became of several. */
  readonly sums?: 'workflow' | 'suite'
  readonly sha: string
  readonly conclusion: 'success' | 'failure' | 'pending'
  readonly url: string
  readonly ordinal: number
  readonly by: string
  /** What its output leaves for the next person. */
  readonly resources?: readonly NamedResource[]
}

/** A word about the review of a pull request. `by`: the login of whoever said it; `at`: ISO 8601; ids are GitHub's of the accounts. */
export type KeptReview = Pick<ReviewFact, 'state' | 'login' | 'isTeam' | 'url' | 'ordinal'> & {
  readonly id?: number
  readonly by: string
  readonly byId?: number
  readonly at: string
}

/** A resource as GitHub names it; who and when is told beside. */
export type NamedResource = Pick<Resource, 'kind' | 'label' | 'value'>
