import { once } from 'node:events'
import { connect } from 'node:net'
import type { APIGatewayProxyEventV2, Context } from 'aws-lambda'
import { afterEach, describe, expect, it } from 'vitest'
import type { Log } from '../../../app/log.ts'
import { silentLog } from '../../../app/log.ts'
import { type GatewayOptions, MAX_BODY, startGateway } from '../../../infra/local/functions/http-gateway.ts'
import { type Handler, type LambdaOptions, localLambda } from '../../../infra/local/functions/lambda.ts'
import type { LocalServer } from '../../../infra/local/http-server.ts'

const started: LocalServer[] = []
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop(100)
})

type Door = (event: APIGatewayProxyEventV2, context: Context) => Promise<unknown>

async function gateway(door: Door, options: Partial<GatewayOptions & LambdaOptions> = {}): Promise<string> {
  const lambda = localLambda({ handlers: async () => door as Handler, log: silentLog, ...options })
  const server = await startGateway({ port: 0, invoke: lambda.invoke, log: silentLog, ...options })
  started.push(server)
  return server.url
}

/** A door that keeps what it was given. */
function keeping() {
  const events: APIGatewayProxyEventV2[] = []
  const door: Door = async (event) => {
    events.push(event)
    return { statusCode: 200, body: 'ok' }
  }
  return { events, door }
}

