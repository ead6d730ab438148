import { createHmac } from 'node:crypto'

/** What the application answered to a signed request. */
export type DoorAnswer = {
  readonly status: number
  /** Parsed where it is JSON, else the text. */
  readonly body: unknown
  /** Slack shows the person an error when it takes longer than 3,000. */
  readonly tookMs: number
}

/** The application did not answer at all. */
export class AppAway extends Error {
  override readonly name = 'AppAway'
}

export type Signing = {
  /** Seconds that the signature's time stamp lies in the past; Slack itself always says 0. */
  readonly ageSeconds?: number | undefined
  /** `X-Slack-Retry-Num` of a repetition. */
  readonly retryNum?: number | undefined
}

/** Posts a body to the application's Slack door as Slack would. https://docs.slack.dev/authentication/verifying-requests-from-slack */
export async function postToSlackDoor(
  appUrl: string,
  secret: string,
  contentType: string,
  body: string,
  signing: Signing = {},
): Promise<DoorAnswer> {
  const timestamp = String(Math.floor(Date.now() / 1000) - (signing.ageSeconds ?? 0))
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')
  const begun = performance.now()
  const retry =
    signing.retryNum === undefined
      ? {}
      : { 'x-slack-retry-num': String(signing.retryNum), 'x-slack-retry-reason': 'http_timeout' }
  let response: Response
  try {
    response = await fetch(`${appUrl}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
        ...retry,
      },
      body,
      signal: AbortSignal.timeout(30_000),
    })
  } catch (cause) {
    throw new AppAway(`The application at ${appUrl} does not answer. Is it running?`, { cause })
  }
  const text = await response.text()
  return { status: response.status, body: parsed(text), tookMs: Math.round(performance.now() - begun) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
