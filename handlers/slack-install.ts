import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { BrowserEvent } from '../app/browser/cookie.ts'
import type { PageAnswer } from '../app/browser/page.ts'
import type { HttpEvent } from '../app/door.ts'
import { behindEdge } from '../app/edge.ts'
import { closedDoor, installDoor } from '../app/slack/install/door.ts'
import { inScope } from '../app/telemetry/scope.ts'
import { edgeMarks, keys } from './wiring/secret.ts'
import { oauth } from './wiring/slack.ts'
import { tablePorts } from './wiring/table.ts'
import { vault } from './wiring/vault.ts'
import { traceOf, wiring } from './wiring.ts'

let door: ReturnType<typeof open> | undefined

/** `GET /slack/install` and `GET /slack/oauth`: a browser on its way to Slack's page, and back. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  door ??= open()
  const knock = door
  const { cookies, ...answer } = await inScope(traceOf(event), () => knock(event))
  return cookies === undefined ? answer : { ...answer, cookies: [...cookies] }
}

function open(): (event: BrowserEvent & Pick<HttpEvent, 'headers'>) => Promise<PageAnswer> {
  const { log, measure } = wiring()
  return behindEdge('slack', { marks: edgeMarks(), meanwhile: keys, measure, log }, pages())
}

function pages(): (event: BrowserEvent) => Promise<PageAnswer> {
  const { config, clock, log, nonce } = wiring()
  const { app } = config.slack
  const slack = oauth()
  if (app === undefined || slack === undefined) return closedDoor
  const { installations, directory } = tablePorts()
  return installDoor({
    ...app,
    keys,
    nonce: () => Buffer.from(nonce(24)).toString('base64url'),
    installations,
    directory,
    vault: vault(),
    oauth: slack,
    now: clock,
    log,
  })
}
