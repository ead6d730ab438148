import type { AnsweredRequest, GithubClient } from '../../../app/github/client.ts'
import { WEB } from '../payloads.ts'
import { REPOSITORY } from '../world.ts'

type Fields = Record<string, unknown>
const PER_PAGE = 100
const START = Date.parse('2026-05-01T00:00:00Z')

/** An issue of a history: what it waits for, what it is made of, and what else is not as usual. */
export type Past = {
  readonly number: number
  readonly blockers?: readonly (number | string)[]
  readonly parts?: readonly number[]
  readonly over?: Fields
}

/** A repository with a history, as GitHub's REST API tells it, and with GitHub's limits. */
export type FakeGitHub = Pick<GithubClient, 'answeredAsInstallation'> & {
  /** What was asked, in order. */
  readonly asked: string[]
  /** The next answers are refusals or failures instead. */
  readonly trouble: (() => void)[]
  /** What is left of the hour; `undefined`: GitHub does not say. */
  limit: { left: number; readonly reset: number } | undefined
  close(number: number): void
}

export function fakeGitHub(past: readonly Past[], pulls: readonly Fields[] = []): FakeGitHub {
  const open = new Map(past.map((each) => [each.number, each]))
  const asked: string[] = []
  const trouble: (() => void)[] = []
  const api = `https://api.github.com/repos/${REPOSITORY.full_name}`
  const name = (number: number) => `${String(number).padStart(9, '0')}`

  const shown = (each: Past) => ({
    number: each.number,
    title: `Issue ${each.number}`,
    state: 'open',
    user: { login: 'dev-gh', type: 'User' },
    author_association: 'MEMBER',
    labels: [],
    assignees: [],
    created_at: new Date(START + each.number * 60_000).toISOString(),
    updated_at: new Date(START + each.number * 60_000).toISOString(),
    closed_at: null,
    repository_url: api,
    issue_dependencies_summary: {
      blocked_by: each.blockers?.length ?? 0,
      total_blocked_by: each.blockers?.length ?? 0,
    },
    sub_issues_summary: { total: each.parts?.length ?? 0 },
    ...each.over,
  })
  const related = (id: number | string) => {
    if (typeof id === 'number') return shown(open.get(id) ?? past.find(({ number }) => number === id) ?? { number: id })
    const [repository, number] = id.split('#')
    const url = `https://api.github.com/repos/${repository === 'web' ? WEB.full_name : repository}`
    return { ...shown({ number: Number(number) }), repository_url: url }
  }
  // Turned by a cursor, as GitHub does: what is closed meanwhile moves nothing to another page.
  const list = (after: string | undefined) => {
    const rest = [...open.values()].filter(({ number }) => name(number) > (after ?? ''))
    const page = rest.slice(0, PER_PAGE)
    const last = page.at(-1)
    const link =
      rest.length > PER_PAGE && last !== undefined
        ? `<${api}/issues?per_page=100&after=${name(last.number)}>; rel="next"`
        : undefined
    return { data: page.map(shown), ...(link === undefined ? {} : { link }) }
  }

  const answer = (route: string, parameters: Fields): { readonly data: unknown; readonly link?: string } => {
    const path = route.replace(`GET /repos/${REPOSITORY.full_name}`, '')
    if (path === '') return { data: { open_issues_count: open.size + pulls.length, private: true } }
    if (path === '/issues') return list(parameters['after'] as string | undefined)
    if (path === '/pulls') return { data: pulls }
    const [, number, what] = /^\/issues\/(\d+)\/(.*)$/.exec(path) ?? []
    const each = open.get(Number(number)) ?? past.find((known) => known.number === Number(number))
    if (what === 'sub_issues') return { data: (each?.parts ?? []).map(related) }
    return { data: (each?.blockers ?? []).map(related) }
  }

  const fake: FakeGitHub = {
    asked,
    trouble,
    limit: undefined,
    close: (number) => void open.delete(number),
    answeredAsInstallation: async () => {
      const request: AnsweredRequest = async (route, parameters) => {
        asked.push(route)
        trouble.shift()?.()
        const { data, link } = answer(route, parameters)
        if (fake.limit === undefined) return { data, headers: { link } }
        fake.limit.left -= 1
        const limits = { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': String(fake.limit.left) }
        return { data, headers: { link, ...limits, 'x-ratelimit-reset': String(fake.limit.reset / 1_000) } }
      }
      return request
    },
  }
  return fake
}

/** What Octokit throws for an answer of GitHub's that is no success; without headers it is a lost connection. */
export function httpError(status: number, headers?: Readonly<Record<string, string>>): Error {
  const response = headers === undefined ? {} : { response: { headers } }
  return Object.assign(new Error(`GitHub says ${status}`), { name: 'HttpError', status, ...response })
}
