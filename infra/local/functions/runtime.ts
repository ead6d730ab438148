import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { SQSClient } from '@aws-sdk/client-sqs'
import { Fault } from '../../../app/errors.ts'
import type { Log } from '../../../app/log.ts'
import {
  type FunctionName,
  type QueueName,
  queues as topologyQueues,
  streams as topologyStreams,
} from '../../topology.ts'
import { startAwsApi } from '../aws/aws-api.ts'
import { type Checkpoints, fileCheckpoints } from '../aws/checkpoints.ts'
import { createEventBus } from '../aws/event-bus.ts'
import { KEY_FILE, openKeys } from '../aws/key-service.ts'
import { givenSecrets, type LocalSecrets, localSecretId, SECRETS_FILE } from '../aws/local-secrets.ts'
import { startQueueSource } from '../aws/queue-source.ts'
import type { LocalQueues } from '../aws/queues.ts'
import { startRecurring } from '../aws/recurring.ts'
import { type LocalRotations, localRotations } from '../aws/rotations.ts'
import { startScheduler } from '../aws/scheduler.ts'
import { openSecrets } from '../aws/secret-store.ts'
import { type StreamSource, startStreamSource } from '../aws/stream-source.ts'
import { passOn, sendTraced } from '../aws/traced-messages.ts'
import type { LocalServer } from '../http-server.ts'
import { type Realised, realised } from '../realised.ts'
import { settle, type Undone, undone } from '../settled.ts'
import type { BodyEncoding } from './gateway-event.ts'
import { startGateway } from './http-gateway.ts'
import { type Handler, type LocalLambda, localLambda } from './lambda.ts'

/** Where a function finds the services that run inside the runtime; to be put into its environment before it loads. */
export type RuntimeEndpoints = {
  readonly events: string
  readonly scheduler: string
  readonly sqs: string
  readonly secrets: string
  readonly kms: string
}

export type RuntimeOptions = {
  /** Cursors, schedules, secrets and given-up records live here. */
  readonly dir: string
  /** Port of the doors; 0 takes a free one. */
  readonly port: number
  /** Port of EventBridge, Scheduler, Secrets Manager, KMS, and SQS as functions see it; a free one when absent. */
  readonly awsPort?: number
  readonly endpoints: { readonly dynamodb: string; readonly sqs: string }
  readonly tableName: string
  readonly busName?: string
  /** Loads a function when it is first invoked. */
  readonly handlers: (name: FunctionName, endpoints: RuntimeEndpoints) => Promise<Handler>
  readonly queues: LocalQueues
  /** What each secret says. */
  readonly secrets?: LocalSecrets
  /** Which are rotated; as the topology says when absent. */
  readonly rotations?: LocalRotations['rotations']
  readonly log: Log
  readonly checkpoints?: Checkpoints
  readonly bodies?: BodyEncoding
  readonly timeoutSeconds?: (name: FunctionName) => number
  /** Seconds until a failed message is tried again. */
  readonly retrySeconds?: (receives: number) => number
}

/** The topology, running. */
export type Runtime = {
  readonly realised: Realised
  /** Of the doors. */
  readonly url: string
  readonly endpoints: RuntimeEndpoints
  /** Invocations under way. */
  inFlight(): number
  undone(): Promise<Undone>
  /**
   * Resolves when nothing runs, every stream is read to its end and every queue is empty. Throws after `timeoutMs`
   * (30 s), saying what is left. `delayed: 'ignore'` does not wait for messages that are meant for later.
   */
  settled(options?: { readonly timeoutMs?: number; readonly delayed?: 'wait' | 'ignore' }): Promise<void>
  /** Looks at the streams at once: something outside wrote to the table. */
  nudge(): void
  /** Fails the next entries put on the bus. For tests. */
  failNextEvents(entries: number): void
  /** Fires the schedules that are due; answers how many. */
  fireDueSchedules(): Promise<number>
  /** Takes no more, lets what runs finish for at most `graceMs` (10 s), and leaves nothing open. */
  stop(graceMs?: number): Promise<void>
}

