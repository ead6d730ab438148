import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { sendDigest } from '../app/digest/send-digest.ts'
import { Fault } from '../app/errors.ts'
import { unpackDigestOrder } from '../app/queue/digest-orders.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { slackDigests } from '../app/slack/digest-channel.ts'
import { note } from '../app/telemetry/scope.ts'
import { isPresent } from './wiring/presence.ts'
import { digestLater } from './wiring/schedule.ts'
import { slackTokens } from './wiring/slack.ts'
import { tablePorts } from './wiring/table.ts'
import { wiring } from './wiring.ts'

/** Somebody's working day begins, or they changed their settings: one message a day, and the order for the next. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { config, clock, log } = wiring()
  const { patience, slack } = config
  const send = { tokenOf: slackTokens(), apiUrl: slack.apiUrl, timeout: patience.sendTimeout, now: clock, log }
  const ports = { ...tablePorts(), channel: slackDigests(send), later: digestLater(), clock, patience, log }
  return eachMessage(
    event,
    async (body) => {
      const order = unpackDigestOrder(JSON.parse(body))
      if (order === undefined) throw new Fault('a message is no order for a digest')
      note(order)
      // Not armed again either: a workspace that is gone has no more mornings.
      if (await isPresent(order.workspace)) await sendDigest(ports, order)
    },
    log,
  )
}
