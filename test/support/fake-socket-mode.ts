import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

type Json = Readonly<Record<string, unknown>>
type Call = { readonly method: string; readonly token: string; readonly args: Json }

/** Slack on the loopback, as far as Socket Mode goes: its Web API answers what the test says, its socket what Slack would. */
export type FakeSlack = {
  /** With `/api/` at its end. */
  readonly apiUrl: string
  readonly calls: readonly Call[]
  /** Envelope ids in the order in which they were acknowledged, with their payloads. */
  readonly acknowledged: readonly { readonly envelope_id: string; readonly payload: Json }[]
  /** How often somebody has connected. */
  connections(): number
  /** Answers a method of the Web API from now on; the others answer `{ok: true}`. */
  answer(method: string, answer: Json): void
  send(envelope: Json): void
  /** Breaks the connection, as a network does. */
  drop(): void
  close(): Promise<void>
}

export async function startFakeSlack(): Promise<FakeSlack> {
  const calls: Call[] = []
  const acknowledged: { envelope_id: string; payload: Json }[] = []
  const answers = new Map<string, Json>()
  const sockets = new Set<Duplex>()
  let count = 0
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const method = (request.url ?? '').replace('/api/', '')
    const args = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
    calls.push({ method, token: request.headers.authorization?.replace('Bearer ', '') ?? '', args })
    response.setHeader('content-type', 'application/json')
    const { scopes, ...body }: Json = answers.get(method) ?? { ok: true }
    if (scopes !== undefined) response.setHeader('x-oauth-scopes', String(scopes))
    response.end(JSON.stringify(body))
  })
  server.on('upgrade', (request, socket) => {
    count += 1
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-accept: ${key}\r\n\r\n`,
    )
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    listen(socket, (text) => acknowledged.push(JSON.parse(text)))
    socket.write(frame(TEXT, JSON.stringify({ type: 'hello', num_connections: sockets.size })))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  answers.set('apps.connections.open', { ok: true, url: `ws://127.0.0.1:${port}/link` })
  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    calls,
    acknowledged,
    connections: () => count,
    answer: (method, answer) => void answers.set(method, answer),
    send: (envelope) => {
      for (const socket of sockets) socket.write(frame(TEXT, JSON.stringify(envelope)))
    },
    drop: () => {
      for (const socket of sockets) socket.destroy()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

// https://www.rfc-editor.org/rfc/rfc6455#section-5.2
const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'
const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10]

function listen(socket: Duplex, onText: (text: string) => void): void {
  let rest = Buffer.alloc(0)
  socket.on('data', (data: Buffer) => {
    rest = Buffer.concat([rest, data])
    for (let read = unframed(rest); read !== undefined; read = unframed(rest)) {
      rest = rest.subarray(read.size)
      if (read.opcode === TEXT) onText(read.payload.toString('utf8'))
      else if (read.opcode === PING) socket.write(frame(PONG, read.payload))
      else if (read.opcode === CLOSE) socket.end(frame(CLOSE, read.payload))
    }
  })
}

function frame(opcode: number | undefined, content: string | Buffer): Buffer {
  const payload = Buffer.from(content)
  const long = payload.length > 125
  const head = Buffer.alloc(long ? 4 : 2)
  head[0] = 0x80 | (opcode ?? 0)
  head[1] = long ? 126 : payload.length
  if (long) head.writeUInt16BE(payload.length, 2)
  return Buffer.concat([head, payload])
}

/** The first frame of a client, unmasked; undefined until it is whole. */
function unframed(data: Buffer) {
  if (data.length < 2) return undefined
  const short = data.readUInt8(1) & 0x7f
  const at = short === 126 ? 4 : 2
  if (data.length < at + 4) return undefined
  const length = short === 126 ? data.readUInt16BE(2) : short
  const size = at + 4 + length
  if (data.length < size) return undefined
  const mask = data.subarray(at, at + 4)
  const payload = Buffer.from(data.subarray(at + 4, size).map((byte, index) => byte ^ (mask[index % 4] ?? 0)))
  return { opcode: data.readUInt8(0) & 0x0f, payload, size }
}
