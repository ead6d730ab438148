import type { Actor } from './actor.ts'

/** A pull request that names the task. Subject: `owner/repo#12`. */
export type PullFact = {
  readonly state: 'draft' | 'open' | 'closed' | 'merged' | 'reverted' | 'unlinked'
  readonly sha: string
  readonly title: string
  readonly url: string
  readonly by: Actor
  readonly ordinal: number
}

/** The last word of one check on one commit. Subject: `owner/repo@sha:name`. */
export type CheckFact = {
  readonly repository: string
  readonly name: string
  readonly sha: string
  readonly conclusion: 'success' | 'failure' | 'pending'
  readonly url: string
  readonly by: Actor
  readonly ordinal: number
}

/** The last deployment to one environment. Subject: `owner/repo:environment`. */
export type DeploymentFact = {
  readonly environment: string
  readonly sha: string
  readonly state: 'success' | 'failure' | 'pending'
  readonly url: string
  readonly by: Actor
  readonly ordinal: number
}

/** Facts kept of each sort; beyond it the oldest go. */
export const MAX_PULLS = 20
export const MAX_CHECKS = 60
export const MAX_DEPLOYMENTS = 20

/** How far along a pull request's states are, for facts of the same second. */
export const PULL_RANK: Readonly<Record<PullFact['state'], number>> = {
  draft: 0,
  open: 1,
  unlinked: 2,
  closed: 3,
  merged: 4,
  reverted: 5,
}
