import { createHmac } from 'node:crypto'
import type { HttpEvent } from '../../app/door.ts'

/** Requests as API Gateway hands them over, signed as Slack and GitHub sign them. */

export const SLACK_SECRET = 'slack-signing-secret-of-the-tests'
export const GITHUB_SECRET = 'github-webhook-secret-of-the-tests'
/** Unix seconds at which the tests take place. */
export const NOW = 1_780_000_000

type Changes = {
  readonly headers?: Readonly<Record<string, string | undefined>>
  readonly method?: string
  readonly base64?: boolean
}

/** A POST of these bytes; `base64` as API Gateway does for whatever it takes for binary. */
export function post(
  body: string | Buffer,
  { headers = {}, method = 'POST', base64 = false }: Changes = {},
): HttpEvent {
  const raw = Buffer.from(body)
  return {
    headers,
    body: raw.toString(base64 ? 'base64' : 'utf8'),
    isBase64Encoded: base64,
    requestContext: { http: { method } },
  }
}

/** A request that Slack signed at `at` (Unix seconds). */
export function signedBySlack(
  body: string | Buffer,
  { at = NOW, secret = SLACK_SECRET, headers = {}, ...rest }: Changes & { at?: number | string; secret?: string } = {},
): HttpEvent {
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${at}:`).update(body).digest('hex')}`
  return post(body, {
    ...rest,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': `${at}`,
      'x-slack-signature': signature,
      ...headers,
    },
  })
}

/** A delivery that GitHub signed. */
export function signedByGitHub(
  body: string | Buffer,
  { secret = GITHUB_SECRET, headers = {}, ...rest }: Changes & { secret?: string } = {},
): HttpEvent {
  return post(body, {
    ...rest,
    headers: {
      'content-type': 'application/json',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-github-event': 'pull_request',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
      ...headers,
    },
  })
}

/** A form as Slack and GitHub encode it. */
export function form(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString()
}

/** The same event with one header replaced; `undefined` takes it away. */
export function withHeader(event: HttpEvent, name: string, value: string | undefined): HttpEvent {
  return { ...event, headers: { ...event.headers, [name]: value } }
}
