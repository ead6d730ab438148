import { join } from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { Fault } from '../../app/errors.ts'
import type { Log } from '../../app/log.ts'
import { MAIL_TOPICS } from '../grants.ts'
import { LOCAL_KEY } from './aws/key-service.ts'
import { type LocalSecrets, localSecretIds } from './aws/local-secrets.ts'
import { createQueues, type LocalQueues } from './aws/queues.ts'
import type { LocalRotations } from './aws/rotations.ts'
import { ensureTable } from './aws/table.ts'
import { createTopics, type LocalTopics } from './aws/topics.ts'
import { type FunctionCode, fromSource } from './functions/function-code.ts'
import { functionEnvironment, LOCAL_REGION, type PartUrls } from './functions/function-environment.ts'
import { type Runtime, startRuntime } from './functions/runtime.ts'
import { guarded } from './grants/guard.ts'
import { recordIn, USED_IN } from './grants/record.ts'
import type { LocalServer } from './http-server.ts'
import { startWatch } from './watch.ts'

export type ApplicationOptions = {
  /** Cursors, schedules, secrets and given-up records live here. */
  readonly dir: string
  readonly parts: PartUrls
  /** The environment of the functions that says where Slack and GitHub are, and as whom we are known there. */
  readonly outside: Readonly<Record<string, string>>
  /** By which secrets. */
  readonly secrets: LocalSecrets
  /** Which secrets are rotated; as the topology says when absent. */
  readonly rotations?: LocalRotations['rotations']
  /** Where the functions come from; as they are written when absent. */
  readonly code?: FunctionCode
  /** Port of the doors; 0 takes a free one. */
  readonly port: number
  readonly log: Log
  /** More of it, such as `CODEXFLOW_LEASE_MS`. */
  readonly env?: Readonly<Record<string, string>>
  /** Seconds until a queue message that failed so often is tried again. */
  readonly retrySeconds?: (receives: number) => number
  /** Runs once table, queues and topics exist, before any function does. */
  readonly beforeWork?: (ground: Ground) => Promise<void>
}

/** What stands before the first function runs. */
export type Ground = {
  readonly table: string
  /** Of hand-offs by e-mail. */
  readonly topicArn: string
  readonly queues: LocalQueues
  readonly topics: LocalTopics
}

/** CodexFlow, running in this process. */
export type Application = Ground & {
  /** Of the doors. */
  readonly url: string
  /** Of `watch.ts`. */
  readonly watchUrl: string
  readonly runtime: Runtime
  /** Takes no more, and lets what runs finish for at most `graceMs` (5 s). */
  stop(graceMs?: number): Promise<void>
}

const TABLE = 'codexflow'
const BUS = 'codexflow'

/**
 * Starts the application: creates what is missing of table, queues and topics, and runs the
 * topology with the real handlers. They read `process.env`, which is set here: one application a process. Throws a
 * `Fault` when the port is taken.
 */
export async function startApplication(options: ApplicationOptions): Promise<Application> {
  const { dir, parts, log, code = fromSource } = options
  const ground = await prepare(parts)
  await options.beforeWork?.(ground)
  const given = { ...process.env }
  const runtime = await startRuntime({
    dir,
    port: options.port,
    endpoints: parts,
    tableName: ground.table,
    busName: BUS,
    queues: ground.queues,
    secrets: options.secrets,
    ...(options.rotations === undefined ? {} : { rotations: options.rotations }),
    log,
    handlers: (name, endpoints) => {
      const { table, queues } = ground
      const appUrl = `http://127.0.0.1:${options.port}`
      const local = functionEnvironment({ parts, table, bus: BUS, queues, endpoints, appUrl }, given)
      Object.assign(process.env, local, options.outside, options.env)
      return code(name).then((handler) => guard(ground)(name, handler))
    },
    ...(options.retrySeconds === undefined ? {} : { retrySeconds: options.retrySeconds }),
  })
  let watch: LocalServer
  try {
    watch = await startWatch(0, runtime, log)
  } catch (error) {
    await runtime.stop(0)
    throw error
  }
  return {
    ...ground,
    url: runtime.url,
    watchUrl: watch.url,
    runtime,
    stop: async (graceMs = 5_000) => {
      await watch.stop(0)
      await runtime.stop(graceMs)
    },
  }
}

/** Where failed stream records are kept whole, for the one who looks for what went wrong. */
export function failuresIn(dir: string): string {
  return join(dir, 'stream-failures')
}

async function prepare(urls: PartUrls): Promise<Ground> {
  const aws = { region: LOCAL_REGION, credentials: { accessKeyId: 'laptop', secretAccessKey: 'laptop' } }
  const tables = new DynamoDBClient({ ...aws, endpoint: urls.dynamodb })
  const sqs = new SQSClient({ ...aws, endpoint: urls.sqs })
  const sns = new SNSClient({ ...aws, endpoint: urls.sns })
  try {
    const [, queues, { TopicArn: topicArn }] = await Promise.all([
      ensureTable(tables, TABLE),
      createQueues(sqs),
      sns.send(new CreateTopicCommand({ Name: MAIL_TOPICS })),
    ])
    if (topicArn === undefined) throw new Fault('SNS created a topic without an ARN')
    return { table: TABLE, topicArn, queues, topics: await createTopics(sns, queues) }
  } finally {
    for (const client of [tables, sqs, sns]) client.destroy()
  }
}

const SECRET_NAMES = { secrets: localSecretIds(), vaultKey: LOCAL_KEY }

// The model is configured in the environment of the functions, which stands only when they are loaded.
function guard({ table, queues }: Ground) {
  const { CODEXFLOW_SCHEDULER_ROLE_ARN: schedulerRole = '', BEDROCK_MODEL_ID: model, ...env } = process.env
  const scheduleGroup = env['CODEXFLOW_SCHEDULE_GROUP'] ?? 'default'
  const names = {
    ...SECRET_NAMES,
    table,
    bus: BUS,
    queues,
    scheduleGroup,
    schedulerRole,
    model,
    guardrail: env['BEDROCK_GUARDRAIL_ID'],
  }
  const dir = env[USED_IN]
  return guarded({ names, ...(dir === undefined ? {} : { used: recordIn(dir) }) })
}
