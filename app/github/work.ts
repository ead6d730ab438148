import type { KeptDeployment, KeptRelease } from '../ports/deployments.ts'
import type { KeptReview, MergeCommit, NamedResource } from '../ports/pulls.ts'
import type { CheckFact, PullFact } from '../tasks/external.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { CommentPlace } from '../verbs/asked.ts'
import type { IssueEdgeWork, IssueMovedWork, IssueWork } from './issue-work.ts'
import type { NamedIssue } from './references.ts'

/** What a delivery asks of us, in plain records: sources read it, `act.ts` carries it out. Times are ISO 8601. */
export type Work =
  | PullWork
  | ProposalWork
  | PushWork
  | CheckWork
  | ReviewWork
  | DeploymentWork
  | ReleaseWork
  | OutputsWork
  | LinkWork
  | IssueWork
  | IssueMovedWork
  | IssueEdgeWork
  | CommandWork
  | LifeWork
  | PressWork

/** The repository as the payload names it; the directory says whose it is. */
export type RepositoryRef = { readonly id: number; readonly fullName: string }

/** How a pull request stands. */
export type PullWork = {
  readonly kind: 'pull'
  readonly repository: RepositoryRef
  readonly number: number
  readonly sha: string
  readonly state: Exclude<PullFact['state'], 'reverted' | 'unlinked'>
  readonly title: string
  readonly url: string
  /** Login of the one whose act made it so. */
  readonly by: string
  /** GitHub's number of that account, and below of the author's: nobody is taken for another who had the login before. */
  readonly byId?: number
  /** When it came to stand so. */
  readonly at: string
  /** The order of that among the facts about this pull request. */
  readonly ordinal: number
  /** The order of this description among all descriptions of the pull request. */
  readonly described: number
  /** Every task that it names; whether they exist is not known yet. */
  readonly named: readonly TaskId[]
  /** The issues that merging closes; whether tasks follow them is not known yet. */
  readonly closes?: readonly NamedIssue[]
  /** Login of the author, where GitHub vouches for nobody: from a fork, by somebody who does not belong to it. */
  readonly stranger?: string
  readonly strangerId?: number
  /** Where it went, once it is merged. */
  readonly merge?: MergeCommit
  /** Login of the author, where that is a machine. */
  readonly bot?: string
  /** The pull request of the same repository that it takes back. */
  readonly reverts?: number
  readonly resources: readonly NamedResource[]
  /** Lines of its resources that could not be used, in words, for the log. */
  readonly problems: readonly string[]
}

/** A pull request has a new head, which may change the configuration. */
export type ProposalWork = {
  readonly kind: 'proposal'
  readonly repository: RepositoryRef
  readonly installation: number
  readonly number: number
  readonly sha: string
  /** From a fork, by somebody who does not belong to the repository. */
  readonly isStranger?: true
}

/** What was pushed to the default branch. */
export type PushWork = {
  readonly kind: 'push'
  readonly repository: RepositoryRef
  readonly installation: number
  /** The default branch. */
  readonly branch: string
  /** The commit before and after it. */
  readonly before: string
  readonly after: string
  /** Login of the one who pushed, or merged, and GitHub's number of the account. */
  readonly by: string
  readonly byId?: number
  /** The same login, where a machine holds it. */
  readonly bot?: string
  /** When, by GitHub's clock. */
  readonly at?: string
  /** Paths of configuration files that it touched; `all`: nobody tells which files it touched. */
  readonly touched: readonly string[] | 'all'
  readonly commits: readonly CommitWork[]
  /** Commits that take others back. */
  readonly reverts: readonly RevertingCommit[]
}

/** A commit that takes back another one of its branch. */
export type RevertingCommit = Pick<CommitWork, 'sha' | 'url'> & { readonly takes: string }

/** A commit that says that it completes tasks. `title`: the first line of its message. */
export type CommitWork = {
  readonly sha: string
  readonly title: string
  readonly url: string
  readonly tasks: readonly TaskId[]
}

/** The last word of one check on one commit. */
export type CheckWork = {
  readonly kind: 'check'
  readonly repository: RepositoryRef
  readonly name: string
  /** It is not a check itself, but what became of several. */
  readonly sums?: 'workflow' | 'suite'
  readonly sha: string
  readonly conclusion: CheckFact['conclusion']
  readonly url: string
  /** The app that ran it, by its slug. A machine: nobody's own act. */
  readonly by: string
  readonly ordinal: number
  /** What its output leaves for the next person. */
  readonly resources?: readonly NamedResource[]
}

/** Something is said of the review of a pull request. */
export type ReviewWork = KeptReview & {
  readonly kind: 'review'
  readonly repository: RepositoryRef
  readonly number: number
  /** The reviewer is a machine, or somebody for whom GitHub does not vouch. */
  readonly isBot?: true
  readonly isStranger?: true
}

/** How a deployment to an environment goes. */
export type DeploymentWork = KeptDeployment & {
  readonly kind: 'deployment'
  readonly repository: RepositoryRef
  /** Its environment lives no longer than what is tried in it. */
  readonly isTransient: boolean
  /** Where what was deployed can be looked at. */
  readonly preview?: string
}

/** A release that everybody can see. */
export type ReleaseWork = KeptRelease & { readonly kind: 'release'; readonly repository: RepositoryRef }

/** What a workflow leaves for the next person, in a comment on a pull request. */
export type OutputsWork = {
  readonly kind: 'outputs'
  readonly repository: RepositoryRef
  readonly number: number
  readonly by: string
  readonly at: string
  readonly ordinal: number
  readonly resources: readonly NamedResource[]
  readonly problems: readonly string[]
}

/** A login brings the one-time code that proves whose it is. */
export type LinkWork = {
  readonly kind: 'link'
  readonly repository: RepositoryRef
  readonly login: string
  /** GitHub's number of that account. */
  readonly githubId?: number
  readonly code: string
  /** Where it was said, for the answer. */
  readonly issue: number
  readonly comment: number
}

/** Somebody says verbs in a comment. */
export type CommandWork = {
  readonly kind: 'command'
  readonly repository: RepositoryRef
  readonly login: string
  /** GitHub's number of that account. */
  readonly githubId?: number
  /** GitHub says that they were let into the repository, and do not belong to the organisation that owns it. */
  readonly isOutside?: boolean
  /** GitHub does not say that they belong to the repository: most likely anybody on the internet. */
  readonly isStranger?: true
  readonly place: Pick<CommentPlace, 'kind' | 'id' | 'number'>
  /** When it was written. */
  readonly at: string
  /** The tasks that the issue names, where its author may name any. */
  readonly named: readonly TaskId[]
  /** What stands behind `/codexflow`, line by line. */
  readonly lines: readonly string[]
}

/** Something happened to repositories, or to the app's installation among them: how they stand has to be asked. */
export type LifeWork = {
  readonly kind: 'life'
  /** The installation that GitHub names. */
  readonly installation?: number
  /** All repositories that are reached through it are concerned. */
  readonly isAll: boolean
  /** Ids of others that are. */
  readonly repositories: readonly number[]
}

/** Somebody presses a button of our check run on a pull request, or has GitHub run it again. */
export type PressWork = {
  readonly kind: 'press'
  readonly repository: RepositoryRef
  readonly does: 'request' | 'approve' | 'again'
  /** Number of the pull request. */
  readonly pull: number
  /** GitHub's id of the check run. */
  readonly check: number
  readonly login: string
  /** GitHub's number of that account. */
  readonly githubId?: number
}
