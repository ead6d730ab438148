import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import { receiveAction } from '../app/slack/actions/run.ts'
import { createSlackApp } from '../app/slack/bolt.ts'
import { receiveCommand } from '../app/slack/commands/run.ts'
import type { Asked, VerbPorts } from '../app/slack/commands/verb.ts'
import { slackDoor } from '../app/slack/door.ts'
import type { ActionReply } from '../app/slack/handlers.ts'
import type { ActionInput, CommandInput, EventInput } from '../app/slack/inputs.ts'
import { letsUsGo } from '../app/slack/install/lets-us-go.ts'
import { workspaceOf } from '../app/tasks/workspace.ts'
import { verbPorts } from './verb-wiring.ts'
import { nowIso, wiring } from './wiring.ts'

let door: ReturnType<typeof slackDoor> | undefined

/** `POST /slack/events`: verify the bytes, do what was asked with one write, answer in the acknowledgement. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  door ??= open()
  return door(event)
}

function open(): ReturnType<typeof slackDoor> {
  const { config, clock, log } = wiring()
  const ports = verbPorts()
  const receiver = createSlackApp({
    authorize: async () => ({}),
    apiUrl: config.slack.apiUrl,
    responseOrigin: config.slack.responseOrigin,
    log,
    commands: { '/codexflow': (input) => receiveCommand(input.text, asked(input), ports) },
    actions: [{ on: /^task\./, act: (input) => click(input, ports) }],
    events: { app_uninstalled: goodbye, tokens_revoked: goodbye },
  })
  return slackDoor({ secret: config.slack.signingSecret, now: clock, receiver })
}

async function goodbye(input: EventInput): Promise<void> {
  if (!letsUsGo(input)) return
  const { sentAt = wiring().clock(), cause } = input
  // The door has verified that Slack says so.
  await verbPorts().followUp({ type: 'RemoveWorkspace', workspace: workspaceOf(input.teamId), at: sentAt, cause })
}

// The message on which somebody clicked is rendered anew from the task by a worker: that takes calls to Slack.
async function click(input: ActionInput, ports: VerbPorts): Promise<ActionReply | undefined> {
  const { actionId, value } = input
  const by = asked(input)
  const { reply, refresh } = await receiveAction({ actionId, value }, by, ports)
  if (refresh !== undefined) await ports.followUp({ type: 'RefreshNotice', workspace: by.workspace, ...refresh })
  return reply === undefined ? undefined : { ...reply, place: 'private' }
}

function asked(input: CommandInput | ActionInput): Asked {
  return {
    // The door has verified that Slack says so.
    workspace: workspaceOf(input.teamId),
    slackUser: input.userId,
    ...(input.isForeign === undefined ? {} : { isForeign: input.isForeign }),
    userName: input.kind === 'command' ? input.userName : '',
    channel: input.channelId ?? '',
    at: nowIso(),
    cause: input.cause,
    responseUrl: input.responseUrl,
  }
}
