import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isFromHere } from '../from-here.ts'

/** One request, read whole. */
export type Call = {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}
export type Reply = {
  readonly status: number
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  readonly body: Buffer
}
/** What a server may do with a call: answer it, never answer it, or hang up. */
export type Outcome = Reply | 'silence' | 'hang up'

export type Listening = { readonly port: number; readonly url: string; close(): Promise<void> }

/** A JSON answer. */
export function json(status: number, value: unknown): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(value)),
  }
}

/** A refusal whose words say what to do instead. */
export function refuse(status: number, error: string): Reply {
  return json(status, { error })
}

/** Serves `answer` on the loopback address, to programs of this machine alone. `port` 0 takes any free one; `what` names the server in the error. */
export async function listen(
  port: number,
  what: string,
  answer: (call: Call) => Outcome | Promise<Outcome>,
): Promise<Listening> {
  const server = createServer((request, response) => {
    serve(request, response, answer).catch((error: unknown) => {
      console.error(`${what}: ${request.method} ${request.url}:`, error)
      if (!response.headersSent) write(response, refuse(500, error instanceof Error ? error.message : String(error)))
    })
  })
  // Whoever calls lets go of a connection first. A busy machine would else close one just as it is used again.
  server.keepAliveTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Error(portTaken(port, what)) : error),
    )
    server.listen(port, '127.0.0.1', resolve)
  })
  const actual = (server.address() as AddressInfo).port
  return {
    port: actual,
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Says which program could not have its port, and how to give it another. */
export function portTaken(port: number, what: string): string {
  const variable = `CODEXFLOW_PORT_${what.toUpperCase()}`
  return `Port ${port} (${what}) is taken by another program. End that program, or choose another port with ${variable}.`
}

async function serve(request: IncomingMessage, response: ServerResponse, answer: (call: Call) => unknown) {
  if (!isFromHere(request.headers)) {
    response.setHeader('connection', 'close')
    return write(response, refuse(403, 'Only programs of this machine are answered here.'))
  }
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const url = new URL(request.url ?? '/', 'http://127.0.0.1')
  const call: Call = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body: Buffer.concat(chunks),
  }
  const outcome = (await answer(call)) as Outcome
  if (outcome === 'silence') return
  if (outcome === 'hang up') request.socket.destroy()
  else write(response, outcome)
}

function write(response: ServerResponse, reply: Reply): void {
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, value as string | string[]] as const)
  for (const [name, value] of headers) response.setHeader(name, value)
  response.setHeader('content-length', reply.body.length)
  response.writeHead(reply.status).end(reply.body)
}
