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

type Voice = { readonly sender?: string; readonly type?: string; readonly author?: string }

export function commentPayload(body: string, { sender = 'dev-gh', type = 'User', author = sender }: Voice = {}) {
  return {
    action: 'created',
    repository: REPOSITORY,
    installation: { id: 7 },
    sender: { login: sender, type },
    issue: { number: 5 },
    comment: { id: 77, body, user: { login: author, type } },
  }
}
