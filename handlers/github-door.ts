import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { behindEdge } from '../app/edge.ts'
import { githubDoor } from '../app/github/door.ts'
import { actsOn, listensTo } from '../app/github/sources/registry.ts'
import { inScope } from '../app/telemetry/scope.ts'
import { watchedDoor } from '../app/watch/watched-door.ts'
import { edgeMarks, githubSigners } from './wiring/secret.ts'
import { traceOf, whileStarting, wiring } from './wiring.ts'

let door: ReturnType<typeof githubDoor> | undefined

/** `POST /github/webhooks`: verify the bytes, drop what nobody acts on, one durable write, answer. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  door ??= open()
  const knock = door
  return inScope(traceOf(event), () => knock(event))
}

whileStarting(async () => {
  door ??= open()
  await Promise.all([githubSigners().now(), edgeMarks()?.now()])
})

function open(): ReturnType<typeof githubDoor> {
  const { config, clock, log, send, measure } = wiring()
  const signers = githubSigners()
  const door = githubDoor({
    signers,
    now: clock,
    log,
    listensTo,
    actsOn,
    enqueue: (message) => send(config.queues.inbox, message),
  })
  const watched = watchedDoor('github', door, measure)
  return behindEdge('github', { marks: edgeMarks(), meanwhile: signers.now, measure, log }, watched)
}
