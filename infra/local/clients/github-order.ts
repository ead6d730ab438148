import type { Conclusion } from '../world/github-checks.ts'
import type { DeploymentState, StatusState } from '../world/github-machines.ts'

/** What `npm run github` was asked to do. `on` is `owner/repo#12`. */
export type GitHubOrder = {
  readonly as: string
  readonly json: boolean
  readonly does:
    | { readonly kind: 'merge' | 'revert' | 'close' | 'reopen' | 'push'; readonly on: string }
    | { readonly kind: 'show'; readonly on: string }
    | { readonly kind: 'list'; readonly repository: string }
    | { readonly kind: 'check'; readonly on: string; readonly conclusion: Conclusion; readonly name: string }
    | { readonly kind: 'status'; readonly on: string; readonly state: StatusState; readonly name: string }
    | Deploying
    | { readonly kind: 'release'; readonly repository: string; readonly tag: string; readonly ref?: string }
    | { readonly kind: 'comment'; readonly on: string; readonly body: string }
    | { readonly kind: 'edit'; readonly on: string; readonly title?: string; readonly body?: string }
    | {
        readonly kind: 'open'
        readonly repository: string
        readonly title: string
        readonly body: string
        readonly branch: string
        readonly file?: NamedFile
      }
    | { readonly kind: 'commit'; readonly repository: string; readonly message: string; readonly file: NamedFile }
    | {
        readonly kind: 'issue'
        readonly repository: string
        readonly title: string
        readonly body: string
        readonly labels?: readonly string[]
      }
    | { readonly kind: 'assign'; readonly on: string; readonly who: string }
    | { readonly kind: 'label'; readonly on: string; readonly name: string }
    | { readonly kind: 'block' | 'unblock' | 'part'; readonly on: string; readonly other: string }
}

/** A file of a repository, and the one on this machine that holds what it says; empty: it goes. */
export type NamedFile = { readonly path: string; readonly local: string }

/** `ref`: a branch, a tag or a sha; `pull`: its merge, its head while it is open, or what was there `before`. Neither: the default branch. */
export type Deploying = {
  readonly kind: 'deploy'
  readonly repository: string
  readonly environment: string
  readonly state: DeploymentState
  readonly ref?: string
  readonly pull?: string
  readonly before?: boolean
  readonly url?: string
  readonly log?: string
}
