import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the stub received it. */
export type ConverseRequest = { readonly modelId: string; readonly body: ConverseBody }
type ConverseBody = {
  readonly system?: readonly Record<string, unknown>[]
  readonly messages: readonly { readonly role: string; readonly content: readonly Record<string, unknown>[] }[]
  readonly toolConfig?: {
    readonly tools: readonly { readonly toolSpec: { readonly name: string; readonly inputSchema: { json: unknown } } }[]
    readonly toolChoice: unknown
  }
  readonly guardrailConfig?: unknown
  readonly inferenceConfig?: unknown
}

/** What the stub does with one request. */
export type ConverseReply =
  | { readonly is: 'tool'; readonly input: unknown; readonly stopReason?: string; readonly name?: string }
  | { readonly is: 'text'; readonly text: string; readonly stopReason?: string }
  | { readonly is: 'raw'; readonly body: string }
  | { readonly is: 'error'; readonly status: number; readonly type: string; readonly message?: string }
  /** The request is read, and nothing ever comes back. */
  | { readonly is: 'hang' }
  /** The head and half of the body come, the rest never. */
  | { readonly is: 'stall' }
  | { readonly is: 'reset' }

/** A server that speaks the REST-JSON of Bedrock's Converse (`POST /model/{id}/converse`) and does as it is told. */
export type ConverseStub = {
  readonly url: string
  readonly requests: readonly ConverseRequest[]
  /** Replies for the requests to come, in order; the last one repeats. Forgets earlier requests. */
  play(...replies: readonly ConverseReply[]): void
  close(): Promise<void>
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export async function startConverseStub(): Promise<ConverseStub> {
  const requests: ConverseRequest[] = []
  let replies: readonly ConverseReply[] = []
  const server = createServer(async (request, response) => {
    const modelId = /^\/model\/([^/]+)\/converse$/.exec(request.url ?? '')?.[1]
    if (request.method !== 'POST' || modelId === undefined) return void response.writeHead(404).end()
    requests.push({ modelId: decodeURIComponent(modelId), body: JSON.parse(await text(request)) })
    reply(
      response,
      replies[Math.min(requests.length, replies.length) - 1] ?? { is: 'error', status: 500, type: 'Unscripted' },
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    play: (...next) => {
      replies = next
      requests.length = 0
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}

function reply(response: ServerResponse, what: ConverseReply): void {
  const json = { 'content-type': 'application/json' }
  switch (what.is) {
    case 'tool':
    case 'text':
      response.writeHead(200, json).end(JSON.stringify(converseOutput(what)))
      return
    case 'raw':
      response.writeHead(200, json).end(what.body)
      return
    case 'error':
      response.writeHead(what.status, { ...json, 'x-amzn-errortype': `${what.type}:http://internal.amazon.com/` })
      response.end(JSON.stringify({ message: what.message ?? what.type }))
      return
    case 'stall':
      response.writeHead(200, { ...json, 'content-length': '1000' }).write('{"output":')
      return
    case 'reset':
      response.socket?.resetAndDestroy()
      return
    case 'hang':
      return
  }
}

function converseOutput(what: Extract<ConverseReply, { is: 'tool' | 'text' }>): unknown {
  const content =
    what.is === 'text'
      ? [{ text: what.text }]
      : [{ toolUse: { toolUseId: 'tooluse_1', name: what.name ?? 'write_handoff', input: what.input } }]
  return {
    output: { message: { role: 'assistant', content } },
    stopReason: what.stopReason ?? (what.is === 'text' ? 'end_turn' : 'tool_use'),
    usage: { inputTokens: 100, outputTokens: 20, totalTokens: 120, cacheReadInputTokens: 60 },
    metrics: { latencyMs: 1 },
  }
}
