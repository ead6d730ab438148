import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readEnvelope } from '../app/bus/envelope.ts'
import { deliver } from '../app/deliveries/deliver.ts'
import { fanOut } from '../app/deliveries/fan-out.ts'
import { tellThread } from '../app/deliveries/thread.ts'
import { Fault } from '../app/errors.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { unpackOrder } from '../app/queue/orders.ts'
import { note } from '../app/telemetry/scope.ts'
import { deliveryPorts } from './wiring/delivery.ts'
import { isPresent } from './wiring/presence.ts'
import { wiring } from './wiring.ts'

/** A notice was written: one order for each place it goes to. An order: bring it there, or tell its thread, once. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log } = wiring()
  return eachMessage(
    event,
    async (body) => {
      const message: unknown = JSON.parse(body)
      const order = unpackOrder(message)
      if (order !== undefined) {
        note(order)
        if (!(await isPresent(order.workspace))) return
        return order.line === undefined ? deliver(deliveryPorts(), order) : tellThread(deliveryPorts(), order)
      }
      const { workspace, task, notice } = readEnvelope(message) ?? {}
      if (workspace === undefined || task === undefined || notice === undefined) {
        throw new Fault('a message is neither an order nor a notice')
      }
      note({ workspace, task })
      if (await isPresent(workspace)) await fanOut(deliveryPorts(), { workspace, task, notice })
    },
    log,
  )
}
