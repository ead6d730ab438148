import { createHash, createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { AwsError } from '../../app/aws/error.ts'
import type { WireSettings } from '../../app/aws/wire.ts'
import { dynamoStore } from '../../app/dynamo/client.ts'
import { dynamoWire } from '../../app/dynamo/wire.ts'
import { jsonLog } from '../../app/log.ts'
import { sqsQueue } from '../../app/queue/send.ts'
import { outside, startTable, type TestTable } from '../support/table.ts'

const credentials = { accessKeyId: 'AKIDCANARY', secretAccessKey: 'secret/canary', sessionToken: 'token+canary==' }
const AWS = 'https://dynamodb.eu-central-1.amazonaws.com'
const KEY = { pk: { S: 'a' }, sk: { S: 'ü' } }
const GET = { TableName: 'codexflow', Key: KEY }

type Seen = {
  readonly method: string
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}
type Answer = (response: ServerResponse, attempt: number) => void

const stops: (() => unknown)[] = []
afterEach(async () => {
  nock.cleanAll()
  for (const stop of stops.splice(0)) await stop()
})

/** A service on loopback that answers as it is told and keeps what it was sent. */
async function service(answer: Answer) {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    // Undefined when whoever asks has lost patience before all of it came.
    const body = await text(request).catch(() => undefined)
    if (body === undefined) return
    seen.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers, body })
    answer(response, seen.length)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stops.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return { seen, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

const json = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body))
const refusal = (name: string) => ({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: `It is ${name}.` })

function wire(place: Partial<WireSettings> = {}) {
  const waited: number[] = []
  const settings: WireSettings = {
    region: 'eu-central-1',
    credentials,
    chance: () => 0.5,
    wait: async (ms) => void waited.push(ms),
    ...place,
  }
  return { call: dynamoWire(settings), waited, settings }
}

const failed = async (promise: Promise<unknown>) =>
  promise.then(
    () => 'answered',
    (error: unknown) => error,
  )
const nameOf = async (promise: Promise<unknown>) => ((await failed(promise)) as Error).name

/**
 * The signature that AWS would work out, written down from its rules and nothing of the signer.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 */
function signatureOf({ method, path, headers, body }: Seen, secret: string): string {
  const sha = (text: string) => createHash('sha256').update(text).digest('hex')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const [, scope = '', names = ''] = /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+),/.exec(headers.authorization!)!
  const canonical = names.split(';').map((name) => `${name}:${String(headers[name]).trim()}\n`)
  const request = [method, path, '', canonical.join(''), names, sha(body)].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, sha(request)].join('\n')
  const key = scope.split('/').reduce<string | Buffer>((parent, part) => hmac(parent, part), `AWS4${secret}`)
  return hmac(key, text).toString('hex')
}
const carried = ({ headers }: Seen) => /Signature=(\w+)$/.exec(headers.authorization!)?.[1]

describe('a request on the wire', () => {
  it('is signed as the SDK signs, for all that it says', async () => {
    const signed: Seen[] = []
    nock(AWS)
      .post('/')
      .times(2)
      .reply(200, async (request: Request) => {
        const headers = Object.fromEntries(request.headers)
        signed.push({ method: 'POST', path: '/', headers, body: await request.text() })
        return {}
      })
    const sdk = new DynamoDBClient({ region: 'eu-central-1', credentials, accountIdEndpointMode: 'disabled' })
    await sdk.send(new GetItemCommand(GET))
    await wire().call('GetItem', GET)
    const [theirs, ours] = signed as [Seen, Seen]
    // That the SDK's is right by these rules shows that the rules are written down right.
    expect(signatureOf(theirs, credentials.secretAccessKey)).toBe(carried(theirs))
    expect(signatureOf(ours, credentials.secretAccessKey)).toBe(carried(ours))
    expect(signatureOf({ ...ours, body: `${ours.body} ` }, credentials.secretAccessKey)).not.toBe(carried(ours))
    expect(signatureOf(ours, 'another secret')).not.toBe(carried(ours))
    const said = ({ body, headers }: Seen) => [
      body,
      ...['host', 'content-type', 'x-amz-target', 'x-amz-security-token'].map((name) => headers[name]),
    ]
    expect(said(ours)).toEqual(said(theirs))
    const names = /SignedHeaders=([^,]+)/.exec(`${ours.headers.authorization}`)?.[1]
    expect(names).toBe(
      'content-length;content-type;host;x-amz-content-sha256;x-amz-date;x-amz-security-token;x-amz-target',
    )
  })

  it('goes to AWS by the region, in China too, and not at all without somebody to sign it', async () => {
    nock('https://dynamodb.cn-north-1.amazonaws.com.cn').post('/').reply(200, {})
    expect(await wire({ region: 'cn-north-1' }).call('GetItem', GET)).toEqual({})
    const unsigned = wire({ credentials: undefined })
    await expect(unsigned.call('GetItem', GET)).rejects.toThrow(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set; Lambda always sets them',
    )
  })

  it('shows an endpoint of one’s own no credentials of ours', async () => {
    const { endpoint, seen } = await service((response) => json(response, 200, {}))
    await wire({ endpoint }).call('GetItem', GET)
    expect(seen[0]?.headers.authorization).toContain('Credential=local/')
    expect(JSON.stringify(seen)).not.toContain('canary')
  })

  it('uses one connection for one call after the other', async () => {
    const ports = new Set<number | undefined>()
    const { endpoint } = await service((response) => {
      ports.add(response.socket?.remotePort)
      json(response, 200, {})
    })
    const { call } = wire({ endpoint })
    for (let n = 0; n < 3; n++) await call('GetItem', GET)
    expect(ports.size).toBe(1)
  })

  it('carries no bytes, and says so before anything is sent', async () => {
    const { endpoint, seen } = await service((response) => json(response, 200, {}))
    const put = wire({ endpoint }).call('PutItem', { TableName: 't', Item: { pk: { B: new Uint8Array(2) } } })
    await expect(put).rejects.toThrow('Bytes cannot be sent')
    expect(seen).toEqual([])
  })
})

