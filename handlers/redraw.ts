import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readEnvelope } from '../app/bus/envelope.ts'
import { refreshNotices } from '../app/deliveries/refresh.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { note } from '../app/telemetry/scope.ts'
import { deliveryPorts } from './wiring/delivery.ts'
import { isPresent } from './wiring/presence.ts'
import { wiring } from './wiring.ts'

/** A task was begun, finished or closed, wherever: the messages about it say so, and lose buttons that lead nowhere. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const received = readEnvelope(JSON.parse(body))
      if (received === undefined) return log.warn('a message that is no event of ours was dropped')
      note(received)
      if (await isPresent(received.workspace)) {
        await refreshNotices(deliveryPorts(), received.workspace, received.task)
      }
    },
    log,
  )
}
