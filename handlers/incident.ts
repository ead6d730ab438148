import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { incidentBook } from '../app/dynamo/incidents.ts'
import { Fault } from '../app/errors.ts'
import { tellIncident } from '../app/incident.ts'
import type { TellIncident } from '../app/ports/incidents.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { readAlarmChange } from '../app/queue/incidents.ts'
import { incidentReply } from '../app/slack/messages/incident-reply.ts'
import type { Workspace } from '../app/tasks/workspace.ts'
import { note } from '../app/telemetry/scope.ts'
import { calls } from './wiring/calls.ts'
import { isPresent } from './wiring/presence.ts'
import { tablePorts } from './wiring/table.ts'
import { wiring } from './wiring.ts'

/** An alarm of the operators began or ended: the channel that they have named says so, in one message. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { config, log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const change = readAlarmChange(body)
      if (change === undefined) throw new Fault('a message is no change of an alarm')
      log.info('an alarm changed', { alarm: change.alarm, state: change.state, at: change.at })
      const { operations } = config
      if (operations === undefined) return
      const { workspace, channel } = operations
      note({ workspace })
      if (!(await isPresent(workspace))) return
      const incidents = incidentBook(tablePorts().store)
      await tellIncident({ incidents, tell: inChannel(workspace, channel) }, workspace, change)
    },
    log,
  )
}

// Slack's no is final here: e-mail and pager are told by AWS, whatever Slack says.
function inChannel(workspace: Workspace, channel: string): TellIncident {
  const { log } = wiring()
  return {
    post: async (change) => {
      const posted = await calls('worker')(workspace).postMessage(channel, incidentReply(change))
      if (posted.ok) return posted.value
      log.error('The operators could not be told of an alarm in Slack', { alarm: change.alarm, ...posted.error })
      return undefined
    },
    edit: async (message, change) => {
      const edited = await calls('worker')(workspace).updateMessage(message, incidentReply(change))
      if (!edited.ok) log.error('A message about an alarm cannot be edited', { alarm: change.alarm, ...edited.error })
    },
  }
}
