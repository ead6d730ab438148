import * as z from 'zod'
import type { AnsweredRequest } from '../client.ts'

/** One page of a list of GitHub's, and which comes next. */
export type ListPage = { readonly items: readonly unknown[]; readonly next?: Readonly<Record<string, string>> }

/** What GitHub answers to one import: counts the requests, and knows when it has asked enough for this hour. */
export type Asker = {
  list(path: string, parameters: Readonly<Record<string, string | number>>): Promise<ListPage>
  one(path: string): Promise<unknown>
  readonly requests: () => number
  /** Until when no more should be asked, so that the rest of us has something left. Epoch milliseconds. */
  readonly pauseUntil: () => number | undefined
}

/** Milliseconds for one request. */
const TIMEOUT = 15_000
const PER_PAGE = 100
/** Part of the hour's limit that an import leaves to everything else. */
const SHARE_LEFT = 5

/** Asks GitHub for an import, as the installation. */
export function importAsker(ask: AnsweredRequest, now: () => number): Asker {
  let requests = 0
  let pause: number | undefined
  const get = async (path: string, parameters: Readonly<Record<string, string | number>>) => {
    requests++
    const answer = await ask(`GET ${path}`, parameters, AbortSignal.timeout(TIMEOUT))
    pause = pauseAfter(answer.headers, now()) ?? pause
    return answer
  }
  return {
    async list(path, parameters) {
      const { data, headers } = await get(path, { per_page: PER_PAGE, ...parameters })
      const next = nextPage(headers['link'])
      return { items: Array.isArray(data) ? data : [], ...(next === undefined ? {} : { next }) }
    },
    one: async (path) => (await get(path, {})).data,
    requests: () => requests,
    pauseUntil: () => pause,
  }
}

const whole = z.coerce.number().int().nonnegative()

// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
function pauseAfter(headers: Readonly<Record<string, unknown>>, now: number): number | undefined {
  const [limit, left, reset] = ['limit', 'remaining', 'reset'].map((name) =>
    whole.safeParse(headers[`x-ratelimit-${name}`]),
  )
  if (!limit?.success || !left?.success || !reset?.success) return undefined
  const at = reset.data * 1_000
  return left.data * SHARE_LEFT < limit.data && at > now ? at + 1_000 : undefined
}

/**
 * The parameters of the page that GitHub names as the next. Long lists of issues are turned with `after` alone, short ones of
 * other things with `page`. https://docs.github.com/en/rest/using-the-rest-api/using-pagination-in-the-rest-api
 */
export function nextPage(link: unknown): Readonly<Record<string, string>> | undefined {
  const next = typeof link === 'string' ? /<([^<>]{1,4000})>;\s*rel="next"/.exec(link)?.[1] : undefined
  const parameters = next === undefined ? undefined : URL.parse(next)?.searchParams
  const found = ['after', 'page'].flatMap((name) => {
    const value = parameters?.get(name)
    return value == null ? [] : [[name, value] as const]
  })
  return found.length === 0 ? undefined : Object.fromEntries(found)
}
