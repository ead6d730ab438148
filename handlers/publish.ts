import type { SQSBatchResponse, SQSEvent } from 'aws-lambda'
import { readEnvelope } from '../app/bus/envelope.ts'
import { Fault } from '../app/errors.ts'
import { githubPublisher } from '../app/github/publisher.ts'
import { eachMessage } from '../app/queue/each-message.ts'
import { unpackStatementOrder } from '../app/queue/statement-orders.ts'
import { affected } from '../app/statements/affected.ts'
import { type PublishPorts, publish } from '../app/statements/publish.ts'
import { note } from '../app/telemetry/scope.ts'
import { github } from './wiring/github.ts'
import { isPresent } from './wiring/presence.ts'
import { stateLater } from './wiring/schedule.ts'
import { keys } from './wiring/secret.ts'
import { tablePorts } from './wiring/table.ts'
import { wiring } from './wiring.ts'

let made: PublishPorts | undefined

/** Something changed about a task: an order for each statement that speaks of it. An order: make the statement true. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const { log, clock } = wiring()
  // One change of a task is often several events, which come together: what they concern is looked up once.
  const looked = new Map<string, Promise<void>>()
  return eachMessage(
    event,
    async (body) => {
      const message: unknown = JSON.parse(body)
      const order = unpackStatementOrder(message)
      if (order !== undefined) note(order)
      if (order !== undefined) return (await isPresent(order.workspace)) ? publish(ports(), order) : undefined
      const received = readEnvelope(message)
      if (received === undefined) throw new Fault('a message is neither an order nor an event of ours')
      note(received)
      if (!(await isPresent(received.workspace))) return
      const { workspace, task, blocker, type } = received
      const key = JSON.stringify([workspace, task, blocker, type.startsWith('Tests')])
      const spread = async () => {
        for (const ref of await affected(ports(), received)) await ports().later(ref, clock())
      }
      if (!looked.has(key)) looked.set(key, spread())
      await looked.get(key)
    },
    log,
  )
}

function ports(): PublishPorts {
  made ??= make()
  return made
}

function make(): PublishPorts {
  const { config, clock, wait, log } = wiring()
  const { tasks, graph, directory, pulls, ledger, days, statements } = tablePorts()
  const { patience, answerWithin } = config
  return {
    tasks,
    graph,
    directory,
    pulls,
    ledger,
    days,
    statements,
    answerWithin,
    publisher: githubPublisher({
      client: github(),
      appId: config.github.appId,
      appSlug: config.github.appSlug,
      keys,
      sendTimeout: patience.sendTimeout,
      now: clock,
      log,
    }),
    later: stateLater(),
    clock,
    wait,
    patience,
    log,
  }
}
