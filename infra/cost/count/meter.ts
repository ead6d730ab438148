import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Log } from '../../../app/log.ts'
import { type LocalServer, readBody, serve } from '../../local/http-server.ts'
import type { FunctionName } from '../../topology.ts'
import { converse } from './model-stand-in.ts'
import type { Tally } from './tally.ts'
import { type Taken, tariff } from './tariff.ts'

/** The services of AWS that stand behind the meter; the model is played by the meter itself. */
export type Metered = 'dynamodb' | 'sqs' | 'sns' | 'bus' | 'scheduler'
const SERVICES: readonly Metered[] = ['dynamodb', 'sqs', 'sns', 'bus', 'scheduler']

/** Stands between the functions and the services of the laptop, and counts what passes. */
export type Meter = {
  /** Where the functions are to look for each service. */
  readonly urls: Readonly<Record<Metered | 'model', string>>
  stop(): Promise<void>
}

/** Who asks, on its way through the meter. */
const WHOSE = 'x-cost-function'
const LARGEST = 16 * 1024 * 1024

/** `upstream` says where a service really is: some are known only once the application runs. */
export async function startMeter(
  tally: Tally,
  upstream: (service: Metered) => string | Promise<string>,
  log: Log,
): Promise<Meter> {
  const sign = (message: unknown) => {
    const { request } = message as { readonly request: ClientRequest }
    const name = tally.whose()
    if (name !== undefined && !request.headersSent) request.setHeader(WHOSE, name)
  }
  subscribe('http.client.request.created', sign)
  const servers: LocalServer[] = []
  const open = async (answer: (request: IncomingMessage, body: Buffer) => Promise<Answer>) => {
    const server = await serve(0, log, async (request, response) => {
      const body = await readBody(request, LARGEST)
      if (body === 'too-large') return void response.writeHead(413).end()
      const { status, headers, text } = await answer(request, body)
      response.writeHead(status, headers).end(text)
    })
    servers.push(server)
    return server.url
  }
  const urls: Partial<Record<Metered | 'model', string>> = {}
  for (const service of SERVICES) {
    urls[service] = await open(async (request, body) => {
      const answer = await passOn(await upstream(service), request, body)
      book(tally, request, tariff(service, request, body, answer))
      return answer
    })
  }
  urls.model = await open(async (request, body) => {
    const { answer, taken } = converse(body)
    book(tally, request, taken)
    return { status: 200, headers: { 'content-type': 'application/json' }, text: answer }
  })
  return {
    urls: urls as Meter['urls'],
    stop: async () => {
      unsubscribe('http.client.request.created', sign)
      await Promise.all(servers.map((server) => server.stop(0)))
    },
  }
}

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
}

async function passOn(to: string, request: IncomingMessage, body: Buffer): Promise<Answer> {
  const kept = Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name))
  const headers = Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
  const method = request.method ?? 'POST'
  const response = await fetch(new URL(request.url ?? '/', to), {
    method,
    headers,
    ...(body.length === 0 ? {} : { body: new Uint8Array(body) }),
  })
  const answered = Object.fromEntries([...response.headers].filter(([name]) => !HOP_BY_HOP.has(name)))
  return { status: response.status, headers: answered, text: await response.text() }
}

const HOP_BY_HOP = new Set([
  'host',
  'connection',
  'keep-alive',
  'content-length',
  'transfer-encoding',
  'content-encoding',
  WHOSE,
])

function book(tally: Tally, request: IncomingMessage, taken: readonly Taken[]): void {
  const name = request.headers[WHOSE] as FunctionName | undefined
  if (name === undefined) return
  for (const [counter, amount] of taken) tally.add(counter, amount, name)
}
