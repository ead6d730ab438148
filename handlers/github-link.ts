import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { PageAnswer } from '../app/browser/page.ts'
import { behindEdge } from '../app/edge.ts'
import { closedLinkDoor, type LinkEvent, linkDoor } from '../app/github/link/door.ts'
import { githubOAuth } from '../app/github/link/oauth.ts'
import { inScope } from '../app/telemetry/scope.ts'
import { isPresent } from './wiring/presence.ts'
import { edgeMarks, githubClientSecret, keys } from './wiring/secret.ts'
import { tablePorts } from './wiring/table.ts'
import { traceOf, wiring } from './wiring.ts'

/** Milliseconds for each of the three calls to GitHub. */
const TIMEOUT = 6_000

let door: ReturnType<typeof linkDoor> | undefined

/** `GET /github/link`, `GET /github/oauth` and `POST /github/link`: a browser that links a GitHub account. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  door ??= open()
  const knock = door
  const { cookies, ...answer } = await inScope(traceOf(event), () => knock(event))
  return cookies === undefined ? answer : { ...answer, cookies: [...cookies] }
}

function open(): (event: LinkEvent) => Promise<PageAnswer> {
  const { log, measure } = wiring()
  return behindEdge('github', { marks: edgeMarks(), meanwhile: keys, measure, log }, pages())
}

function pages(): (event: LinkEvent) => Promise<PageAnswer> {
  const { config, clock, log, nonce } = wiring()
  const { user, apiUrl, webUrl } = config.github
  if (user === undefined) return closedLinkDoor
  const { directory, logins, installations } = tablePorts()
  return linkDoor({
    oauth: githubOAuth({ ...user, clientSecret: githubClientSecret, apiUrl, webUrl, timeoutMs: TIMEOUT, log }),
    keys,
    directory,
    logins,
    useUp: installations.useUp,
    isPresent,
    nonce: () => Buffer.from(nonce(24)).toString('base64url'),
    now: clock,
    log,
  })
}