/** Realises `topology.ts` in this process. Throws when a port is taken. */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  const { dir, tableName, queues, log } = options
  const aws = { region: 'us-east-1', credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' }, maxAttempts: 1 }
  const sqs = new SQSClient({ ...aws, endpoint: options.endpoints.sqs })
  const tables = new DynamoDBClient({ ...aws, endpoint: options.endpoints.dynamodb })
  const streams = new DynamoDBStreamsClient({ ...aws, endpoint: options.endpoints.dynamodb })
  const checkpoints = options.checkpoints ?? (await fileCheckpoints(dir))
  const urlOf = (arn: string) => Object.values(queues).find((queue) => queue.arn === arn)?.url
  const send = async (url: string | undefined, body: string, trace?: string) => {
    if (url === undefined) throw new Fault('no such queue')
    await sendTraced(sqs, { url, body, trace })
  }

  const bus = createEventBus({
    name: options.busName ?? 'codexflow',
    send: (queue, body, trace) => send(queues[queue].url, body, trace),
    log,
    now: () => new Date(),
  })
  const scheduler = await startScheduler({
    dir,
    now: Date.now,
    knows: (arn) => urlOf(arn) !== undefined,
    send: (arn, body) => send(urlOf(arn), body),
    log,
  })
  let api: LocalServer | undefined
  let lambda: LocalLambda | undefined
  let streamSources: readonly StreamSource[] = []
  const nudge = () => {
    for (const source of streamSources) source.nudge()
  }
  const close = async (sources: readonly { stop(): Promise<void> }[], graceMs: number) => {
    const stopped = Promise.all(sources.map((source) => source.stop()))
    await within(graceMs, stopped, () => log.warn('stopped with work under way: it comes again'))
    await scheduler.stop()
    // Last, because the functions that were finishing needed it.
    await api?.stop(graceMs)
    for (const client of [sqs, tables, streams]) client.destroy()
  }

  try {
    const rotations = localRotations(() => lambda!.invoke, options.rotations)
    const secrets = await openSecrets({
      file: join(dir, SECRETS_FILE),
      now: Date.now,
      given: givenSecrets(options.secrets ?? {}),
      ours: [localSecretId('keys')],
      rotated: rotations.names,
      rotate: rotations.rotate,
    })
    const sendMessage = (body: unknown) => passOn(sqs, body)
    const services = { bus, scheduler, sendMessage, secrets, keys: openKeys(join(dir, KEY_FILE)) }
    api = await startAwsApi(options.awsPort ?? 0, services, log)
    const { url } = api
    const endpoints: RuntimeEndpoints = { events: url, scheduler: url, sqs: url, secrets: url, kms: url }
    lambda = localLambda({
      handlers: (name) => options.handlers(name, endpoints),
      log,
      settled: nudge,
      ...(options.timeoutSeconds === undefined ? {} : { timeoutSeconds: options.timeoutSeconds }),
    })
    const { invoke } = lambda
    const bodies = options.bodies === undefined ? {} : { bodies: options.bodies }
    // The ports first: when one is taken, nothing has been read and no function has run.
    const gateway = await startGateway({ port: options.port, invoke, log, ...bodies })
    streamSources = Object.entries(topologyStreams).map(([name, spec]) =>
      startStreamSource({ name, spec, clients: { tables, streams }, tableName, invoke, checkpoints, dir, log }),
    )
    const retry = options.retrySeconds === undefined ? {} : { retrySeconds: options.retrySeconds }
    const queueSources = (Object.keys(topologyQueues) as QueueName[]).map((name) =>
      startQueueSource({ sqs, queue: queues[name], spec: topologyQueues[name], invoke, log, ...retry }),
    )
    const recurring = startRecurring({ invoke, log, now: () => new Date() })
    const parts = { lambda, queues, sqs, streamSources }
    return {
      realised: realised({ lambda, gateway, bus, queueSources, streamSources, recurring, rotations }),
      url: gateway.url,
      endpoints,
      inFlight: lambda.inFlight,
      undone: () => undone(parts),
      settled: (how = {}) => settle(parts, how.timeoutMs ?? 30_000, how.delayed ?? 'wait'),
      nudge,
      failNextEvents: bus.failNext,
      fireDueSchedules: scheduler.fireDue,
      stop: async (graceMs = 10_000) => {
        await gateway.stop(graceMs)
        await close([...streamSources, ...queueSources, recurring], graceMs)
      },
    }
  } catch (error) {
    await close([], 0)
    throw error
  }
}

async function within(ms: number, work: Promise<unknown>, tooLate: () => void): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(() => {
      tooLate()
      resolve()
    }, ms)
  })
  await Promise.race([work, late])
  clearTimeout(timer)
}
