import type { Deliveries, Delivery } from './deliveries.ts'
import { type Call, json, type Reply, refuse } from './http.ts'

type Ask = (path: string, authorization?: string) => Promise<Response>
type Attempt = Delivery['attempts'][number]

const LIST = '/app/hook/deliveries'
const ONE = /^\/app\/hook\/deliveries\/(\d+)(\/attempts)?$/

/**
 * The routes by which an app looks at its deliveries and asks for failed ones again, which emulate lacks. As in GitHub,
 * every attempt is listed by itself, newest first, and attempts of one delivery share its GUID.
 * https://docs.github.com/en/rest/apps/webhooks#list-deliveries-for-an-app-webhook
 */
export function hookApi(
  deliveries: Deliveries,
  installationId: number,
  ask: Ask,
): (call: Call) => Promise<Reply | undefined> {
  const row = (delivery: Delivery, attempt: Attempt) => ({
    id: attempt.id,
    guid: delivery.guid,
    delivered_at: attempt.at,
    redelivery: attempt.redelivery,
    duration: attempt.durationMs / 1000,
    status: statusWord(attempt.status),
    status_code: attempt.status === 0 ? 504 : attempt.status,
    event: delivery.event,
    action: delivery.action,
    installation_id: installationId,
    repository_id: repositoryId(delivery),
    throttled_at: null,
  })
  const rows = () =>
    deliveries
      .all()
      .flatMap((delivery) => delivery.attempts.map((attempt) => ({ delivery, attempt })))
      .sort((a, b) => b.attempt.id - a.attempt.id)
  return async (call) => {
    const [, id, attempts] = ONE.exec(call.path) ?? []
    if (call.path !== LIST && id === undefined) return undefined
    const app = await ask('/app', call.headers.authorization ?? '')
    if (!app.ok) return json(app.status, await app.json())
    if (id === undefined)
      return call.method === 'GET'
        ? page(
            call,
            rows().map((r) => row(r.delivery, r.attempt)),
          )
        : undefined
    const found = rows().find(({ attempt }) => attempt.id === Number(id))
    if (found === undefined)
      return json(404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' })
    if (attempts === undefined) {
      const request = { headers: { 'X-GitHub-Delivery': found.delivery.guid }, payload: found.delivery.payload }
      return json(200, { ...row(found.delivery, found.attempt), request, response: { headers: null, payload: null } })
    }
    if (call.method !== 'POST') return refuse(405, 'Use POST.')
    void deliveries.redeliver(found.delivery.guid)
    return json(202, {})
  }
}

function page(call: Call, rows: readonly { readonly id: number }[]): Reply {
  const size = Math.min(Number(call.query.get('per_page')) || 30, 100)
  const cursor = Number(call.query.get('cursor')) || Number.POSITIVE_INFINITY
  const rest = rows.filter(({ id }) => id < cursor)
  const reply = json(200, rest.slice(0, size))
  const last = rest[size - 1]
  if (last === undefined || rest.length === size) return reply
  const next = `<http://${call.headers.host}${LIST}?per_page=${size}&cursor=${last.id}>; rel="next"`
  return { ...reply, headers: { ...reply.headers, link: next } }
}

function statusWord(status: number): string {
  if (status === 0) return 'timed out'
  return status < 300 ? 'OK' : `Invalid HTTP Response: ${status}`
}

function repositoryId({ payload }: Delivery): number | null {
  const repository = payload['repository']
  const id = typeof repository === 'object' && repository !== null && 'id' in repository ? repository.id : null
  return typeof id === 'number' ? id : null
}
