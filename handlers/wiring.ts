import { randomBytes } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { eventBus } from '../app/bus/publish.ts'
import { type Config, readConfig } from '../app/config.ts'
import { dynamoStore } from '../app/dynamo/client.ts'
import { directory } from '../app/dynamo/directory.ts'
import { eventHistory } from '../app/dynamo/history.ts'
import { ledger } from '../app/dynamo/ledger.ts'
import { linkCodes } from '../app/dynamo/link-codes.ts'
import { owedIndex } from '../app/dynamo/owed-index.ts'
import { pullIndex } from '../app/dynamo/pull-index.ts'
import { taskGraph, taskLog } from '../app/dynamo/task-log.ts'
import { taskViews } from '../app/dynamo/views.ts'
import { jsonLog, type Log } from '../app/log.ts'
import type { Clock, Redrive } from '../app/ports.ts'
import { packOrder } from '../app/queue/orders.ts'
import { LONGEST_DELAY, sqsQueue } from '../app/queue/send.ts'
import { oneOffSchedules } from '../app/scheduler/schedule.ts'

/**
 * Joins the folders: the one place, with `config.ts`, that reads the environment, the clock and chance. Light on
 * purpose: every SDK is loaded when its first call is made, so a door pays for nothing that it does not use. What only
 * the workers need is in `delivery-wiring.ts`.
 */
export type Wiring = ReturnType<typeof wire>

let wired: Wiring | undefined

/** The ports of this process, made on first use. */
export function wiring(): Wiring {
  wired ??= wire(readConfig())
  return wired
}

function wire(config: Config) {
  const { region, endpoints, table } = config
  const store = dynamoStore({ table, region, endpoint: endpoints.dynamodb })
  const send = sqsQueue({ region, endpoint: endpoints.sqs })
  return {
    config,
    log: processLog(),
    clock,
    wait: async (ms: number) => void (await delay(ms)),
    newCode,
    tasks: taskLog(store),
    graph: taskGraph(store),
    views: taskViews(store),
    directory: directory(store),
    linkCodes: linkCodes(store),
    pulls: pullIndex(store),
    ledger: ledger(store),
    history: eventHistory(store),
    owed: owedIndex(store),
    publish: eventBus({ bus: config.bus, region, endpoint: endpoints.events }),
    send,
    redrive: redriver(config, send),
  }
}

const clock: Clock = () => Date.now()

/** The time as the core takes it. ISO 8601. */
export function nowIso(): string {
  return new Date(clock()).toISOString()
}

function processLog(): Log {
  return jsonLog((line) => process.stdout.write(`${line}\n`), { service: process.env['AWS_LAMBDA_FUNCTION_NAME'] })
}

// Letters and digits that nobody mistakes for one another; 50 bits.
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'

function newCode(): string {
  const letters = [...randomBytes(10)].map((byte) => CODE_LETTERS[byte % CODE_LETTERS.length])
  return `${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
}

/** Short waits are a delayed message; longer ones a schedule that is named by the delivery. */
function redriver(config: Config, send: ReturnType<typeof sqsQueue>): Redrive {
  const schedule = oneOffSchedules({
    region: config.region,
    endpoint: config.endpoints.scheduler,
    roleArn: config.schedulerRoleArn,
  })
  return async (order, at) => {
    const seconds = Math.max(0, Math.ceil((at - clock()) / 1000))
    const body = packOrder(order)
    if (seconds <= LONGEST_DELAY) return send(config.queues.deliveries, body, seconds)
    await schedule(`${order.workspace}/${order.notice}/${order.key}`, at, config.deliveriesQueueArn, body)
  }
}
