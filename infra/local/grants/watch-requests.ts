import { subscribe } from 'node:diagnostics_channel'
import type { ClientRequest } from 'node:http'
import { type AwsRequest, serviceOf, signedFor } from './aws-request.ts'

/** Why a request must not go out; nothing: it may. */
export type Verdict = (request: AwsRequest) => Error | undefined

let judge: () => Verdict | undefined = () => undefined
let watching = false

/**
 * Has every request of this process to AWS judged before its last byte is sent, by whoever `now` names at the moment at which it
 * is made (nobody: it goes out). All our calls go by `node:http`, which tells of each; one by `fetch` cannot be read, so it is
 * judged as what nobody knows, when it is on its way.
 * https://nodejs.org/docs/latest-v24.x/api/diagnostics_channel.html#event-httpclientrequestcreated
 */
export function watchRequests(now: () => Verdict | undefined): void {
  judge = now
  if (watching) return
  watching = true
  subscribe('http.client.request.created', (message) => {
    const { request } = message as { readonly request: ClientRequest }
    const verdict = judge()
    const service = verdict === undefined ? undefined : serviceOf(request)
    if (verdict !== undefined && service !== undefined) hold(request, service, verdict)
  })
  subscribe('undici:request:create', (message) => {
    const { request } = message as { readonly request: { method: string; path: string; headers: unknown } }
    const service = signedFor(String(request.headers))
    const { method, path } = request
    if (service !== undefined) judge()?.({ service: `${service} by fetch`, method, path, target: undefined, body: '' })
  })
}

// A request is known when its body is complete, and not done before.
function hold(request: ClientRequest, service: string, verdict: Verdict): void {
  const chunks: Buffer[] = []
  const keep = (chunk: unknown) => {
    if (typeof chunk === 'string' || chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk as string))
  }
  const write = request.write.bind(request) as (...args: unknown[]) => boolean
  const end = request.end.bind(request) as (...args: unknown[]) => ClientRequest
  request.write = (...args: unknown[]) => {
    keep(args[0])
    return write(...args)
  }
  request.end = (...args: unknown[]) => {
    keep(args[0])
    const { method, path } = request
    const target = request.getHeader('x-amz-target') as string | undefined
    const no = verdict({ service, method, path, target, body: Buffer.concat(chunks).toString('utf8') })
    return no === undefined ? end(...args) : request.destroy(no)
  }
}
