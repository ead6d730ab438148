import { REPOSITORY } from './world.ts'

/** Payloads with just the fields that GitHub and the emulator both send. */

type Fields = Record<string, unknown>
export const SHA1 = 'a'.repeat(40)
export const SHA2 = 'b'.repeat(40)
const DAY = '2026-06-01T'

/** `at` is a time of day such as `09:00:00`. */
export function pullPayload(action: string, at: string, pull: Fields = {}, sender = 'priya-gh') {
  const time = `${DAY}${at}Z`
  const number = (pull['number'] as number | undefined) ?? 12
  return {
    action,
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: sender, type: 'User' },
    pull_request: {
      number,
      title: 'UAPI-12 Provision the Lambda',
      body: null,
      state: 'open',
      draft: false,
      merged: false,
      html_url: `https://github.com/northwind/user-api/pull/${number}`,
      updated_at: time,
      closed_at: null,
      merged_at: null,
      merged_by: null,
      head: { sha: SHA2, ref: 'provision' },
      ...pull,
    },
  }
}

export function mergedPayload(at: string, pull: Fields = {}, sender = 'priya-gh') {
  const time = `${DAY}${at}Z`
  const merge = { state: 'closed', merged: true, merged_at: time, closed_at: time }
  return pullPayload('closed', at, { ...merge, merged_by: { login: sender, type: 'User' }, ...pull }, sender)
}

type Reviewing = {
  readonly sender?: string
  readonly type?: string
  readonly author?: string
  readonly association?: string
  readonly body?: string
}

/** A review by Fern, unless somebody else sends it; of a dismissal she is the one whose review it was. */
export function reviewPayload(action: string, state: string, at: string, given: Reviewing = {}) {
  const { sender = 'fern', type = 'User', author = 'priya-gh', association = 'MEMBER', body = null } = given
  const { pull_request: pull, ...rest } = pullPayload(action, at, { user: { login: author, type: 'User' } }, sender)
  const time = `${DAY}${at}Z`
  return {
    ...rest,
    sender: { login: sender, type },
    pull_request: pull,
    review: {
      id: 78,
      user: action === 'dismissed' ? { login: 'fern', type: 'User' } : { login: sender, type },
      body,
      state,
      submitted_at: time,
      html_url: `${pull.html_url}#pullrequestreview-78`,
      author_association: association,
    },
  }
}

/** Priya asks for a review, or does not any more. */
export function reviewRequestPayload(
  action: string,
  at: string,
  { reviewer, team }: { readonly reviewer?: string; readonly team?: string },
) {
  return {
    ...pullPayload(action, at),
    ...(reviewer === undefined ? {} : { requested_reviewer: { login: reviewer, type: 'User' } }),
    ...(team === undefined ? {} : { requested_team: { slug: team, name: 'The web' } }),
  }
}

export function checkPayload(action: string, at: string, run: Fields = {}) {
  return {
    action,
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'priya-gh', type: 'User' },
    check_run: {
      name: 'build',
      head_sha: SHA1,
      status: 'completed',
      conclusion: 'success',
      started_at: `${DAY}09:00:30Z`,
      completed_at: `${DAY}${at}Z`,
      html_url: 'https://github.com/northwind/user-api/runs/1',
      app: { slug: 'github-actions' },
      ...run,
    },
  }
}

type Voice = {
  readonly sender?: string
  readonly type?: string
  readonly author?: string
  readonly association?: string
}

/** When the comments of these payloads were written. */
export const SAID_AT = '2026-06-02T07:59:00Z'

export function commentPayload(
  body: string,
  { sender = 'dev-gh', type = 'User', author = sender, association = 'MEMBER' }: Voice = {},
) {
  return {
    action: 'created',
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: sender, type },
    issue: { number: 5 },
    comment: {
      ...{ id: 77, body, user: { login: author, type } },
      ...{ author_association: association, created_at: SAID_AT },
    },
  }
}

/** `at` is a time of day; a run that did not end yet has no conclusion. */
export function workflowPayload(action: string, at: string, run: Fields = {}, name = 'CI') {
  const time = `${DAY}${at}Z`
  const isOver = action === 'completed'
  return {
    action,
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'priya-gh', type: 'User' },
    workflow: { id: 3, name, path: '.github/workflows/ci.yml' },
    workflow_run: {
      id: 4,
      name,
      head_sha: SHA2,
      status: isOver ? 'completed' : action === 'requested' ? 'queued' : 'in_progress',
      conclusion: isOver ? 'success' : null,
      run_attempt: 1,
      created_at: `${DAY}09:00:00Z`,
      run_started_at: `${DAY}09:00:00Z`,
      updated_at: time,
      html_url: 'https://github.com/northwind/user-api/actions/runs/4',
      ...run,
    },
  }
}

