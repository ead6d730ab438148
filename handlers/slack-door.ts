import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { behindEdge } from '../app/edge.ts'
import { isGone } from '../app/projects/person.ts'
import { createSlackApp } from '../app/slack/bolt.ts'
import { slackDoor } from '../app/slack/door.ts'
import type { Gesture } from '../app/slack/gestures/gesture.ts'
import { gestures } from '../app/slack/gestures/registry.ts'
import { homeOpenedBy } from '../app/slack/home/opened.ts'
import type { EventInput } from '../app/slack/inputs.ts'
import { letsUsGo } from '../app/slack/install/lets-us-go.ts'
import { staySaid } from '../app/slack/stay-said.ts'
import { writtenToUs } from '../app/slack/written.ts'
import { workspaceOf } from '../app/tasks/workspace.ts'
import { inScope, note } from '../app/telemetry/scope.ts'
import type { AskedInSlack } from '../app/verbs/asked.ts'
import { watchedDoor } from '../app/watch/watched-door.ts'
import { calls } from './wiring/calls.ts'
import { edgeMarks, slackSigners } from './wiring/secret.ts'
import { verbPorts } from './wiring/verb.ts'
import { nowIso, traceOf, whileStarting, wiring } from './wiring.ts'

let door: ReturnType<typeof slackDoor> | undefined

/** `POST /slack/events`: verify the bytes, do what was asked with one write, answer in the acknowledgement. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  door ??= open()
  const knock = door
  return inScope(traceOf(event), () => knock(event))
}

whileStarting(async () => {
  door ??= open()
  await Promise.all([slackSigners().now(), edgeMarks()?.now()])
})

function open(): ReturnType<typeof slackDoor> {
  const { config, clock, log, measure } = wiring()
  const receiver = createSlackApp({
    authorize: async () => ({}),
    apiUrl: config.slack.apiUrl,
    responseOrigin: config.slack.responseOrigin,
    log,
    ...gestures({ verbs: verbPorts(), calls: calls('door'), logger: log, asked }),
    events: {
      app_home_opened: showHome,
      app_mention: hear,
      message: hear,
      app_uninstalled: goodbye,
      team_join: noteStay,
      tokens_revoked: goodbye,
      user_change: noteStay,
    },
  })
  const signers = slackSigners()
  const door = watchedDoor('slack', slackDoor({ signers, now: clock, log, receiver }), measure)
  return behindEdge('slack', { marks: edgeMarks(), meanwhile: signers.now, measure, log }, door)
}

async function goodbye(input: EventInput): Promise<void> {
  if (!letsUsGo(input)) return
  const { sentAt = wiring().clock(), cause } = input
  // The door has verified that Slack says so.
  await verbPorts().followUp({ type: 'RemoveWorkspace', workspace: workspaceOf(input.teamId), at: sentAt, cause })
}

// Profiles change all day: only that somebody left, or that one is there who had left, is worth a job. One read.
async function noteStay(input: EventInput): Promise<void> {
  const said = staySaid(input, wiring().clock())
  if (said === undefined) return
  const workspace = workspaceOf(input.teamId)
  const { directory, followUp } = verbPorts()
  const known = await directory.personBySlack(workspace, said.slackUser)
  if (known === undefined || (said.state === 'here' && !isGone(known))) return
  await followUp({ type: 'NoteStay', workspace, ...said, cause: input.cause })
}

// An event has no answer of its own: building the tab takes reads that Slack does not wait for.
async function showHome(input: EventInput): Promise<void> {
  const slackUser = homeOpenedBy(input)
  if (slackUser === undefined) return
  await verbPorts().followUp({ type: 'PublishHome', workspace: workspaceOf(input.teamId), slackUser })
}

// Slack brings an event again until it is taken: what is written to us goes on the queue.
async function hear(input: EventInput): Promise<void> {
  const written = writtenToUs(input, workspaceOf(input.teamId), nowIso())
  if (written !== undefined) await verbPorts().followUp({ type: 'RunCommand', ...written })
}

function asked(input: Gesture): AskedInSlack {
  // The door has verified that Slack says so.
  const workspace = workspaceOf(input.teamId)
  note({ workspace, cause: input.cause })
  return {
    workspace,
    slackUser: input.userId,
    ...(input.isForeign === undefined ? {} : { isForeign: input.isForeign }),
    userName: input.kind === 'command' ? input.userName : '',
    channel: channelOf(input),
    at: nowIso(),
    cause: input.cause,
    responseUrl: 'responseUrl' in input ? input.responseUrl : '',
  }
}

function channelOf(input: Gesture): string {
  switch (input.kind) {
    case 'command':
    case 'action':
      return input.channelId ?? ''
    case 'shortcut':
      return input.message?.channelId ?? ''
    case 'view':
    case 'options':
      return ''
  }
}
