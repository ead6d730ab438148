import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A webhook proxy on the loopback, which keeps of a webhook what smee.io does: its JSON, read and written anew. */
export type FakeSmee = {
  readonly url: string
  /** GitHub posts `raw` to the channel. */
  webhook(headers: Readonly<Record<string, string>>, raw: string): void
  connections(): number
  /** From now on everybody is answered so; 200 is the stream of events. Breaks what is open. */
  answer(status: number): void
  close(): Promise<void>
}

export async function startFakeSmee(): Promise<FakeSmee> {
  const open = new Set<ServerResponse>()
  let status = 200
  let count = 0
  const server = createServer((_, response) => {
    count += 1
    response.writeHead(status, { 'content-type': status === 200 ? 'text/event-stream' : 'text/plain' })
    if (status !== 200) return response.end()
    // The client's own patience before it comes back, in milliseconds.
    response.write('retry: 10\n\nevent: ready\ndata: {}\n\n')
    open.add(response)
    return response.on('close', () => open.delete(response))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/channel`,
    webhook: (headers, raw) => {
      const data = JSON.stringify({ host: 'smee.io', ...headers, body: JSON.parse(raw), query: {}, timestamp: 1 })
      for (const response of open) response.write(`id: 1\ndata: ${data}\n\n`)
    },
    connections: () => count,
    answer: (next) => {
      status = next
      for (const response of open) response.destroy()
    },
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
