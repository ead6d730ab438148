import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { queues as topologyQueues } from '../topology.ts'
import type { Application } from './application.ts'
import type { WorldPerson } from './world/directory.ts'
import { worldPersonSchema } from './world/directory.ts'
import { isAlive, processStart } from './world/processes.ts'
import type { WorldUrls } from './world/run-file.ts'
import type { Secrets } from './world/secrets.ts'

/** Everything that a client outside needs to take part, as `.codexflow/local.json` tells it while the application runs. */
export type Local = z.output<typeof localSchema>

const address = z.url()
const localSchema = z.object({
  /** Raised when a reader of an older file would misread this one. */
  version: z.literal(1),
  startedAt: z.string(),
  /** The application; `start` tells the process from a later one with the same number. */
  process: z.object({ pid: z.int(), start: z.string() }),
  /** Where Slack and GitHub send to. */
  doors: z.object({ url: address, slack: address, github: address, health: address }),
  /** The parts that stand in for the outside world. */
  parts: z.object({
    /** Slack's Web API, to be given to clients as their base URL. */
    slack: address,
    /** Slack for the eye, in a browser. */
    slackInspector: address,
    /** GitHub's REST API and pages. */
    github: address,
    dynamodb: address,
    sqs: address,
    sns: address,
    /** EventBridge, EventBridge Scheduler, Secrets Manager and KMS. */
    events: address,
    scheduler: address,
    secrets: address,
    kms: address,
    /** Acts of people in Slack, mail, webhook deliveries, faults. */
    bridge: address,
    /** When the application has come to rest: `/undone`, `/settled`. */
    watch: address,
  }),
  secrets: z.object({
    slackSigningSecret: z.string(),
    slackBotToken: z.string(),
    githubWebhookSecret: z.string(),
    githubPrivateKey: z.string(),
  }),
  slack: z.object({ teamId: z.string(), appId: z.string(), botUserId: z.string(), command: z.string() }),
  github: z.object({ appId: z.number(), appSlug: z.string(), installationId: z.number() }),
  people: z.array(worldPersonSchema),
  repositories: z.array(z.object({ fullName: z.string(), url: address })),
  table: z.string(),
  /** URLs by name. */
  queues: z.record(z.string(), z.object({ url: z.string(), deadLetters: z.string() })),
  emailTopic: z.string(),
  region: z.string(),
})

type Facts = {
  readonly application: Pick<Application, 'url' | 'watchUrl' | 'table' | 'topicArn' | 'queues'> & {
    readonly runtime: Pick<Application['runtime'], 'endpoints'>
  }
  readonly world: { readonly urls: WorldUrls; readonly secrets: Secrets }
  readonly people: readonly WorldPerson[]
  readonly repositories: readonly string[]
  readonly process: Local['process']
  readonly startedAt: string
}

/** What `local.json` says of a running application. */
export function describeLocal({ application, world, people, repositories, process, startedAt }: Facts): Local {
  const { url, watchUrl, table, topicArn, queues, runtime } = application
  const { urls, secrets } = world
  const { teamId, appId, botUserId, signingSecret, botToken } = secrets.slack
  const { webhookSecret, privateKey, ...github } = secrets.github
  return {
    version: 1,
    startedAt,
    process,
    doors: { url, slack: `${url}/slack/events`, github: `${url}/github/webhooks`, health: `${url}/health` },
    parts: {
      slack: urls.slack,
      slackInspector: new URL('/', urls.slack).href,
      github: urls.github,
      dynamodb: urls.dynamodb,
      sqs: urls.sqs,
      sns: urls.sns,
      events: runtime.endpoints.events,
      scheduler: runtime.endpoints.scheduler,
      secrets: runtime.endpoints.secrets,
      kms: runtime.endpoints.kms,
      bridge: urls.bridge,
      watch: watchUrl,
    },
    secrets: {
      slackSigningSecret: signingSecret,
      slackBotToken: botToken,
      githubWebhookSecret: webhookSecret,
      githubPrivateKey: privateKey,
    },
    slack: { teamId, appId, botUserId, command: '/codexflow' },
    github,
    people: [...people],
    repositories: repositories.map((fullName) => ({ fullName, url: `${urls.github}/${fullName}` })),
    table,
    queues: Object.fromEntries(
      (Object.keys(topologyQueues) as (keyof typeof topologyQueues)[]).map((name) => [
        name,
        { url: queues[name].url, deadLetters: queues[name].deadUrl },
      ]),
    ),
    emailTopic: topicArn,
    region: 'us-east-1',
  }
}

/** Records it; it appears whole or not at all, readable by its owner only, for it holds secrets. */
export function writeLocal(dir: string, local: Local): void {
  mkdirSync(dir, { recursive: true })
  const draft = `${fileIn(dir)}.${local.process.pid}`
  writeFileSync(draft, `${JSON.stringify(local, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, fileIn(dir))
}

/** What the application that runs in `dir` says of itself; undefined when none runs. */
export function runningLocal(dir: string): Local | undefined {
  if (!existsSync(fileIn(dir))) return undefined
  const local = localSchema.safeParse(readJson(fileIn(dir)))
  return local.success && isAlive(local.data.process) ? local.data : undefined
}

/** Removes what process `pid` has recorded, unless another has since. */
export function forgetLocal(dir: string, pid: number): void {
  const local = localSchema.safeParse(readJson(fileIn(dir)))
  if (local.success && local.data.process.pid === pid) rmSync(fileIn(dir), { force: true })
}

/** This process, as it is told from a later one. */
export function thisProcess(): Local['process'] {
  return { pid: process.pid, start: processStart(process.pid) ?? '' }
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

function fileIn(dir: string): string {
  return join(dir, 'local.json')
}
