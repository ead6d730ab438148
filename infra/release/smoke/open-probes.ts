import { all, answers, type Probe, says } from './probe.ts'

const FORM = 'application/x-www-form-urlencoded'
/** Bytes. The door takes one million. */
const MORE_THAN_SLACK = 1_000_001
/** Before a function there may be a firewall, or the router of the API: they refuse in their own way. */
const TURNED_AWAY = [403, 404, 405]

/** What anybody on the internet can see: the doors are there, and let nobody in who has not signed. Nothing here is acted on. */
export const openProbes: readonly Probe[] = [
  { what: 'health says ok', send: { method: 'GET', path: '/health' }, fault: all(answers(200), says({ ok: true })) },
  { what: 'an unknown address is nowhere', send: { method: 'GET', path: '/nowhere' }, fault: answers(403, 404) },
  {
    what: 'Slack without a signature is refused',
    send: { method: 'POST', path: '/slack/events', headers: { 'content-type': FORM }, body: 'ssl_check=1' },
    fault: answers(401),
  },
  {
    what: 'Slack with a forged signature is refused',
    send: {
      method: 'POST',
      path: '/slack/events',
      headers: {
        'content-type': FORM,
        'x-slack-request-timestamp': '1700000000',
        'x-slack-signature': `v0=${'0'.repeat(64)}`,
      },
      body: 'ssl_check=1',
    },
    fault: answers(401),
  },
  {
    what: 'GitHub without a signature is refused',
    send: {
      method: 'POST',
      path: '/github/webhooks',
      headers: { 'content-type': 'application/json', 'x-github-event': 'ping', 'x-github-delivery': 'smoke' },
      body: '{}',
    },
    fault: answers(401),
  },
  {
    what: 'GitHub with a forged signature is refused',
    send: {
      method: 'POST',
      path: '/github/webhooks',
      headers: {
        'content-type': 'application/json',
        'x-github-event': 'ping',
        'x-github-delivery': 'smoke',
        'x-hub-signature-256': `sha256=${'0'.repeat(64)}`,
      },
      body: '{}',
    },
    fault: answers(401),
  },
  ...['/slack/events', '/github/webhooks'].map(
    (path): Probe => ({
      what: `GET ${path} is turned away`,
      send: { method: 'GET', path },
      fault: answers(...TURNED_AWAY),
    }),
  ),
  {
    what: 'more than Slack ever sends is refused',
    send: {
      method: 'POST',
      path: '/slack/events',
      headers: { 'content-type': FORM },
      body: 'x'.repeat(MORE_THAN_SLACK),
    },
    fault: answers(403, 413),
  },
  {
    what: 'the install page leads to Slack',
    send: { method: 'GET', path: '/slack/install' },
    fault: all(toSlack, safe),
  },
  {
    what: 'coming back from Slack without a state is refused',
    send: { method: 'GET', path: '/slack/oauth?code=smoke&state=smoke' },
    fault: all(refused, safe),
  },
  {
    what: 'linking an account without a ticket is refused',
    send: { method: 'GET', path: '/github/link?ticket=smoke' },
    fault: all(refused, safe),
  },
]

// Closed is a choice: one workspace, whose token was put in by hand. It says so on a page.
function toSlack({ status, headers }: Parameters<Probe['fault']>[0]): string | undefined {
  if (status === 404 && headers['content-type']?.startsWith('text/html')) return undefined
  if (status !== 302) return `answered ${status}, not 302`
  const to = URL.canParse(headers['location'] ?? '') ? new URL(headers['location']!) : undefined
  if (to === undefined) return 'leads nowhere'
  if (!to.pathname.endsWith('/oauth/v2/authorize')) return `leads to ${to.origin}${to.pathname}`
  return to.searchParams.get('client_id') && to.searchParams.get('state') ? undefined : 'names no client or no state'
}

function refused({ status }: Parameters<Probe['fault']>[0]): string | undefined {
  return status >= 400 && status < 500 ? undefined : `answered ${status}, not a refusal`
}

/** Headers of every answer to a browser. */
function safe({ headers }: Parameters<Probe['fault']>[0]): string | undefined {
  const lacking = Object.entries(SAFE).filter(([name, wanted]) => !headers[name]?.includes(wanted))
  return lacking.length === 0 ? undefined : `lacks ${lacking.map(([name, wanted]) => `${name}: ${wanted}`).join(', ')}`
}

const SAFE: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy': "frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=',
  'x-content-type-options': 'nosniff',
}
