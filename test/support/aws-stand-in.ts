import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

/** One request to AWS, as a stand-in reads it: `operation` whatever the protocol. */
export type AwsRequest = { readonly operation: string; readonly input: Readonly<Record<string, unknown>> }
/** An answer: XML or JSON as the protocol wants it. */
export type AwsAnswer = { readonly status?: number; readonly body: string }

/** A loopback server where AWS should be. `answer` may be changed while it runs. */
export type AwsStandIn = {
  readonly place: {
    endpoint: string
    credentials: { accessKeyId: string; secretAccessKey: string }
    maxAttempts: number
  }
  readonly asked: AwsRequest[]
  answer: (request: AwsRequest) => AwsAnswer
  close(): Promise<void>
}

/** Stands where AWS should be: query protocol, JSON 1.x and REST, told apart as AWS does. */
export async function awsStandIn(answer: AwsStandIn['answer']): Promise<AwsStandIn> {
  const asked: AwsRequest[] = []
  const server = createServer(async (request, response) => {
    const read = readRequest(request, await text(request))
    asked.push(read)
    const { status = 200, body } = standIn.answer(read)
    const kind = body.startsWith('<') ? 'text/xml' : 'application/x-amz-json-1.1'
    response.writeHead(status, { 'content-type': kind }).end(body)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const standIn: AwsStandIn = {
    place: {
      endpoint: `http://127.0.0.1:${port}`,
      credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'a secret of the tests' },
      maxAttempts: 1,
    },
    asked,
    answer,
    close: () =>
      new Promise((done) => {
        server.close(() => done())
        server.closeAllConnections()
      }),
  }
  return standIn
}

function readRequest({ headers, method, url }: IncomingMessage, body: string): AwsRequest {
  const target = headers['x-amz-target']
  if (target !== undefined) return { operation: String(target).split('.').at(-1)!, input: JSON.parse(body) }
  const form = Object.fromEntries(new URLSearchParams(body))
  if (form['Action'] !== undefined) return { operation: form['Action'], input: form }
  return { operation: `${method} ${url}`, input: {} }
}
