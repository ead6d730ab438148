import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Log } from '../../../app/log.ts'
import { type RouteSpec, routes as topologyRoutes } from '../../topology.ts'
import { type LocalServer, readBody, serve } from '../http-server.ts'
import { type BodyEncoding, splitTarget, toGatewayEvent } from './gateway-event.ts'
import { type GatewayReply, readResult } from './gateway-result.ts'
import type { Invoke } from './lambda.ts'

/** Bytes: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
export const MAX_BODY = 10 * 1024 * 1024
/** API Gateway gives up on a function after this, whatever the function's own limit. */
const INTEGRATION_TIMEOUT_MS = 30_000

/** `port` 0 takes a free one. */
export type GatewayOptions = {
  readonly port: number
  readonly invoke: Invoke
  readonly log: Log
  readonly routes?: readonly RouteSpec[]
  readonly bodies?: BodyEncoding
  readonly integrationTimeoutMs?: number
}

/** The doors, open. */
export type Gateway = LocalServer & { readonly routes: readonly RouteSpec[] }

/** An HTTP API on 127.0.0.1 that turns requests into Lambda events and results into responses, as API Gateway does. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const routes = options.routes ?? topologyRoutes
  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const { rawPath } = splitTarget(request.url ?? '/')
    const route = routes.find((each) => each.method === request.method && each.path === rawPath)
    if (route === undefined) return send(response, message(404, 'Not Found'))
    const body = await readBody(request, MAX_BODY)
    if (body === 'too-large') {
      response.setHeader('connection', 'close')
      return send(response, message(413, 'Request Entity Too Large'))
    }
    send(response, await integrate(options, route, request, body))
  }
  const server = await serve(options.port, options.log, handle, 'anybody')
  return { ...server, routes }
}

async function integrate(
  options: GatewayOptions,
  route: RouteSpec,
  request: IncomingMessage,
  body: Buffer,
): Promise<GatewayReply> {
  const event = toGatewayEvent(request, body, `${route.method} ${route.path}`, options.bodies ?? 'as-aws', new Date())
  let timer: NodeJS.Timeout | undefined
  const unavailable = new Promise<GatewayReply>((resolve) => {
    const afterMs = options.integrationTimeoutMs ?? INTEGRATION_TIMEOUT_MS
    timer = setTimeout(() => resolve(message(503, 'Service Unavailable')), afterMs)
  })
  // The reason is already in the function's log; the client learns nothing of our insides.
  const answered = options
    .invoke(route.function, event)
    .then(readResult)
    .catch(() => undefined)
  try {
    const reply = await Promise.race([answered, unavailable])
    return reply ?? message(500, 'Internal Server Error')
  } finally {
    clearTimeout(timer)
  }
}

function message(status: number, text: string): GatewayReply {
  const body = Buffer.from(JSON.stringify({ message: text }))
  return { status, headers: { 'content-type': 'application/json' }, cookies: [], body }
}

function send(response: ServerResponse, reply: GatewayReply): void {
  if (reply.cookies.length > 0) response.setHeader('set-cookie', [...reply.cookies])
  response.writeHead(reply.status, { ...reply.headers, 'apigw-requestid': randomUUID() }).end(reply.body)
}
