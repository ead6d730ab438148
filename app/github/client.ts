import * as z from 'zod'
import { renewed } from '../lazily.ts'
import type { Log } from '../log.ts'
import { probotLog } from './probot-log.ts'

export type GithubClientOptions = {
  readonly appId: number
  /** The key in force; asked for at each request. */
  readonly privateKey: () => Promise<string>
  readonly apiUrl: string
  readonly log: Log
  /** Epoch milliseconds. */
  readonly now: () => number
}

/** One request to GitHub's REST API: `POST /repos/{owner}/{repo}/…` and its parameters. Throws what Octokit throws. */
export type Request = (
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
) => Promise<unknown>

/** The same, with the headers of the answer: which page comes next, and what is left of the hour's limit. */
export type AnsweredRequest = (
  ...request: Parameters<Request>
) => Promise<{ readonly data: unknown; readonly headers: Readonly<Record<string, unknown>> }>

/** One page of a list that GitHub turns with a cursor; without one it is the last. */
export type CursorPage = { readonly data: unknown; readonly cursor?: string }

/** Clients of GitHub's API. Nothing is ever tried again by itself, and nothing waits for a limit to pass. */
export type GithubClient = {
  /** As the app itself, with a token of our own signature. */
  readonly asApp: Request
  /** As the app itself, a page of a list. The parameter `cursor` asks for the page that an earlier one named. */
  pageAsApp(...request: Parameters<Request>): Promise<CursorPage>
  /** As an installation. The token is fetched beforehand, so that whatever fails here was not sent by us yet. */
  asInstallation(installation: number, signal: AbortSignal): Promise<Request>
  answeredAsInstallation(installation: number, signal: AbortSignal): Promise<AnsweredRequest>
  /** Forgets the token of an installation that GitHub does not take any more. */
  forget(installation: number): void
}

const tokenAnswer = z.object({ token: z.string().min(1), expires_at: z.iso.datetime({ offset: true }) })

/** A token is not used in its last minutes: it must outlive the request. */
const MARGIN = 5 * 60_000
const MAX_TOKENS = 1_000

/** Octokit comes with Probot and is loaded when the first request is made. */
export function githubClient(options: GithubClientOptions): GithubClient {
  const { appId, apiUrl, log, now } = options
  const tokens = new Map<number, { readonly token: string; readonly until: number }>()
  const octokit = renewed(options.privateKey, async (privateKey) => {
    const { ProbotOctokit } = await import('probot')
    // Only the function form wins against Probot's own defaults.
    const Plain = ProbotOctokit.defaults((given: object) => ({
      ...given,
      baseUrl: apiUrl,
      log: probotLog(log),
      throttle: { enabled: false },
      retry: { enabled: false },
    }))
    return { Plain, app: new Plain({ auth: { appId, privateKey } }) }
  })

  const asApp: Request = async (route, parameters, signal) => {
    const { app } = await octokit()
    const { data }: { data: unknown } = await app.request(route, { ...parameters, request: { signal } })
    return data
  }

  const tokenOf = async (installation: number, signal: AbortSignal): Promise<string> => {
    const known = tokens.get(installation)
    if (known !== undefined && known.until > now()) return known.token
    const route = 'POST /app/installations/{installation_id}/access_tokens'
    const answer = tokenAnswer.parse(await asApp(route, { installation_id: installation }, signal))
    if (tokens.size >= MAX_TOKENS) tokens.clear()
    tokens.set(installation, { token: answer.token, until: Date.parse(answer.expires_at) - MARGIN })
    return answer.token
  }

  const answeredAsInstallation: GithubClient['answeredAsInstallation'] = async (installation, signal) => {
    const token = await tokenOf(installation, signal)
    const { Plain } = await octokit()
    const client = new Plain({ auth: { token } })
    return async (route, parameters, sent) => {
      const { data, headers } = await client.request(route, { ...parameters, request: { signal: sent } })
      return { data: data as unknown, headers }
    }
  }

  return {
    asApp,
    answeredAsInstallation,
    async pageAsApp(route, parameters, signal) {
      const { app } = await octokit()
      const { data, headers } = await app.request(route, { ...parameters, request: { signal } })
      const cursor = nextCursor(headers.link)
      return { data: data as unknown, ...(cursor === undefined ? {} : { cursor }) }
    },
    async asInstallation(installation, signal) {
      const request = await answeredAsInstallation(installation, signal)
      return async (...asked) => (await request(...asked)).data
    },
    forget: (installation) => void tokens.delete(installation),
  }
}

// https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api#using-link-headers
function nextCursor(link: unknown): string | undefined {
  const next = typeof link === 'string' ? /<([^<>]{1,2000})>;\s*rel="next"/.exec(link)?.[1] : undefined
  return next === undefined ? undefined : (URL.parse(next)?.searchParams.get('cursor') ?? undefined)
}
