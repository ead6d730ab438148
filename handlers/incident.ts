import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { Fault } from '../app/errors.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { readAlarmChange } from '../app/queue/incidents.ts'
import { wiring } from './wiring.ts'

/** An alarm of the operators began or ended. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const change = readAlarmChange(body)
      if (change === undefined) throw new Fault('a message is no change of an alarm')
      log.warn('an alarm changed', change)
    },
    log,
  )
}
