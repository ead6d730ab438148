import * as z from 'zod'

/** One attempt of GitHub to bring a delivery, as the app's own list tells it. Times in epoch milliseconds. */
export type Attempt = {
  /** Names this attempt; asking for it again repeats the whole delivery. */
  readonly id: number
  /** Names the delivery: every attempt of it has the same. */
  readonly guid: string
  readonly at: number
  readonly redelivery: boolean
  /** What our door answered; 5xx where it gave no answer. */
  readonly status: number
  readonly event: string
  readonly action: string | undefined
}

/**
 * Just the fields that are read.
 * https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export const attemptSchema = z
  .object({
    id: z.number().int().positive(),
    guid: z.string().min(1).max(100),
    delivered_at: z.iso.datetime({ offset: true }),
    redelivery: z.boolean(),
    status_code: z.number().int(),
    event: z.string().max(100),
    action: z.string().max(200).nullish(),
  })
  .transform(
    ({ id, guid, delivered_at, redelivery, status_code, event, action }): Attempt => ({
      ...{ id, guid, redelivery, event, action: action ?? undefined },
      at: Date.parse(delivered_at),
      status: status_code,
    }),
  )

/** A delivery that never arrived. */
export type Failed = {
  readonly guid: string
  /** The last attempt: GitHub is asked to repeat that one. */
  readonly id: number
  /** When GitHub tried first. */
  readonly since: number
  /** How often GitHub was already asked to try again, as far as its list shows. */
  readonly repeated: number
}

/** Refusals that pass by themselves. All other 4xx are our door's last word: forged, too large, of no use to us. */
const PASSING = new Set([408, 425, 429])

/**
 * The deliveries that nobody took, the oldest first: no attempt was answered with 2xx, and the last one was not refused
 * for good. `wanted` says which events anybody acts on. The order and repetition of attempts do not matter.
 */
export function failedDeliveries(
  attempts: Iterable<Attempt>,
  wanted: (event: string, action: string | undefined) => boolean,
): Failed[] {
  const byGuid = new Map<string, Map<number, Attempt>>()
  for (const attempt of attempts) {
    if (!wanted(attempt.event, attempt.action)) continue
    const known = byGuid.get(attempt.guid) ?? new Map<number, Attempt>()
    byGuid.set(attempt.guid, known.set(attempt.id, attempt))
  }
  const failed: Failed[] = []
  for (const [guid, known] of byGuid) {
    const all = [...known.values()].toSorted((a, b) => a.id - b.id)
    const last = all.at(-1)
    if (last === undefined || all.some(({ status }) => isTaken(status)) || isRefused(last.status)) continue
    const since = Math.min(...all.map(({ at }) => at))
    failed.push({ guid, id: last.id, since, repeated: all.filter(({ redelivery }) => redelivery).length })
  }
  return failed.toSorted((a, b) => a.since - b.since || a.id - b.id)
}

function isTaken(status: number): boolean {
  return status >= 200 && status < 300
}

function isRefused(status: number): boolean {
  return status >= 400 && status < 500 && !PASSING.has(status)
}