describe('what fails for a moment', () => {
  it.each([
    ['a fault of the service', 500, refusal('InternalServerError')],
    ['a gateway that answers in HTML', 503, '<html>'],
    ['throttling', 400, refusal('ThrottlingException')],
    ['a throughput that was exceeded', 400, refusal('ProvisionedThroughputExceededException')],
    ['too many requests', 400, refusal('RequestLimitExceeded')],
    ['a transaction that is still on its way', 400, refusal('TransactionInProgressException')],
  ])('is sent again after a while: %s', async (_, status, body) => {
    const { endpoint, seen } = await service((response, attempt) =>
      attempt < 3 ? json(response, status, body) : json(response, 200, { Item: KEY }),
    )
    const { call, waited } = wire({ endpoint })
    expect(await call('GetItem', GET)).toEqual({ Item: KEY })
    expect(seen).toHaveLength(3)
    expect(waited).toEqual([100, 200])
  })

  it('is sent three times and then told by its name', async () => {
    const { endpoint, seen } = await service((response) => json(response, 400, refusal('ThrottlingException')))
    const { call, waited } = wire({ endpoint, chance: () => 0.25 })
    expect(await failed(call('GetItem', GET))).toEqual(
      new AwsError('ThrottlingException', 'It is ThrottlingException.', 400),
    )
    expect(seen).toHaveLength(3)
    expect(waited).toEqual([50, 100])
  })

  it('is sent again when the connection breaks, before the answer or in the middle of it', async () => {
    const { endpoint, seen } = await service((response, attempt) => {
      if (attempt === 1) response.socket?.destroy()
      else if (attempt === 2)
        response.writeHead(200, { 'content-length': 100 }).write('{"Item":', () => response.destroy())
      else json(response, 200, {})
    })
    expect(await wire({ endpoint }).call('GetItem', GET)).toEqual({})
    expect(seen).toHaveLength(3)
  })

  it('is given up when nobody answers in time, and when an answer stays away half-way', async () => {
    const patience = { connectMs: 1_000, requestMs: 50 }
    const mute = await service(() => undefined)
    const { call, waited } = wire({ endpoint: mute.endpoint, patience })
    expect(await nameOf(call('GetItem', GET))).toBe('TimeoutError')
    expect(waited).toHaveLength(2)
    const slow = await service((response) => void response.writeHead(200).write('{'))
    const halfway = wire({ endpoint: slow.endpoint, patience })
    expect(await nameOf(halfway.call('GetItem', GET))).toBe('TimeoutError')
    expect(halfway.waited).toHaveLength(2)
    // What comes to a machine that is busy may have been given up before it was seen.
    for (const { seen } of [mute, slow]) expect(seen.length).toBeLessThanOrEqual(3)
  })

  it('says which connection was refused', async () => {
    const { call, waited } = wire({ endpoint: 'http://127.0.0.1:1' })
    await expect(call('GetItem', GET)).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    expect(waited).toHaveLength(2)
  })
})

