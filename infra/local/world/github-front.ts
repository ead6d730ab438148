import { githubTokenOf, lookingTokenOf } from './emulators.ts'
import { type Call, json, type Reply } from './http.ts'
import { pullFiles } from './pull-files.ts'
import type { Seed } from './seed.ts'

const PERMISSION = /^\/repos\/[^/]+\/[^/]+\/collaborators\/([^/]+)\/permission$/
const ISSUE = /^(\/repos\/[^/]+\/[^/]+)\/issues\/(\d+)$/
const MERGE = /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/merge$/
const FILES = /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/files$/
const UPDATE_BRANCH = /^\/repos\/([^/]+\/[^/]+)\/pulls\/(\d+)\/update-branch$/

/** `GET /repos/:owner/:repo/issues/:n` of a call to `/repos/northwind/user-api/issues/7`. */
export function githubMethod(call: Call): string {
  const path = call.path
    .replace(/^\/repos\/[^/]+\/[^/]+/, '/repos/:owner/:repo')
    .replace(/\/[0-9a-f]{40}(?=\/|$)/g, '/:sha')
    .replace(/\/\d+(?=\/|$)/g, '/:n')
  return `${call.method} ${path}`
}

/**
 * Who waits for something here looks many times a second, so looks are made by turns with other tokens of the person.
 * The application has GitHub's hourly limit, as anywhere.
 */
export function lookingByTurns(seed: Seed): (call: Call) => Call {
  const loginOf = new Map(seed.people.map(({ login }) => [`Bearer ${githubTokenOf(login)}`, login]))
  let looks = 0
  return (call) => {
    const login = call.method === 'GET' ? loginOf.get(call.headers.authorization ?? '') : undefined
    if (login === undefined) return call
    return { ...call, headers: { ...call.headers, authorization: `Bearer ${lookingTokenOf(login, looks++)}` } }
  }
}

/**
 * emulate answers the permission route with the collaborator's invitation level and with 404 for everybody else; GitHub
 * answers one of four words, and knows a permission for everybody. To GitHub every pull request is an issue as well. A
 * branch that is updated gets a new head, of which emulate tells nobody, and one that is merged is pushed to its base; `on` is
 * told of both, with the Authorization header of whoever did it.
 * https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export function githubRepair(
  ask: (path: string) => Promise<Response>,
  on: Readonly<Record<'newHead' | 'merged', (repository: string, number: number, by: string) => Promise<void>>>,
): (call: Call, reply: Reply) => Promise<Reply> {
  return async (call, reply) => {
    const [, repository, number] = UPDATE_BRANCH.exec(call.path) ?? []
    if (repository !== undefined && call.method === 'PUT' && reply.status === 202) {
      await on.newHead(repository, Number(number), call.headers.authorization ?? '')
    }
    const [, into, merged] = MERGE.exec(call.path) ?? []
    if (into !== undefined && call.method === 'PUT' && reply.status === 200) {
      await on.merged(into, Number(merged), call.headers.authorization ?? '')
    }
    const [, of, changed] = FILES.exec(call.path) ?? []
    if (of !== undefined && call.method === 'GET' && reply.status === 200 && (call.query.get('page') ?? '1') === '1') {
      return json(200, await pullFiles(ask, of, Number(changed)))
    }
    const [, path, issue] = ISSUE.exec(call.path) ?? []
    if (path !== undefined && call.method === 'GET' && reply.status === 404) {
      return asIssue(reply, await ask(`${path}/pulls/${issue}`))
    }
    const login = PERMISSION.exec(call.path)?.[1]
    if (login === undefined || call.method !== 'GET') return reply
    if (reply.status === 404) return outsider(call, reply, login, ask)
    if (reply.status !== 200) return reply
    const body = JSON.parse(reply.body.toString('utf8')) as Readonly<Record<string, unknown>>
    return json(200, { ...body, permission: legacyWord(body['permission']) })
  }
}

// https://docs.github.com/en/rest/issues/issues#get-an-issue
async function asIssue(reply: Reply, found: Response): Promise<Reply> {
  if (!found.ok) return reply
  const pull = (await found.json()) as Readonly<Record<string, unknown>>
  const { url, html_url, merged_at } = pull
  return json(200, { ...pull, pull_request: { url, html_url, merged_at } })
}

function legacyWord(level: unknown): string {
  switch (level) {
    case 'admin':
      return 'admin'
    case 'maintain':
    case 'push':
      return 'write'
    default:
      return 'read'
  }
}

async function outsider(call: Call, reply: Reply, login: string, ask: (path: string) => Promise<Response>) {
  const user = await ask(`/users/${login}`)
  const repository = await ask(call.path.split('/').slice(0, 4).join('/'))
  if (!user.ok || !repository.ok) return reply
  const isPrivate = ((await repository.json()) as { private?: boolean }).private === true
  const permission = isPrivate ? 'none' : 'read'
  return json(200, { permission, role_name: isPrivate ? '' : 'read', user: await user.json() })
}
