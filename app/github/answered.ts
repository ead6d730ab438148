import type * as z from 'zod'
import type { Sent } from '../ports/channel.ts'
import { requestError } from './request-error.ts'

type Failed = Exclude<Sent, { outcome: 'sent' }>

type Refused = z.output<typeof requestError>

/** When to try again what GitHub did not take for a reason that passes by itself. */
const SOON = 10_000
/** GitHub asks for at least a minute when it names no time.
 *  https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
const A_MINUTE = 60_000
const A_DAY = 24 * 3_600_000

/** What became of a request that failed, told from what Octokit threw. `now`: epoch milliseconds. */
export function whatFailed(error: unknown, now: number): Failed {
  const parsed = requestError.safeParse(error)
  // Octokit reports a lost connection and a time-out as 500, without a response.
  if (!parsed.success || parsed.data.status >= 500 || parsed.data.response === undefined) {
    return { outcome: 'unknown', why: parsed.success ? said(parsed.data) : 'GitHub gave no answer' }
  }
  const refused = parsed.data
  const pause = pauseOf(refused, now)
  if (pause !== undefined) return { outcome: 'refused', notBefore: pause, why: said(refused) }
  if (refused.status < 400) return { outcome: 'unknown', why: said(refused) }
  const passing = [401, 408, 409, 425].includes(refused.status)
  if (passing) return { outcome: 'refused', notBefore: now + SOON, why: said(refused) }
  return { outcome: 'impossible', why: said(refused) }
}

/** The same for a request that came before the sending: whatever is unclear about it, nothing was sent. */
export function whatPreventedIt(error: unknown, now: number): Failed {
  const failed = whatFailed(error, now)
  return failed.outcome === 'unknown' ? { outcome: 'refused', notBefore: now + SOON, why: failed.why } : failed
}

/** The HTTP status that GitHub answered, if it answered. */
export function statusOf(error: unknown): number | undefined {
  const parsed = requestError.safeParse(error)
  return parsed.success && parsed.data.response !== undefined ? parsed.data.status : undefined
}

// GitHub answers 403 both to what is forbidden and to what is too fast.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
function pauseOf({ status, message, response }: Refused, now: number): number | undefined {
  if (status !== 403 && status !== 429) return undefined
  const headers = response?.headers ?? {}
  const after = Number(headers['retry-after'] ?? Number.NaN)
  if (Number.isFinite(after)) return between(now + after * 1_000, now)
  if (headers['x-ratelimit-remaining'] === '0') {
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN) * 1_000
    return between(Number.isFinite(reset) && reset > now ? reset : now + A_MINUTE, now)
  }
  return status === 429 || /rate limit|abuse/i.test(message) ? now + A_MINUTE : undefined
}

// A header may say anything; no wait is shorter than a second or longer than a day.
function between(at: number, now: number): number {
  return Math.min(Math.max(at, now + 1_000), now + A_DAY)
}

function said({ status, message, response }: Refused): string {
  if (response === undefined) return 'GitHub gave no answer'
  return `GitHub answered ${status}: ${message.replace(/ - https?:\S+$/, '').slice(0, 200)}`
}
