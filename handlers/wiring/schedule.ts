import type { Config } from '../../app/config.ts'
import type { OrchestratorPorts } from '../../app/orchestrator/orchestrate.ts'
import type { DigestLater } from '../../app/ports/digests.ts'
import type { Redrive } from '../../app/ports/orders.ts'
import type { StateLater, StatementOrder } from '../../app/ports/statements.ts'
import type { Visit, VisitLater } from '../../app/ports/visits.ts'
import { packAlarm } from '../../app/queue/alarms.ts'
import { packDigestOrder } from '../../app/queue/digest-orders.ts'
import { packOrder } from '../../app/queue/orders.ts'
import { LONGEST_DELAY } from '../../app/queue/send.ts'
import { packStatementOrder } from '../../app/queue/statement-orders.ts'
import { packVisit } from '../../app/queue/visits.ts'
import { oneOffSchedules } from '../../app/scheduler/schedule.ts'
import { wiring } from '../wiring.ts'

/** Puts a delivery order back; a longer wait is a schedule named by the delivery. */
export function redriver(): Redrive {
  const later = putBack('deliveries')
  return (order, at) => {
    const name = `${order.workspace}/${order.notice}/${order.key}${order.line === undefined ? '' : '/line'}`
    return later(name, packOrder(order), at)
  }
}

/** Puts a digest order down; a longer wait is a schedule named by the person. */
export function digestLater(): DigestLater {
  const later = putBack('digests')
  return (order, at) => later(`digest/${order.workspace}/${order.person}`, packDigestOrder(order), at)
}

/** Has a task looked at when its clock runs out; a longer wait is a schedule named by the task. */
export function alarmClock(): OrchestratorPorts['alarm'] {
  const later = putBack('alarms')
  return (workspace, task, at) => later(`alarm/${workspace}/${task}`, packAlarm({ workspace, task }), at)
}

/** Has a statement looked at again; a longer wait is a schedule named by what it stands on. */
export function stateLater(): StateLater {
  const later = putBack('statements')
  return (order, at) => later(`statement/${order.workspace}/${placeOf(order)}`, packStatementOrder(order), at)
}

function placeOf(order: StatementOrder): string {
  return order.kind === 'task' ? order.task : `${order.repository}#${order.number}`
}

/** Puts a visit down; a longer wait is a schedule named by the visit. */
export function visitLater(): VisitLater {
  const later = putBack('visits')
  return (visit, at) => later(nameOf(visit), packVisit(visit), at)
}

function nameOf(visit: Visit): string {
  if (visit.type === 'tell') return `tell/${visit.workspace}/${visit.project}`
  return `${visit.type}/${visit.repository}`
}

/** Short waits are a delayed message, longer ones a schedule; `name` makes of many orders for one time a single one. */
function putBack(queue: keyof Config['queueArns']): (name: string, body: string, at: number) => Promise<void> {
  const { config, clock, send } = wiring()
  const schedule = oneOffSchedules({
    ...config.scheduler,
    region: config.region,
    endpoint: config.endpoints.scheduler,
  })
  return async (name, body, at) => {
    const seconds = Math.max(0, Math.ceil((at - clock()) / 1000))
    if (seconds <= LONGEST_DELAY) return send(config.queues[queue], body, seconds)
    await schedule(name, at, config.queueArns[queue], body)
  }
}
