import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { type Log, silentLog } from '../../../app/log.ts'
import { fromSource } from '../../local/functions/function-code.ts'
import { type House, openHouse } from '../../local/people/open-house.ts'
import { type Residents, residents } from '../../local/people/residents.ts'
import { atRest } from '../../local/story/at-rest.ts'
import { freePort } from '../../local/world/free-port.ts'
import { openWorld } from '../../local/world/world.ts'
import type { FunctionName, QueueName } from '../../topology.ts'
import type { Uses } from '../use.ts'
import { countedCode } from './counted-code.ts'
import { type Metered, startMeter } from './meter.ts'
import { countOutward } from './outward.ts'
import { sizeOf } from './table-size.ts'
import { tally } from './tally.ts'

/** The whole laptop, with a meter on every wire. */
export type Stage = Residents & {
  readonly repository: string
  readonly teamId: string
  settled(): Promise<void>
  /** Lets everything come to rest, does the work, lets it come to rest again, and says what it took. */
  counted(work: () => Promise<unknown>): Promise<{ readonly functions: Uses; readonly stored: number }>
  /** Invokes a function as its schedule does. */
  fire(name: FunctionName, detail?: object): Promise<void>
  /** Puts a message of our own on a queue. */
  put(queue: QueueName, body: object): Promise<void>
  /** Does the work while the functions' clock is ahead. The doors let nobody in meanwhile. */
  ahead<T>(ms: number, work: () => Promise<T>): Promise<T>
  end(): Promise<void>
}

/** Slack's pace for one conversation: whoever is told sooner waits inside a function. */
const PACE_MS = 1_300
const AWS = { region: 'us-east-1', credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' } }

/** Opens a world and the application before it, in this process: once a process, since functions keep what they are told. */
export async function openStage(): Promise<Stage> {
  const dir = mkdtempSync(join(tmpdir(), 'codexflow-cost-'))
  const port = await freePort()
  const world = await openWorld({
    dir,
    ports: 'free',
    inMemory: true,
    endWithParent: true,
    appUrl: `http://127.0.0.1:${port}`,
  })
  const { urls } = world
  const counts = tally()
  const origin = (url: string) => new URL(url).origin
  const outward = countOutward(counts, {
    slack: [origin(urls.slack), origin(urls.bridge)],
    github: [origin(urls.github)],
  })
  let announce: (house: House) => void = () => {}
  const opened = new Promise<House>((resolve) => (announce = resolve))
  const upstream = async (service: Metered) => {
    switch (service) {
      case 'dynamodb':
      case 'sqs':
      case 'sns':
        return urls[service]
      case 'bus':
        return (await opened).application.runtime.endpoints.events
      case 'scheduler':
        return (await opened).application.runtime.endpoints.scheduler
    }
  }
  const meter = await startMeter(counts, upstream, silentLog)
  const code = countedCode(fromSource, counts)
  const broken: string[] = []
  // What fails is tried again, and then everything is counted twice.
  const log: Log = { ...silentLog, error: (message, data) => void broken.push(`${message}: ${JSON.stringify(data)}`) }
  const house = await openHouse({ dir, world, port, log, code, env: environment(meter.urls) })
  announce(house)
  const folk = await residents(urls)
  const tables = new DynamoDBClient({ ...AWS, endpoint: urls.dynamodb })
  const sqs = new SQSClient({ ...AWS, endpoint: urls.sqs })
  const { table, queues } = house.application
  const realNow = Date.now

  const settled = async () => {
    if (!(await atRest(house.local.parts.watch, folk.outside, { timeoutMs: 180_000 }))) {
      throw new Error(`The system does not come to rest: ${JSON.stringify(await house.application.runtime.undone())}`)
    }
  }
  return {
    ...folk,
    repository: 'northwind/user-api',
    teamId: world.secrets.slack.teamId,
    settled,
    counted: async (work) => {
      await settled()
      await delay(PACE_MS)
      const before = await sizeOf(tables, table)
      counts.reset()
      await work()
      await settled()
      if (broken.length > 0) throw new Error(`Something failed while it was counted: ${broken.join('; ')}`)
      const functions = counts.uses()
      return { functions, stored: (await sizeOf(tables, table)) - before }
    },
    fire: async (name, detail = {}) => {
      const handler = await code(name)
      await handler({ detail } as never, { getRemainingTimeInMillis: () => 300_000 } as never)
    },
    put: async (queue, body) => {
      await sqs.send(new SendMessageCommand({ QueueUrl: queues[queue].url, MessageBody: JSON.stringify(body) }))
    },
    ahead: async (ms, work) => {
      Date.now = () => realNow() + ms
      try {
        return await work()
      } finally {
        Date.now = realNow
      }
    },
    end: async () => {
      await house.close(2_000)
      await meter.stop()
      outward()
      for (const client of [tables, sqs]) client.destroy()
      await world.stop()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function environment(urls: Awaited<ReturnType<typeof startMeter>>['urls']): Record<string, string> {
  return {
    CODEXFLOW_DYNAMODB_ENDPOINT: urls.dynamodb,
    CODEXFLOW_SQS_ENDPOINT: urls.sqs,
    CODEXFLOW_SNS_ENDPOINT: urls.sns,
    CODEXFLOW_EVENTS_ENDPOINT: urls.bus,
    CODEXFLOW_SCHEDULER_ENDPOINT: urls.scheduler,
    // Whatever Slack or GitHub took without saying so is looked up again within seconds.
    CODEXFLOW_SEND_TIMEOUT_MS: '5000',
    CODEXFLOW_LEASE_MS: '16000',
    CODEXFLOW_QUARANTINE_MS: '4000',
    BEDROCK_ENDPOINT: urls.model,
    BEDROCK_MODEL_ID: 'us.anthropic.claude-haiku-4-5-20251001-v1:0',
    AWS_ACCESS_KEY_ID: 'laptop',
    AWS_SECRET_ACCESS_KEY: 'laptop',
  }
}
