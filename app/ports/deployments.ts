import type { TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { MergeCommit, NamedResource } from './pulls.ts'

/** What links deployments, merges and tasks. Idempotent, any order: rows only move forward. Rows age out. */
export type DeploymentIndex = {
  /** Remembers a merge, and what it names now. */
  keepMerge(workspace: Workspace, repository: number, merge: KeptMerge): Promise<void>
  /** The last merges of a repository, 300 at most of each sort, each pull request and commit once: as it was merged last. */
  /** `each`: as often as it was merged. */
  merges(workspace: Workspace, repository: number, which?: 'each'): Promise<readonly KeptMerge[]>
  /** Remembers a deployment, if it is the last of its sort in its environment: one that went well, or any other. */
  keepDeployment(workspace: Workspace, repository: number, deployment: KeptDeployment): Promise<void>
  /** The last of each sort, of one environment or of all. */
  deployments(workspace: Workspace, repository: number, environment?: string): Promise<readonly KeptDeployment[]>
  /** Remembers what can be looked at where a commit was deployed to try it. */
  keepPreview(workspace: Workspace, repository: number, deployment: KeptDeployment): Promise<void>
  previewsOf(workspace: Workspace, repository: number, sha: string): Promise<readonly KeptDeployment[]>
  keepRelease(workspace: Workspace, repository: number, release: KeptRelease): Promise<void>
  /** The last releases, the oldest of them first. */
  releases(workspace: Workspace, repository: number): Promise<readonly KeptRelease[]>
}

/** A change that reached its branch and names tasks: a pull request, or a commit that completes tasks by itself. */
export type KeptMerge = MergeCommit & {
  /** Of the pull request; nothing: it came without one. */
  readonly number?: number
  /** Of such a commit: its own, also where what took it back was itself taken back, and it is there as another. */
  readonly commit?: string
  /** The last commit of the branch that was merged. */
  readonly head: string
  readonly tasks: readonly TaskId[]
  /** The environments, in small letters, that gates of these tasks name. */
  readonly gates: readonly string[]
  /** The order of the merge among all, and of this description among those of the pull request. */
  readonly merged: number
  readonly ordinal: number
}

/** What a change is called behind its repository: `#12`, `@0123456789ab`. */
export function changeName({ number, commit, sha }: Pick<KeptMerge, 'number' | 'commit' | 'sha'>): string {
  return number === undefined ? `@${(commit ?? sha).slice(0, 12)}` : `#${number}`
}

/** A release that was published. `at`: ISO 8601; `by`: a login, `byId` its number. */
export type KeptRelease = {
  readonly tag: string
  readonly by: string
  readonly byId?: number
  readonly at: string
  readonly ordinal: number
  readonly resources: readonly NamedResource[]
}

/** How one deployment to one environment went. Times ISO 8601; `by`: a login, `byId` its number. */
export type KeptDeployment = {
  /** GitHub's number of what told it: later ones are greater. */
  readonly id: number
  readonly environment: string
  readonly isProduction: boolean
  readonly sha: string
  readonly state: 'success' | 'failure' | 'pending'
  readonly url: string
  readonly by: string
  readonly byId?: number
  readonly at: string
  /** The order of that among all that is told of the environment; and of the beginning of the deployment. */
  readonly ordinal: number
  readonly begun: number
  readonly resources: readonly NamedResource[]
}
