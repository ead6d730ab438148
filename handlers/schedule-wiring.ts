import type { DigestLater, Redrive } from '../app/ports.ts'
import { packDigestOrder } from '../app/queue/digest-orders.ts'
import { packOrder } from '../app/queue/orders.ts'
import { LONGEST_DELAY } from '../app/queue/send.ts'
import { oneOffSchedules } from '../app/scheduler/schedule.ts'
import { wiring } from './wiring.ts'

/** Puts a delivery order back; a longer wait is a schedule named by the delivery. */
export function redriver(): Redrive {
  const { queues, deliveriesQueueArn } = wiring().config
  const later = putBack(queues.deliveries, deliveriesQueueArn)
  return (order, at) => later(`${order.workspace}/${order.notice}/${order.key}`, packOrder(order), at)
}

/** Puts a digest order down; a longer wait is a schedule named by the person. */
export function digestLater(): DigestLater {
  const { queues, digestsQueueArn } = wiring().config
  const later = putBack(queues.digests, digestsQueueArn)
  return (order, at) => later(`digest/${order.workspace}/${order.person}`, packDigestOrder(order), at)
}

/** Short waits are a delayed message, longer ones a schedule; `name` makes of many orders for one time a single one. */
function putBack(queueUrl: string, queueArn: string): (name: string, body: string, at: number) => Promise<void> {
  const { config, clock, send } = wiring()
  const schedule = oneOffSchedules({
    region: config.region,
    endpoint: config.endpoints.scheduler,
    roleArn: config.schedulerRoleArn,
  })
  return async (name, body, at) => {
    const seconds = Math.max(0, Math.ceil((at - clock()) / 1000))
    if (seconds <= LONGEST_DELAY) return send(queueUrl, body, seconds)
    await schedule(name, at, queueArn, body)
  }
}