describe('what fails for good', () => {
  it.each([
    ['ResourceNotFoundException', 400, refusal('ResourceNotFoundException')],
    ['ValidationException', 400, { __type: 'ValidationException', Message: 'No.' }],
    ['Http403', 403, 'not an object'],
    ['UnreadableAnswer', 200, 'not an object'],
  ])('is sent once and told by its name: %s', async (name, status, body) => {
    const { endpoint, seen } = await service((response) => json(response, status, body))
    expect(await failed(wire({ endpoint }).call('GetItem', GET))).toMatchObject({ name, status })
    expect(seen).toHaveLength(1)
  })

  it.each(['', '{"Item":', 'null'])('does not take %j for an answer without an item', async (text) => {
    const { endpoint } = await service((response) => void response.writeHead(200).end(text))
    const store = dynamoStore({ table: 't', region: 'eu-central-1', endpoint, ...outside })
    expect(await nameOf(store.get({ pk: 'a', sk: 'b' }))).toBe('UnreadableAnswer')
  })

  it('tells no credentials, even when the service repeats them', async () => {
    const repeated = `The Canonical String should have been x-amz-security-token:${credentials.sessionToken} by ${credentials.accessKeyId}`
    nock(AWS).post('/').reply(400, { __type: 'x#InvalidSignatureException', message: repeated })
    const error = (await failed(wire().call('GetItem', GET))) as AwsError
    expect(error.message).toBe('The Canonical String should have been x-amz-security-token:[masked] by [masked]')
    const lines: string[] = []
    jsonLog((line) => lines.push(line)).error('It failed', { error, cause: error.cause })
    expect(lines).toHaveLength(1)
    expect(`${lines}${error.stack}${JSON.stringify(error)}`).not.toMatch(/canary/i)
  })

  it('tells no credentials of a connection that failed', async () => {
    nock(AWS)
      .post('/')
      .times(3)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }))
    const error = (await failed(wire().call('GetItem', GET))) as Error
    expect(error.message).toBe('reset')
    expect(`${error.stack}${JSON.stringify(error)}`).not.toMatch(/canary/i)
  })
})

describe('a transaction', () => {
  let table: TestTable
  beforeAll(async () => {
    table = await startTable()
  })
  afterAll(() => table.stop())

  /** Hands everything on to the database, and loses the first answer to an operation. */
  async function losing(operation: string) {
    let lost = 0
    const { endpoint, seen } = await service(async (response, attempt) => {
      const { headers, body } = seen[attempt - 1]!
      const target = `${headers['x-amz-target']}`
      const [type, authorization] = [`${headers['content-type']}`, `${headers.authorization}`]
      const answer = await fetch(table.endpoint, {
        method: 'POST',
        headers: {
          'content-type': type,
          'x-amz-target': target,
          authorization,
          'x-amz-date': `${headers['x-amz-date']}`,
        },
        body,
      })
      const text = await answer.text()
      if (target.endsWith(operation) && lost++ === 0) response.socket?.destroy()
      else response.writeHead(answer.status).end(text)
    })
    return { seen, store: dynamoStore({ table: table.store.table, region: 'us-east-1', endpoint, ...outside }) }
  }
  const absent = { expression: 'attribute_not_exists(pk)' }
  const item = (pk: string) => ({ pk, sk: 'x', kind: 'sweep', v: 1, n: 1 })

  it('whose answer was lost is written once and told as written', async () => {
    const { store, seen } = await losing('TransactWriteItems')
    expect(await store.transact([{ put: item('t'), condition: absent }])).toBe(true)
    const tokens = seen.map(({ body }) => (JSON.parse(body) as { ClientRequestToken: string }).ClientRequestToken)
    expect(tokens).toEqual([expect.any(String), tokens[0]])
    expect(await store.transact([{ put: item('t'), condition: absent }])).toBe(false)
    expect(await store.get({ pk: 't', sk: 'x' })).toEqual(item('t'))
  })

  it('is what a plain write with a condition is not: its own may refuse it, and it is there', async () => {
    const { store } = await losing('PutItem')
    expect(await store.put(item('p'), absent)).toBe(false)
    expect(await store.get({ pk: 'p', sk: 'x' })).toEqual(item('p'))
  })

  it('that was cancelled for a reason nobody expects is a fault that names the reasons', async () => {
    const CancellationReasons = [{ Code: 'None' }, { Code: 'ItemCollectionSizeLimitExceeded' }]
    const cancelled = { ...refusal('TransactionCanceledException'), CancellationReasons }
    const { endpoint } = await service((response) => json(response, 400, cancelled))
    const store = dynamoStore({ table: 't', region: 'us-east-1', endpoint, ...outside })
    expect(await failed(store.transact([{ put: item('f') }]))).toMatchObject({
      name: 'Fault',
      data: { reasons: ['None', 'ItemCollectionSizeLimitExceeded'] },
    })
  })
})

describe('the wire to queues', () => {
  const answered = { MessageId: '1', MD5OfMessageBody: '' }

  it('sends a message with its delay, for SQS to sign for', async () => {
    const { endpoint, seen } = await service((response) => json(response, 200, answered))
    await sqsQueue({ ...wire().settings, endpoint })('http://queues.example/q', 'ü', 900)
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({
      QueueUrl: 'http://queues.example/q',
      MessageBody: 'ü',
      DelaySeconds: 900,
    })
    expect(seen[0]?.headers).toMatchObject({
      'x-amz-target': 'AmazonSQS.SendMessage',
      authorization: expect.stringContaining('/eu-central-1/sqs/aws4_request'),
    })
  })

  it('fails when the queue is not there', async () => {
    const { endpoint } = await service((response) => json(response, 400, refusal('QueueDoesNotExist')))
    const send = sqsQueue({ ...wire().settings, endpoint })
    expect(await nameOf(send('http://queues.example/q', 'x'))).toBe('QueueDoesNotExist')
  })
})
