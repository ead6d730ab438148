import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the application would receive it, byte for byte. */
export type Received = { readonly path: string; readonly headers: IncomingHttpHeaders; readonly raw: Buffer }
export type Answer = { readonly status: number; readonly body?: unknown }

/** Stands where the application would: remembers what it is sent, and answers what the test says. */
export type FakeApp = {
  readonly url: string
  readonly port: number
  readonly received: readonly Received[]
  /** Answers from now on; 200 with nothing until it is set. */
  answer(by: (received: Received) => Answer | Promise<Answer>): void
  forget(): void
  close(): Promise<void>
}

export async function startFakeApp(port = 0): Promise<FakeApp> {
  const received: Received[] = []
  let by: (received: Received) => Answer | Promise<Answer> = () => ({ status: 200 })
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { path: request.url ?? '', headers: request.headers, raw: Buffer.concat(chunks) }
    received.push(one)
    const { status, body } = await by(one)
    response.setHeader('content-type', 'application/json')
    response.writeHead(status).end(body === undefined ? '' : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const actual = (server.address() as AddressInfo).port
  return {
    url: `http://127.0.0.1:${actual}`,
    port: actual,
    received,
    answer: (next) => {
      by = next
    },
    forget: () => {
      received.length = 0
      by = () => ({ status: 200 })
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Whether Slack's v0 signature fits the raw bytes. */
export function isSignedBySlack({ headers, raw }: Received, secret: string): boolean {
  const base = Buffer.concat([Buffer.from(`v0:${headers['x-slack-request-timestamp']}:`), raw])
  return same(String(headers['x-slack-signature']), `v0=${createHmac('sha256', secret).update(base).digest('hex')}`)
}

/** Whether GitHub's signature fits the raw bytes. */
export function isSignedByGitHub({ headers, raw }: Received, secret: string): boolean {
  return same(
    String(headers['x-hub-signature-256']),
    `sha256=${createHmac('sha256', secret).update(raw).digest('hex')}`,
  )
}

/** The payload of an interaction, which Slack puts as JSON into a form field; empty when there is none. */
export function payloadOf(raw: Buffer | undefined): Readonly<Record<string, unknown>> {
  const payload = new URLSearchParams(raw?.toString('utf8')).get('payload')
  return JSON.parse(payload ?? '{}') as Record<string, unknown>
}

function same(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}