/** The suite of GitHub Actions, which could not begin. */
export function suitePayload(action: string, at: string, suite: Fields = {}) {
  return {
    action,
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'priya-gh', type: 'User' },
    check_suite: {
      id: 5,
      head_sha: SHA2,
      status: 'completed',
      conclusion: 'failure',
      updated_at: `${DAY}${at}Z`,
      latest_check_runs_count: 0,
      app: { slug: 'github-actions' },
      ...suite,
    },
  }
}

/** `begun` and `at` are times of day. */
export function deploymentPayload(
  state: string,
  at: string,
  { sha, environment = 'production', begun = at, status = {}, ...more }: DeploymentGiven,
) {
  const id = Number(at.replaceAll(/\D/g, '').slice(0, 6))
  return {
    action: 'created',
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'deployer[bot]', type: 'Bot' },
    deployment: { id, sha, environment, payload: {}, created_at: `${DAY}${begun}Z`, ...more },
    deployment_status: { id, state, created_at: `${DAY}${at}Z`, environment, ...status },
  }
}

type DeploymentGiven = Fields & {
  readonly sha: string
  readonly environment?: string
  readonly begun?: string
  readonly status?: Fields
}

export function statusPayload(state: string, at: string, { sha = SHA2, context = 'ci/build' } = {}) {
  return {
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'ci-service', type: 'User' },
    sha,
    context,
    state,
    target_url: 'https://ci.example/builds/1',
    commit: { html_url: `https://github.com/northwind/user-api/commit/${sha}` },
    created_at: `${DAY}${at}Z`,
  }
}

export function releasePayload(tag: string, at: string, assets: readonly string[] = []) {
  return {
    action: 'published',
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'priya-gh', type: 'User' },
    release: {
      tag_name: tag,
      html_url: `https://github.com/northwind/user-api/releases/tag/${tag}`,
      published_at: `${DAY}${at}Z`,
      assets: assets.map((name) => ({
        name,
        browser_download_url: `https://github.com/northwind/user-api/releases/download/${tag}/${name}`,
      })),
    },
  }
}

export const WEB = { id: 1002, full_name: 'northwind/web' }

/** `at` and the times of the issue are times of day such as `09:00:00`. */
export function issuePayload(action: string, at: string, issue: Fields = {}, rest: Fields = {}) {
  const sender = (rest['by'] as string | undefined) ?? 'dev-gh'
  const { by: _, ...beside } = rest
  return {
    action,
    repository: { ...REPOSITORY, private: true },
    installation: { id: 7 },
    sender: { login: sender, type: 'User' },
    issue: {
      number: 7,
      title: 'Build the endpoint',
      state: 'open',
      state_reason: null,
      user: { login: 'dev-gh', type: 'User' },
      author_association: 'MEMBER',
      labels: [],
      assignees: [],
      created_at: `${DAY}08:00:00Z`,
      updated_at: `${DAY}${at}Z`,
      closed_at: null,
      ...issue,
    },
    ...beside,
  }
}

export function closedIssuePayload(at: string, reason = 'completed', issue: Fields = {}, rest: Fields = {}) {
  const closing = { state: 'closed', state_reason: reason, closed_at: `${DAY}${at}Z` }
  return issuePayload('closed', at, { ...closing, ...issue }, rest)
}

type End = { readonly number: number; readonly repository?: typeof REPOSITORY }

/** The issue `dependent` is blocked by the other; told to the repository of the one or of the other. */
export function dependencyPayload(action: string, at: string, dependent: End, blocker: End) {
  const told = action.startsWith('blocked_by') ? dependent : blocker
  const other = told === dependent ? 'blocking_issue_repo' : 'blocked_issue_repo'
  return {
    action,
    repository: told.repository ?? REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'dev-gh', type: 'User' },
    blocked_issue: { number: dependent.number, updated_at: `${DAY}${at}Z` },
    blocking_issue: { number: blocker.number, updated_at: `${DAY}08:00:00Z` },
    [other]: (told === dependent ? blocker : dependent).repository ?? REPOSITORY,
  }
}

/** The issue `part` is a part of the other. */
export function subIssuePayload(action: string, at: string, parent: End, part: End) {
  const told = action.startsWith('sub_issue') ? parent : part
  const other = told === parent ? 'sub_issue_repo' : 'parent_issue_repo'
  return {
    action,
    repository: told.repository ?? REPOSITORY,
    installation: { id: 7 },
    sender: { login: 'dev-gh', type: 'User' },
    parent_issue: { number: parent.number, updated_at: `${DAY}${at}Z` },
    sub_issue: { number: part.number, updated_at: `${DAY}08:00:00Z` },
    [other]: (told === parent ? part : parent).repository ?? REPOSITORY,
  }
}
