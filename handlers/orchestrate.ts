import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readEnvelope } from '../app/bus/envelope.ts'
import { Fault } from '../app/errors.ts'
import { orchestrate } from '../app/orchestrator/orchestrate.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { note } from '../app/telemetry/scope.ts'
import { orchestratorPorts } from './wiring/orchestration.ts'
import { isPresent } from './wiring/presence.ts'
import { wiring } from './wiring.ts'

/** Events about tasks that became ready, or ceased to be: write what people have to be told, take back what is false. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const received = readEnvelope(JSON.parse(body))
      if (received === undefined) throw new Fault('a message is no event of ours')
      note(received)
      if (await isPresent(received.workspace)) await orchestrate(orchestratorPorts(), received)
    },
    log,
  )
}