describe('the gateway', () => {
  it('hands over a request as payload format 2.0', async () => {
    const { events, door } = keeping()
    const url = await gateway(door)
    const response = await fetch(`${url}/slack/events?a=1&b=%C3%BC&a=2`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'X-Slack-Signature': 'v0=1',
        'user-agent': 'test',
        cookie: 'a=1; b=2',
      },
      body: '{"text":"Prüfung 🚀"}',
    })
    expect([response.status, await response.text()]).toEqual([200, 'ok'])
    const [event] = events
    const host = new URL(url).host
    expect(event).toEqual({
      version: '2.0',
      routeKey: 'POST /slack/events',
      rawPath: '/slack/events',
      rawQueryString: 'a=1&b=%C3%BC&a=2',
      queryStringParameters: { a: '1,2', b: 'ü' },
      cookies: ['a=1', 'b=2'],
      headers: expect.objectContaining({
        'content-type': 'application/json',
        'x-slack-signature': 'v0=1',
        'x-amzn-trace-id': expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/),
        'x-forwarded-for': '127.0.0.1',
        host,
      }),
      requestContext: {
        accountId: '000000000000',
        apiId: 'laptop',
        domainName: host,
        domainPrefix: 'laptop',
        http: { method: 'POST', path: '/slack/events', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        routeKey: 'POST /slack/events',
        stage: '$default',
        time: expect.stringMatching(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
        timeEpoch: expect.any(Number),
      },
      body: '{"text":"Prüfung 🚀"}',
      isBase64Encoded: false,
    })
    expect(event?.headers).not.toHaveProperty('cookie')
  })

  it('joins a header that was sent twice', async () => {
    const { events, door } = keeping()
    const { port, hostname } = new URL(await gateway(door))
    const socket = connect(Number(port), hostname)
    socket.write('GET /health HTTP/1.1\r\nHost: x\r\nX-Twice: one\r\nx-twice: two\r\nConnection: close\r\n\r\n')
    socket.resume()
    await once(socket, 'close')
    expect(events[0]?.headers['x-twice']).toBe('one,two')
  })

  const text = 'body=ünï'
  const bytes = Buffer.from([0x1f, 0x8b, 0xff, 0x00, 0x80])
  it.each([
    ['JSON as text', 'application/json', Buffer.from('{"a":"ü"}'), { body: '{"a":"ü"}', isBase64Encoded: false }],
    [
      'JSON with a charset as text',
      'application/json; charset=utf-8',
      Buffer.from('1'),
      { body: '1', isBase64Encoded: false },
    ],
    ['plain text as text', 'text/plain', Buffer.from(text), { body: text, isBase64Encoded: false }],
    [
      'a form as base64',
      'application/x-www-form-urlencoded',
      Buffer.from(text),
      { body: Buffer.from(text).toString('base64'), isBase64Encoded: true },
    ],
    [
      'JSON that is not UTF-8 as base64',
      'application/json',
      bytes,
      { body: bytes.toString('base64'), isBase64Encoded: true },
    ],
    ['binary as base64', 'application/octet-stream', bytes, { body: bytes.toString('base64'), isBase64Encoded: true }],
  ])('passes %s', async (_, contentType, body, expected) => {
    const { events, door } = keeping()
    const url = await gateway(door)
    await fetch(`${url}/github/webhooks`, { method: 'POST', headers: { 'content-type': contentType }, body })
    const [event] = events
    expect({ body: event?.body, isBase64Encoded: event?.isBase64Encoded }).toEqual(expected)
  })

  it('passes everything as base64 when asked to', async () => {
    const { events, door } = keeping()
    const url = await gateway(door, { bodies: 'base64' })
    await fetch(`${url}/github/webhooks`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(events[0]).toMatchObject({ body: 'e30=', isBase64Encoded: true })
  })

  it.each([
    ['an unknown path', 'POST', '/nowhere'],
    ['another method', 'GET', '/slack/events'],
    ['a path that only begins alike', 'GET', '/health/x'],
  ])('answers 404 for %s', async (_, method, path) => {
    const { events, door } = keeping()
    const response = await fetch((await gateway(door)) + path, { method })
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found' }])
    expect(events).toEqual([])
  })

  it('takes 10 MB and refuses one byte more', async () => {
    const { events, door } = keeping()
    const url = await gateway(door)
    const post = (size: number) =>
      fetch(`${url}/github/webhooks`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x'.repeat(size),
      })
    expect((await post(MAX_BODY)).status).toBe(200)
    const refused = await post(MAX_BODY + 1)
    expect([refused.status, await refused.json()]).toEqual([413, { message: 'Request Entity Too Large' }])
    expect(events.map((event) => event.body?.length)).toEqual([MAX_BODY])
  })

  it.each<[string, Door]>([
    ['throws', async () => Promise.reject(new Error('secret detail at /home/x'))],
    ['answers nonsense', async () => ({ statusCode: 'teapot' })],
    ['hands over headers that are none', async () => ({ statusCode: 200, headers: { a: {} } })],
    ['would want a callback', ((_e: unknown, _c: unknown, _callback: unknown) => Promise.resolve('x')) as Door],
  ])('answers 500 without a word about the inside when the function %s', async (_, door) => {
    const response = await fetch(`${await gateway(door)}/health`)
    expect([response.status, await response.text()]).toEqual([500, '{"message":"Internal Server Error"}'])
  })

  it('tells the operator what it hides from the client', async () => {
    const errors: unknown[] = []
    const log: Log = { ...silentLog, error: (message, data) => errors.push([message, data]) }
    const error = new Error('boom')
    await fetch(`${await gateway(async () => Promise.reject(error), { log })}/health`)
    expect(errors).toEqual([['a function failed', { function: 'health', error }]])
  })

  it('answers 500 when the function runs out of its own time, and 503 when the gateway loses patience', async () => {
    const never: Door = () => new Promise(() => {})
    const short = await fetch(`${await gateway(never, { timeoutSeconds: () => 0.02 })}/health`)
    expect([short.status, await short.json()]).toEqual([500, { message: 'Internal Server Error' }])
    const long = await fetch(`${await gateway(never, { integrationTimeoutMs: 20 })}/health`)
    expect([long.status, await long.json()]).toEqual([503, { message: 'Service Unavailable' }])
  })

  it('gives the function its name and the time that is left', async () => {
    const url = await gateway(async (_, context) => ({
      name: context.functionName,
      left: context.getRemainingTimeInMillis() > 0 && context.getRemainingTimeInMillis() <= 3000,
    }))
    expect(await (await fetch(`${url}/health`)).json()).toEqual({ name: 'health', left: true })
  })

  it('sends cookies, headers and binary bodies back', async () => {
    const url = await gateway(async () => ({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', 'X-N': 1 },
      cookies: ['a=1', 'b=2'],
      body: bytes.toString('base64'),
      isBase64Encoded: true,
    }))
    const response = await fetch(`${url}/health`)
    expect(response.status).toBe(201)
    expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2'])
    expect([response.headers.get('content-type'), response.headers.get('x-n')]).toEqual(['image/png', '1'])
    expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes)
  })

  it('finishes the request under way when it is stopped', async () => {
    let finish: (() => void) | undefined
    const entered = Promise.withResolvers<void>()
    const url = await gateway(
      () =>
        new Promise((resolve) => {
          finish = () => resolve('late')
          entered.resolve()
        }),
    )
    const answer = fetch(`${url}/health`)
    await entered.promise
    const stopped = started.pop()?.stop(5000)
    finish?.()
    expect(await (await answer).text()).toBe('late')
    await stopped
    await expect(fetch(`${url}/health`)).rejects.toThrow('fetch failed')
  })
})
