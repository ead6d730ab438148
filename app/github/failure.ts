import type * as z from 'zod'
import { requestError } from './request-error.ts'

/** Whether a failed delivery may succeed when tried again, and the statuses of GitHub's answers that say so. */
export type Failure = { readonly retry: boolean; readonly statuses: readonly number[] }

/**
 * Judges what Probot threw: one `AggregateError` for all handlers of a delivery. It is final only if every single error
 * is GitHub's refusal of the request itself; bugs, outages, expired tokens and rate limits are worth another try.
 */
export function judgeFailure(error: unknown): Failure {
  const errors: readonly unknown[] = error instanceof AggregateError ? error.errors : [error]
  const read = errors.map((one) => requestError.safeParse(one))
  const statuses = read.flatMap((one) => (one.success ? [one.data.status] : []))
  const final = read.length > 0 && read.every((one) => one.success && isFinal(one.data))
  return { retry: !final, statuses }
}

const PASSING = new Set([401, 408, 425, 429])

// GitHub answers 403 both to what is forbidden and to what is too fast.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
function isFinal({ status, message, response }: z.output<typeof requestError>): boolean {
  if (status < 400 || status >= 500 || PASSING.has(status)) return false
  if (status !== 403) return true
  const headers = response?.headers ?? {}
  return (
    headers['retry-after'] === undefined && headers['x-ratelimit-remaining'] !== '0' && !/rate limit/i.test(message)
  )
}
