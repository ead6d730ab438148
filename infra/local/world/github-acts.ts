import * as z from 'zod'
import {
  GitHubRefusal,
  type GitHubRest,
  type Issue,
  issueSchema,
  type Pull,
  pullSchema,
  type Reference,
} from './github-rest.ts'

/** A pull request to be opened, with the one file that it changes. */
export type NewPull = {
  readonly title: string
  readonly body?: string
  readonly branch: string
  readonly file?: { readonly path: string; readonly content: string }
  /** Message of its commit; the title when left out. */
  readonly message?: string
}

/** Opens an issue in `owner/repo`. */
export async function openIssue(
  rest: GitHubRest,
  repository: string,
  issue: {
    readonly title: string
    readonly body?: string
    readonly assignees?: readonly string[]
    readonly labels?: readonly string[]
  },
): Promise<Issue> {
  return issueSchema.parse(await rest('POST', `/repos/${repository}/issues`, issue))
}

/** Closes an issue as completed, or opens it again. */
export async function setIssueState(rest: GitHubRest, at: Reference, state: 'open' | 'closed'): Promise<Issue> {
  return issueSchema.parse(await rest('PATCH', `/repos/${at.repository}/issues/${at.number}`, { state }))
}

/** Assigns somebody to an issue, by login. */
export async function assign(rest: GitHubRest, { repository, number }: Reference, login: string): Promise<void> {
  await rest('POST', `/repos/${repository}/issues/${number}/assignees`, { assignees: [login] })
}

/** Puts a label on an issue. */
export async function label(rest: GitHubRest, { repository, number }: Reference, name: string): Promise<void> {
  await rest('POST', `/repos/${repository}/issues/${number}/labels`, { labels: [name] })
}

/** Has an issue be blocked by another, or have it as a part; or not any more. */
export async function relate(
  rest: GitHubRest,
  { repository, number }: Reference,
  how: 'blocked-by' | 'part' | 'not-blocked-by',
  other: Reference,
): Promise<void> {
  const path = `/repos/${repository}/issues/${number}`
  const found = await rest('GET', `/repos/${other.repository}/issues/${other.number}`)
  const { id } = z.looseObject({ id: z.number() }).parse(found)
  if (how === 'part') await rest('POST', `${path}/sub_issues`, { sub_issue_id: id })
  else if (how === 'blocked-by') await rest('POST', `${path}/dependencies/blocked_by`, { issue_id: id })
  else await rest('DELETE', `${path}/dependencies/blocked_by/${id}`)
}

/** Comments on an issue or a pull request. Returns the comment's id. */
export async function comment(rest: GitHubRest, at: Reference, body: string): Promise<number> {
  const path = `/repos/${at.repository}/issues/${at.number}/comments`
  return z.looseObject({ id: z.number() }).parse(await rest('POST', path, { body })).id
}

/** Comments on an issue or a pull request, as GitHub shows them. */
export async function commentsOn(rest: GitHubRest, at: Reference): Promise<readonly SeenComment[]> {
  const path = `/repos/${at.repository}/issues/${at.number}/comments?per_page=100`
  return z.array(commentSchema).parse(await rest('GET', path))
}

export type SeenComment = z.output<typeof commentSchema>
const commentSchema = z.looseObject({
  id: z.number(),
  body: z.string(),
  user: z.looseObject({ login: z.string(), type: z.string() }),
  /** How often each was given. */
  reactions: z.record(z.string(), z.number()).optional(),
})

/** The newest hundred issues and pull requests of a repository; a merged one has the state `merged`. */
export async function subjectsOf(rest: GitHubRest, repository: string): Promise<readonly Subject[]> {
  // Asked first, since a search among a repository that is not there finds nothing.
  await rest('GET', `/repos/${repository}`)
  const { items } = subjectsSchema.parse(
    await rest('GET', `/search/issues?q=repo:${repository}&sort=created&order=desc&per_page=100`),
  )
  const subjects = items.map(({ merged_at, ...subject }) => (merged_at ? { ...subject, state: 'merged' } : subject))
  return subjects.sort((a, b) => b.number - a.number)
}

export type Subject = Omit<z.output<typeof subjectsSchema>['items'][number], 'merged_at'>
const subjectsSchema = z.looseObject({
  items: z.array(
    z.object({
      number: z.number(),
      title: z.string(),
      state: z.string(),
      html_url: z.string(),
      merged_at: z.string().nullish(),
    }),
  ),
})

/** Makes a branch off the default branch, commits the file to it, and opens a pull request. */
export async function openPull(rest: GitHubRest, repository: string, pull: NewPull): Promise<Pull> {
  const base = await defaultBranch(rest, repository)
  await rest('POST', `/repos/${repository}/git/refs`, { ref: `refs/heads/${pull.branch}`, sha: base.sha })
  const file = pull.file ?? { path: `changes/${pull.branch}.md`, content: `${pull.title}\n` }
  await commitFile(rest, repository, file, pull.message ?? pull.title, pull.branch)
  const body = { title: pull.title, body: pull.body ?? '', head: pull.branch, base: base.name }
  return pullSchema.parse(await rest('POST', `/repos/${repository}/pulls`, body))
}

