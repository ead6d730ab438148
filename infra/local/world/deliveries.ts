import { createHmac, randomUUID } from 'node:crypto'
import * as z from 'zod'

type Json = Readonly<Record<string, unknown>>

/** One webhook delivery and every attempt to hand it over. */
export type Delivery = z.output<typeof deliverySchema>
export const deliverySchema = z.object({
  id: z.number(),
  guid: z.string(),
  event: z.string(),
  action: z.string().nullable(),
  at: z.string(),
  repository: z.string().nullable(),
  /** `pending` while the application is away or answers 5xx; `refused` after a 4xx. */
  state: z.enum(['pending', 'delivered', 'refused']),
  attempts: z.array(
    z.object({ id: z.number(), at: z.string(), status: z.number(), redelivery: z.boolean(), durationMs: z.number() }),
  ),
  payload: z.looseObject({}),
})

export type Deliveries = {
  /** Records a payload and hands it over in the background. */
  send(event: string, payload: Json, guid?: string): Delivery
  /** Hands one over again, by number or GUID, and waits for the answer; undefined when there is none. */
  redeliver(id: string): Promise<Delivery | undefined>
  find(id: string): Delivery | undefined
  all(): readonly Delivery[]
  /** Whether failed deliveries are repeated by themselves; GitHub itself never does. */
  repeat(on: boolean): void
  /** The application may be back: whatever waits tries again at once. */
  wake(): void
  close(): void
}

const FIRST_WAIT_MS = 100
const LONGEST_WAIT_MS = 3_000
/** GitHub gives a receiver ten seconds. https://docs.github.com/en/webhooks/using-webhooks/best-practices-for-using-webhooks */
const PATIENCE_MS = 10_000

/**
 * Hands deliveries to the application, each by itself and in no promised order. GitHub tries once and leaves the rest to
 * whoever asks for redelivery; here the bridge stands in for both and repeats, with the same GUID, until 2xx or 4xx.
 */
export function githubDeliveries(
  appUrl: () => string,
  secret: () => string,
  target: { readonly appId: number },
): Deliveries {
  const kept: Delivery[] = []
  const sleepers = new Set<() => void>()
  let closed = false
  let repeating = true
  let count = 0

  const attempt = async (delivery: Delivery, redelivery: boolean): Promise<number> => {
    const body = JSON.stringify(delivery.payload)
    const at = new Date().toISOString()
    const begun = performance.now()
    const status = await post(`${appUrl()}/github/webhooks`, body, {
      'content-type': 'application/json',
      'user-agent': 'GitHub-Hookshot/codexflow',
      'x-github-event': delivery.event,
      'x-github-delivery': delivery.guid,
      'x-github-hook-id': '1',
      'x-github-hook-installation-target-id': String(target.appId),
      'x-github-hook-installation-target-type': 'integration',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret()).update(body).digest('hex')}`,
    })
    count += 1
    const durationMs = Math.round(performance.now() - begun)
    delivery.attempts.push({ id: count, at, status, redelivery, durationMs })
    if (status >= 200 && status < 300) delivery.state = 'delivered'
    else if (status >= 400 && status < 500) delivery.state = 'refused'
    return status
  }

  const untilTaken = async (delivery: Delivery) => {
    for (let wait = FIRST_WAIT_MS; !closed; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      await attempt(delivery, delivery.attempts.length > 0)
      if (delivery.state !== 'pending' || !repeating) return
      await new Promise<void>((resolve) => {
        const rouse = () => {
          clearTimeout(timer)
          sleepers.delete(rouse)
          resolve()
        }
        const timer = setTimeout(rouse, wait)
        sleepers.add(rouse)
      })
    }
  }

  const find = (id: string) => kept.find((delivery) => String(delivery.id) === id || delivery.guid === id)
  const wake = () => {
    for (const rouse of [...sleepers]) rouse()
  }

  return {
    send: (event, payload, guid = randomUUID()) => {
      const delivery = deliverySchema.parse({
        id: kept.length + 1,
        guid,
        event,
        action: typeof payload['action'] === 'string' ? payload['action'] : null,
        at: new Date().toISOString(),
        repository: repositoryName(payload),
        state: 'pending',
        attempts: [],
        payload,
      })
      kept.push(delivery)
      void untilTaken(delivery)
      return delivery
    },
    redeliver: async (id) => {
      const delivery = find(id)
      if (delivery !== undefined) await attempt(delivery, true)
      return delivery
    },
    find,
    all: () => kept,
    repeat: (on) => {
      repeating = on
      wake()
    },
    wake,
    close: () => {
      closed = true
      wake()
    },
  }
}

/** The status of the answer; 0 when there was none. */
async function post(url: string, body: string, headers: Record<string, string>): Promise<number> {
  try {
    const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(PATIENCE_MS) })
    await response.arrayBuffer()
    return response.status
  } catch {
    return 0
  }
}

function repositoryName(payload: Json): string | null {
  const repository = z.looseObject({ full_name: z.string() }).safeParse(payload['repository'])
  return repository.success ? repository.data.full_name : null
}
