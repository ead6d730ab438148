import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Fault } from '../../app/errors.ts'
import type { Log } from '../../app/log.ts'
import { isFromHere } from './from-here.ts'

/** A server on 127.0.0.1. */
export type LocalServer = {
  readonly url: string
  readonly port: number
  /** Takes no more, lets what is under way finish for at most `graceMs`, then cuts it off. */
  stop(graceMs: number): Promise<void>
}

/**
 * Serves on 127.0.0.1 (`port` 0: a free one; throws a `Fault` when it is taken). A `handle` that throws is logged and
 * answered 500 without a word of it. `guests`: whether anybody may knock, as at doors that check everybody themselves, or only
 * programs of this machine.
 */
export async function serve(
  port: number,
  log: Log,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  guests: 'anybody' | 'from here' = 'from here',
): Promise<LocalServer> {
  const server = createServer((request, response) => {
    if (guests === 'from here' && !isFromHere(request.headers)) {
      response.writeHead(403, { 'content-type': 'application/json', connection: 'close' })
      response.end(JSON.stringify({ message: 'Only programs of this machine are answered here.' }))
      return
    }
    handle(request, response).catch((error: unknown) => {
      // A client that went away in the middle is not our fault.
      if (request.destroyed && !request.complete) return
      log.error('a local server failed', { error })
      if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ message: 'Internal Server Error' }))
    })
  })
  // Whoever calls lets go of a connection first. A busy machine would else close one just as it is used again.
  server.keepAliveTimeout = 0
  server.listen(port, '127.0.0.1')
  await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause
    throw new Fault(`Port ${port} is taken: end what uses it, or choose another one.`, { port }, { cause })
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  const stop = async (graceMs: number) => {
    const closed = once(server, 'close')
    server.keepAliveTimeout = 1
    server.close()
    server.closeIdleConnections()
    const cutOff = setTimeout(() => server.closeAllConnections(), graceMs)
    await closed
    clearTimeout(cutOff)
  }
  return { url: `http://127.0.0.1:${bound}`, port: bound, stop }
}

/**
 * The whole body, or `too-large` when it exceeds `limit` bytes. What is too much is still read (to ten times the limit)
 * and thrown away: a client that is cut off while it sends would never see the answer.
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | 'too-large'> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > 10 * limit) return 'too-large'
    if (size <= limit) chunks.push(chunk)
  }
  return size > limit ? 'too-large' : Buffer.concat(chunks)
}
