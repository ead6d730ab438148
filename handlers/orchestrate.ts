import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readEnvelope } from '../app/bus/envelope.ts'
import { orchestrate } from '../app/orchestrator/orchestrate.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { deliveryPorts } from './delivery-wiring.ts'
import { wiring } from './wiring.ts'

/** Events about tasks that became ready, or ceased to be: write what people have to be told, take back what is false. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const received = readEnvelope(JSON.parse(body))
      if (received === undefined) return log.warn('a message that is no event of ours was dropped')
      await orchestrate(deliveryPorts(), received)
    },
    log,
  )
}