/** Commits one file to a branch, the default one unless it is named; without content the file goes. */
export async function commitFile(
  rest: GitHubRest,
  repository: string,
  { path, content }: { readonly path: string; readonly content?: string },
  message: string,
  branch?: string,
): Promise<string> {
  const at = `/repos/${repository}/contents/${path}`
  const on = branch === undefined ? {} : { branch }
  const known = await rest('GET', branch === undefined ? at : `${at}?ref=${branch}`).catch((error: unknown) => {
    if (error instanceof GitHubRefusal && error.status === 404) return {}
    throw error
  })
  const { sha } = z.looseObject({ sha: z.string().optional() }).parse(known)
  const body = { message, ...on, ...(sha === undefined ? {} : { sha }) }
  const answer = await (content === undefined
    ? rest('DELETE', at, body)
    : rest('PUT', at, { ...body, content: Buffer.from(content).toString('base64') }))
  return z.looseObject({ commit: z.looseObject({ sha: z.string() }) }).parse(answer).commit.sha
}

/** A pull request as it is now. */
export async function readPull(rest: GitHubRest, at: Reference): Promise<Pull> {
  return pullSchema.parse(await rest('GET', path(at)))
}

/** Changes title or description. */
export async function editPull(
  rest: GitHubRest,
  at: Reference,
  change: { readonly title?: string; readonly body?: string },
): Promise<Pull> {
  return pullSchema.parse(await rest('PATCH', path(at), change))
}

/** Closes a pull request without merging, or opens it again. */
export async function setPullState(rest: GitHubRest, at: Reference, state: 'open' | 'closed'): Promise<Pull> {
  return pullSchema.parse(await rest('PATCH', path(at), { state }))
}

/** Gives the pull request a new head commit, so that what was checked is no longer what would be merged. */
export async function pushToPull(rest: GitHubRest, at: Reference): Promise<Pull> {
  await rest('PUT', `${path(at)}/update-branch`, {})
  return readPull(rest, at)
}

/** Merges a pull request. Returns the merge commit's sha. */
export async function mergePull(
  rest: GitHubRest,
  at: Reference,
  method: 'merge' | 'squash' | 'rebase' = 'merge',
): Promise<string> {
  const answer = await rest('PUT', `${path(at)}/merge`, { merge_method: method })
  return z.looseObject({ sha: z.string() }).parse(answer).sha
}

/**
 * Opens the pull request that GitHub's Revert button opens. The tree becomes what it was before the merge, so later
 * merges would be reverted with it.
 */
export async function revertPull(rest: GitHubRest, at: Reference): Promise<Pull> {
  const { repository } = at
  const pull = await readPull(rest, at)
  if (!pull.merged || pull.merge_commit_sha === null) {
    throw new Error(`${repository}#${at.number} is not merged, so there is nothing to revert.`)
  }
  const base = await defaultBranch(rest, repository)
  const commitAt = async (sha: string) =>
    commitSchema.parse(await rest('GET', `/repos/${repository}/git/commits/${sha}`))
  const merge = await commitAt(pull.merge_commit_sha)
  const before = await commitAt(merge.parents[0]?.sha ?? merge.sha)
  const title = `Revert "${pull.title}"`
  const commit = commitSchema.parse(
    await rest('POST', `/repos/${repository}/git/commits`, {
      message: `${title}\n\nThis reverts commit ${merge.sha}.`,
      tree: before.tree.sha,
      parents: [base.sha],
    }),
  )
  const branch = `revert-${at.number}-${pull.head.ref}`
  await rest('POST', `/repos/${repository}/git/refs`, { ref: `refs/heads/${branch}`, sha: commit.sha })
  const body = { title, body: `Reverts ${repository}#${at.number}`, head: branch, base: base.name }
  return pullSchema.parse(await rest('POST', `/repos/${repository}/pulls`, body))
}

const commitSchema = z.looseObject({
  sha: z.string(),
  tree: z.looseObject({ sha: z.string() }),
  parents: z.array(z.looseObject({ sha: z.string() })),
})

async function defaultBranch(rest: GitHubRest, repository: string) {
  const { default_branch: name } = z
    .looseObject({ default_branch: z.string() })
    .parse(await rest('GET', `/repos/${repository}`))
  const { object } = z
    .looseObject({ object: z.looseObject({ sha: z.string() }) })
    .parse(await rest('GET', `/repos/${repository}/git/ref/heads/${name}`))
  return { name, sha: object.sha }
}

function path({ repository, number }: Reference): string {
  return `/repos/${repository}/pulls/${number}`
}
