import { randomBytes, randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { APIGatewayProxyEventV2 } from 'aws-lambda'
import { traceHeader } from '../../../app/telemetry/trace-header.ts'

/** When a body becomes base64: as API Gateway decides, or always (what the doors must survive either way). */
export type BodyEncoding = 'as-aws' | 'base64'

/**
 * The event that API Gateway hands to a function (HTTP API, payload format 2.0).
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
 */
export function toGatewayEvent(
  request: IncomingMessage,
  body: Buffer,
  routeKey: string,
  encoding: BodyEncoding,
  now: Date,
): APIGatewayProxyEventV2 {
  const { rawPath, rawQueryString } = splitTarget(request.url ?? '/')
  const { cookie, ...headers } = request.headersDistinct
  const cookies = cookie?.flatMap((line) => line.split(/; */)).filter((part) => part !== '')
  const query = joinedQuery(rawQueryString)
  const host = request.headers.host ?? 'localhost'
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString,
    ...(cookies === undefined ? {} : { cookies }),
    headers: {
      ...Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values?.join(',') ?? ''])),
      'x-amzn-trace-id': traceHeader(request.headers['x-amzn-trace-id']?.toString()) ?? newTrace(now),
      'x-forwarded-for': request.socket.remoteAddress ?? '127.0.0.1',
      'x-forwarded-proto': 'http',
    },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'laptop',
      domainName: host,
      domainPrefix: 'laptop',
      http: {
        method: request.method ?? 'GET',
        path: rawPath,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '127.0.0.1',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey,
      stage: '$default',
      time: commonLogTime(now),
      timeEpoch: now.getTime(),
    },
    ...bodyOf(body, request.headers['content-type'], encoding),
  }
}

// Whoever calls us may have begun the trace.
function newTrace(now: Date): string {
  const seconds = Math.floor(now.getTime() / 1000).toString(16)
  return `Root=1-${seconds.padStart(8, '0')}-${randomBytes(12).toString('hex')}`
}

/** Path and query as they came, undecoded. */
export function splitTarget(target: string): { readonly rawPath: string; readonly rawQueryString: string } {
  const mark = target.indexOf('?')
  if (mark < 0) return { rawPath: target, rawQueryString: '' }
  return { rawPath: target.slice(0, mark), rawQueryString: target.slice(mark + 1) }
}

/** The only types that API Gateway passes as text; even a form, or no type at all, arrives as base64. */
const TEXT = /^(text\/[^;]*|application\/(json|xml|javascript))\s*(;|$)/i

function bodyOf(bytes: Buffer, contentType: string | undefined, encoding: BodyEncoding) {
  if (bytes.length === 0) return { isBase64Encoded: false }
  if (encoding === 'as-aws' && TEXT.test(contentType?.trim() ?? '')) {
    const text = bytes.toString('utf8')
    if (Buffer.from(text).equals(bytes)) return { body: text, isBase64Encoded: false }
  }
  return { body: bytes.toString('base64'), isBase64Encoded: true }
}

function joinedQuery(raw: string): Record<string, string> | undefined {
  if (raw === '') return undefined
  const params = new URLSearchParams(raw)
  return Object.fromEntries([...new Set(params.keys())].map((key) => [key, params.getAll(key).join(',')]))
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `12/Mar/2020:19:03:58 +0000` */
function commonLogTime(at: Date): string {
  const [date = '', time = ''] = at.toISOString().split('T')
  return `${date.slice(8)}/${MONTHS[at.getUTCMonth()]}/${date.slice(0, 4)}:${time.slice(0, 8)} +0000`
}
