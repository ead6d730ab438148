import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the Slack functions have outside, on one loopback server: the queue behind them, later answers, Slack's API. */
export type SlackOutside = {
  readonly origin: string
  /** Messages put on the queue since they were last taken. */
  takeJobs(): string[]
  /** Texts said at a `response_url`, or posted, since they were last taken. */
  takeSaid(): string[]
  /** Names of the API's methods that were called since they were last taken. */
  takeCalls(): string[]
  stop(): Promise<void>
}

export async function slackOutside(): Promise<SlackOutside> {
  const [jobs, said, calls]: [string[], string[], string[]] = [[], [], []]
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    const path = request.url ?? ''
    if (path.startsWith('/response')) said.push(textIn(body, 'text'))
    else if (path.startsWith('/api/')) {
      calls.push(path.slice('/api/'.length))
      said.push(new URLSearchParams(body).get('text') ?? '')
    } else jobs.push(textIn(body, 'MessageBody'))
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, channel: 'D1', ts: '1.2', MessageId: 'm1' }))
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    takeJobs: () => jobs.splice(0),
    takeSaid: () => said.splice(0),
    takeCalls: () => calls.splice(0),
    stop: () => new Promise((stopped) => server.close(() => stopped())),
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

function textIn(body: string, field: string): string {
  const value: unknown = Reflect.get(Object(JSON.parse(body)), field)
  return typeof value === 'string' ? value : ''
}
