import * as z from 'zod'
import { json, type Outcome } from './http.ts'

/**
 * What may go wrong between the application and a provider:
 * `500` is answered and nothing was done, `429` likewise with Retry-After, `timeout` is never answered and nothing was
 * done, `lost` was done but the connection breaks before the answer.
 */
export const faultSchema = z.enum(['ok', '500', '429', 'timeout', 'lost'])
export type Fault = z.output<typeof faultSchema>

export const faultOrderSchema = z.object({
  slack: faultSchema.optional(),
  github: faultSchema.optional(),
  /** How many calls are hit; until further notice when left out. */
  times: z.int().positive().optional(),
  /** Only this method is hit, in the words of `GET /calls`: `chat.postMessage`, `POST /repos/:owner/:repo/issues`. */
  method: z.string().optional(),
  retryAfterSeconds: z.int().positive().default(1),
})
export type FaultOrder = z.input<typeof faultOrderSchema>

type Armed = { fault: Fault; left: number; method: string | undefined; retryAfterSeconds: number }

/** The fault switch of one provider. */
export type FaultSwitch = {
  arm(order: z.output<typeof faultOrderSchema>, fault: Fault): void
  /** The fault that hits this call, counted off; `ok` when none does. */
  strike(method: string): Fault
  refusal(fault: '500' | '429'): Outcome
  state(): { readonly fault: Fault; readonly left?: number; readonly method?: string }
}

export function faultSwitch(): FaultSwitch {
  let armed: Armed = { fault: 'ok', left: 0, method: undefined, retryAfterSeconds: 1 }
  return {
    arm: ({ times, method, retryAfterSeconds }, fault) => {
      armed = { fault, left: times ?? Number.POSITIVE_INFINITY, method, retryAfterSeconds }
    },
    strike: (method) => {
      if (armed.fault === 'ok' || armed.left === 0) return 'ok'
      if (armed.method !== undefined && armed.method !== method) return 'ok'
      armed.left -= 1
      return armed.fault
    },
    refusal: (fault) => {
      if (fault === '500') return json(500, { message: 'Server Error' })
      const reply = json(429, { ok: false, error: 'ratelimited', message: 'You have exceeded a rate limit.' })
      return { ...reply, headers: { ...reply.headers, 'retry-after': String(armed.retryAfterSeconds) } }
    },
    state: () => {
      if (armed.fault === 'ok' || armed.left === 0) return { fault: 'ok' }
      return {
        fault: armed.fault,
        ...(Number.isFinite(armed.left) ? { left: armed.left } : {}),
        ...(armed.method === undefined ? {} : { method: armed.method }),
      }
    },
  }
}
