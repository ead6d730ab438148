import type { Actor } from './actor.ts'
import { MAX_FACT_BYTES, sizeOf, withFact } from './ordinal.ts'

/** A pull request that names the task, or a commit that completes it by itself. Subject: `owner/repo#12`, `owner/repo@sha`. */
export type PullFact = {
  readonly state: 'draft' | 'open' | 'closed' | 'merged' | 'reverted' | 'unlinked'
  readonly sha: string
  readonly title: string
  readonly url: string
  readonly by: Actor
  readonly ordinal: number
  /** When it came to that, where `ordinal` is greater so that it outranks what was heard of it in between: see `sinceOf`. */
  readonly since?: number
}

/** When a pull request came to be as it is, among all facts: its `ordinal` only says which word about it is the latest. */
export function sinceOf({ since, ordinal }: Pick<PullFact, 'since' | 'ordinal'>): number {
  return since ?? ordinal
}

/** The last word of one check on one commit. Subject: `checkSubject`. */
export type CheckFact = {
  readonly repository: string
  readonly name: string
  /** It sums up others: a workflow its jobs, the suite of an app what the app ran. */
  readonly sums?: 'workflow' | 'suite'
  readonly sha: string
  readonly conclusion: 'success' | 'failure' | 'pending'
  readonly url: string
  readonly by: Actor
  readonly ordinal: number
}

/** What a word about a check is about: `owner/repo@sha:name`. */
export function checkSubject({
  repository,
  sha,
  name,
  sums,
}: Omit<CheckFact, 'conclusion' | 'url' | 'by' | 'ordinal'>) {
  return `${repository}@${sha}${sums === undefined ? '' : ` ${sums}`}:${name}`
}

/**
 * Of the checks of one commit those that count where these are named. What sums up others counts only by its name, and not
 * beside a check that bears this name itself, so that nothing is said twice. None named: every check that ran, and the app
 * that could not run any.
 */
export function heededChecks(checks: readonly CheckFact[], names: readonly string[]): CheckFact[] {
  const own = new Set(checks.flatMap(({ name, sums }) => (sums === undefined ? [name] : [])))
  return checks.filter(({ name, sums, conclusion }) => {
    if (sums !== undefined && own.has(name)) return false
    if (names.length > 0) return names.includes(name)
    return sums === undefined || (sums === 'suite' && conclusion === 'failure')
  })
}

/**
 * What deployments say of the task. Whether a merge is in an environment, by `arrivalSubject`: `success`, or `superseded`
 * where the environment runs a commit without it. What became of the last attempt to deploy the repository there, by
 * `attemptSubject`: `failure`, or `pending` while a new one runs.
 */
export type DeploymentFact = {
  readonly environment: string
  readonly sha: string
  readonly state: 'success' | 'superseded' | 'failure' | 'pending'
  readonly url: string
  readonly by: Actor
  readonly ordinal: number
}

/** Where the arrival of a pull request (`owner/repo#12`) in an environment stands: whatever the case, it is one place. */
export function arrivalSubject(pull: string, environment: string): string {
  return `${pull}:${environment.toLowerCase()}`
}

/** Where the last attempt to deploy a repository (`owner/repo`) to an environment stands. */
export function attemptSubject(repository: string, environment: string): string {
  return `attempt ${repository}:${environment.toLowerCase()}`
}

/** `owner/repo` of the subject of a pull request, or of a commit. */
export function repositoryOf(pull: string): string {
  return pull.slice(0, pull.search(/[#@]/))
}

/** What the subject of a fact is called: a pull request, or a commit that came without one. */
export function changeWords(pull: string): string {
  return pull.includes('@') ? `commit ${pull}` : `pull request ${pull}`
}

/** Facts kept of each sort; beyond it the oldest go, of checks those first that no name asks for. */
export const MAX_PULLS = 20
export const MAX_CHECKS = 60
export const MAX_DEPLOYMENTS = 40

type Checks = Readonly<Record<string, CheckFact>>

/** The checks with one more. `isNamed`: whether the task goes by the name of a check, so that no crowd may drive it out. */
export function withCheck(
  checks: Checks,
  subject: string,
  check: CheckFact,
  isNamed: (name: string) => boolean,
): Checks {
  return withFact(checks, subject, check, MAX_CHECKS, { first: ({ name }) => isNamed(name) })
}

/**
 * Whether more checks may have run on a commit than are kept: there is no room for another one, and nothing older is left
 * that would have gone before one of its own.
 */
export function isCrowded(checks: Checks, sha: string): boolean {
  const kept = Object.entries(checks)
  const isFull = kept.length >= MAX_CHECKS || sizeOf(kept) > MAX_FACT_BYTES - LARGEST_CHECK
  if (!isFull) return false
  const oldest = Math.min(...kept.map(([, { ordinal }]) => ordinal))
  return kept.some(([, check]) => check.sha === sha && check.ordinal === oldest)
}

/** Bytes of JSON that one check may take: its name twice, its address, its commit and repository. */
const LARGEST_CHECK = 4_000

/** How far along a pull request's states are, for facts of the same second. */
export const PULL_RANK: Readonly<Record<PullFact['state'], number>> = {
  draft: 0,
  open: 1,
  unlinked: 2,
  closed: 3,
  merged: 4,
  reverted: 5,
}
