import * as z from 'zod'
import { readPull } from './github-acts.ts'
import type { GitHubRest, Reference } from './github-rest.ts'

/** What a deployment does: to which environment, of which commit, branch or tag, and how it ends. */
export type NewDeployment = {
  readonly environment: string
  readonly ref: string
  readonly state: DeploymentState
  readonly url?: string
  readonly log?: string
  /** What the pipeline has to say of what it deploys, by name. */
  readonly payload?: Readonly<Record<string, string>>
}
export type DeploymentState = 'success' | 'failure' | 'error' | 'in_progress' | 'inactive'

/** Words with which a commit status is set. */
export type StatusState = 'success' | 'failure' | 'error' | 'pending'

const made = z.looseObject({ id: z.number(), sha: z.string() })

/** Deploys as a pipeline would: begins, says that it is on its way, and ends. Answers the sha. */
export async function deploy(rest: GitHubRest, repository: string, wanted: NewDeployment): Promise<string> {
  const { environment, ref, state, url: environment_url, log: log_url, payload = {} } = wanted
  const path = `/repos/${repository}/deployments`
  // What becomes inactive was deployed before.
  if (state === 'inactive') {
    const query = `?environment=${encodeURIComponent(environment)}`
    const [latest] = z.array(made).parse(await rest('GET', `${path}${query}`))
    if (latest === undefined) throw new Error(`Nothing was deployed to ${environment} of ${repository} yet.`)
    await rest('POST', `${path}/${latest.id}/statuses`, { state })
    return latest.sha
  }
  const { id, sha } = made.parse(
    await rest('POST', path, { ref, environment, payload, auto_merge: false, required_contexts: [] }),
  )
  const told = {
    ...(environment_url === undefined ? {} : { environment_url }),
    ...(log_url === undefined ? {} : { log_url }),
  }
  await rest('POST', `${path}/${id}/statuses`, { state: 'in_progress', ...(log_url === undefined ? {} : { log_url }) })
  if (state !== 'in_progress') await rest('POST', `${path}/${id}/statuses`, { state, ...told })
  return sha
}

/** The commit that is deployed for a pull request: its merge, or while it is open its head. */
export async function commitOf(rest: GitHubRest, at: Reference): Promise<string> {
  const { merged, merge_commit_sha, head } = await readPull(rest, at)
  return merged && merge_commit_sha !== null ? merge_commit_sha : head.sha
}

/** The commit that a pull request changed: what is deployed to take it back. */
export async function commitBefore(rest: GitHubRest, at: Reference): Promise<string> {
  const sha = await commitOf(rest, at)
  const { parents } = commit.parse(await rest('GET', `/repos/${at.repository}/git/commits/${sha}`))
  return parents[0]?.sha ?? sha
}

const commit = z.looseObject({ parents: z.array(z.looseObject({ sha: z.string() })) })

/** Sets a commit status on the head of a pull request. */
export async function setStatus(rest: GitHubRest, at: Reference, state: StatusState, context: string): Promise<void> {
  const { head } = await readPull(rest, at)
  await rest('POST', `/repos/${at.repository}/statuses/${head.sha}`, { state, context })
}

/** Publishes a release of the default branch, or of the commit given. */
export async function publishRelease(
  rest: GitHubRest,
  repository: string,
  tag: string,
  target?: string,
): Promise<void> {
  // GitHub makes the tag with the release; the emulator does not.
  const { sha } = z
    .looseObject({ sha: z.string() })
    .parse(await rest('GET', `/repos/${repository}/commits/${encodeURIComponent(target ?? 'main')}`))
  await rest('POST', `/repos/${repository}/git/refs`, { ref: `refs/tags/${tag}`, sha })
  await rest('POST', `/repos/${repository}/releases`, { tag_name: tag, name: tag, target_commitish: sha })
}
