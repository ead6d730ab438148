import { createHmac } from 'node:crypto'
import { all, answers, type Probe, says } from './probe.ts'

const FORM = 'application/x-www-form-urlencoded'

/** What Slack and GitHub sign with. */
export type SigningSecrets = { readonly slack?: string | undefined; readonly github?: string | undefined }

/** What only Slack and GitHub can ask: handshakes, which change nothing. `nowSeconds` is Unix time. */
export function signedProbes({ slack, github }: SigningSecrets, nowSeconds: number): readonly Probe[] {
  return [
    ...(slack === undefined ? [] : slackProbes(slack, nowSeconds)),
    ...(github === undefined ? [] : githubProbes(github)),
  ]
}

function slackProbes(secret: string, now: number): Probe[] {
  const send = (type: string, body: string, at = now) => ({
    ...({ method: 'POST', path: '/slack/events', body } as const),
    headers: {
      'content-type': type,
      'x-slack-request-timestamp': `${at}`,
      'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`,
    },
  })
  return [
    // https://docs.slack.dev/interactivity/implementing-slash-commands
    {
      what: "Slack's look at our certificate is answered",
      send: send(FORM, 'ssl_check=1&token=smoke'),
      fault: answers(200),
    },
    {
      // https://docs.slack.dev/reference/events/url_verification
      what: "Slack's challenge is given back",
      send: send('application/json', '{"type":"url_verification","challenge":"smoke","token":"smoke"}'),
      fault: all(answers(200), ({ body }) => (body.includes('smoke') ? undefined : 'did not give it back')),
    },
    {
      what: 'what Slack signed ten minutes ago is refused',
      send: send(FORM, 'ssl_check=1&token=smoke', now - 600),
      fault: answers(401),
    },
    { what: 'a type that Slack never sends is refused', send: send('text/plain', 'ssl_check=1'), fault: answers(415) },
  ]
}

function githubProbes(secret: string): Probe[] {
  const send = (type: string) => ({
    ...({ method: 'POST', path: '/github/webhooks', body: '{"zen":"Keep it logically awesome."}' } as const),
    headers: {
      'content-type': type,
      'x-github-event': 'ping',
      'x-github-delivery': 'smoke',
      'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update('{"zen":"Keep it logically awesome."}').digest('hex')}`,
    },
  })
  return [
    {
      what: "GitHub's ping is answered",
      send: send('application/json'),
      fault: all(answers(200), says({ pong: true })),
    },
    { what: 'a type that GitHub never sends is refused', send: send('text/plain'), fault: answers(415) },
  ]
}
