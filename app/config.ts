import * as z from 'zod'
import type { Credentials } from './aws/credentials.ts'
import { PATIENCE } from './handoffs/ledger.ts'
import { workspaceOf } from './tasks/workspace.ts'

/**
 * Everything that differs between AWS, a laptop and a test. Read from the environment here and nowhere else; every
 * endpoint is configuration, so the very same handlers run in all three.
 */
export type Config = z.output<typeof environment>

const url = z.url().optional()
/** The name or ARN of a secret, or of a key: never what it says. */
const name = z.string().min(1).optional()

/** What is of no use without others. */
const COMPANIONS = [
  ['SLACK_CLIENT_ID', ['CODEXFLOW_URL', 'CODEXFLOW_VAULT_KEY']],
  ['GITHUB_CLIENT_ID', ['CODEXFLOW_URL']],
] as const

const environment = z
  .object({
    CODEXFLOW_STAGE: z.string().default('laptop'),
    CODEXFLOW_TABLE: z.string().default('codexflow'),
    CODEXFLOW_BUS: z.string().default('codexflow'),
    CODEXFLOW_QUEUE_INBOX: z.string(),
    CODEXFLOW_QUEUE_FOLLOW_UPS: z.string(),
    CODEXFLOW_QUEUE_ORCHESTRATION: z.string(),
    CODEXFLOW_QUEUE_DELIVERIES: z.string(),
    CODEXFLOW_QUEUE_DELIVERIES_ARN: z.string(),
    CODEXFLOW_QUEUE_ALARMS: z.string(),
    CODEXFLOW_QUEUE_ALARMS_ARN: z.string(),
    CODEXFLOW_QUEUE_STATEMENTS: z.string(),
    CODEXFLOW_QUEUE_STATEMENTS_ARN: z.string(),
    CODEXFLOW_QUEUE_IMPORTS: z.string(),
    CODEXFLOW_ANSWER_WITHIN_MINUTES: z.coerce.number().positive().default(240),
    CODEXFLOW_QUEUE_VISITS: z.string(),
    CODEXFLOW_QUEUE_VISITS_ARN: z.string(),
    CODEXFLOW_QUEUE_DIGESTS: z.string(),
    CODEXFLOW_QUEUE_DIGESTS_ARN: z.string(),
    CODEXFLOW_SCHEDULER_ROLE_ARN: z.string().default(''),
    CODEXFLOW_SCHEDULE_GROUP: z.string().default('default'),
    CODEXFLOW_QUEUE_UNDELIVERED_ARN: z.string().optional(),
    CODEXFLOW_SECRET_SLACK_SIGNING: name,
    CODEXFLOW_SECRET_SLACK_APP: name,
    CODEXFLOW_SECRET_GITHUB_WEBHOOK: name,
    CODEXFLOW_SECRET_GITHUB_APP: name,
    CODEXFLOW_SECRET_GITHUB_OAUTH: name,
    CODEXFLOW_SECRET_KEYS: name,
    CODEXFLOW_SECRET_EDGE_HEADER: name,
    CODEXFLOW_URL: url,
    CODEXFLOW_PURGE_AFTER_MS: z.coerce.number().int().min(0).max(900_000).default(600_000),
    CODEXFLOW_VAULT_KEY: name,
    CODEXFLOW_SEND_TIMEOUT_MS: z.coerce.number().int().positive().default(PATIENCE.sendTimeout),
    CODEXFLOW_LEASE_MS: z.coerce.number().int().positive().default(PATIENCE.lease),
    CODEXFLOW_QUARANTINE_MS: z.coerce.number().int().positive().default(PATIENCE.quarantine),
    CODEXFLOW_OPERATIONS: z
      .string()
      .regex(/^[TE][A-Z0-9]+\/[CG][A-Z0-9]+$/, 'is a Slack team and a channel of it: T0123/C0123')
      .optional(),
    AWS_REGION: z.string().default('us-east-1'),
    AWS_ACCESS_KEY_ID: z.string().optional(),
    AWS_SECRET_ACCESS_KEY: z.string().optional(),
    AWS_SESSION_TOKEN: z.string().optional(),
    CODEXFLOW_DYNAMODB_ENDPOINT: url,
    CODEXFLOW_SQS_ENDPOINT: url,
    CODEXFLOW_SNS_ENDPOINT: url,
    CODEXFLOW_EVENTS_ENDPOINT: url,
    CODEXFLOW_SCHEDULER_ENDPOINT: url,
    CODEXFLOW_SECRETS_ENDPOINT: url,
    CODEXFLOW_KMS_ENDPOINT: url,
    CODEXFLOW_PIPELINE_ENDPOINT: url,
    CODEXFLOW_RELEASES: z
      .string()
      .regex(/^T[A-Z0-9]+\/[A-Z][A-Z0-9]{1,9}$/)
      .optional(),
    SLACK_CLIENT_ID: z.string().min(1).optional(),
    SLACK_AUTHORIZE_URL: z.url().default('https://slack.com/oauth/v2/authorize'),
    SLACK_API_URL: z.url().default('https://slack.com/api/'),
    SLACK_RESPONSE_ORIGIN: z.url().default('https://hooks.slack.com'),
    GITHUB_APP_ID: z.coerce.number().int(),
    GITHUB_APP_SLUG: z.string().default('codexflow'),
    GITHUB_CLIENT_ID: z.string().min(1).optional(),
    GITHUB_API_URL: z.url().default('https://api.github.com'),
    GITHUB_WEB_URL: z.url().default('https://github.com'),
    BEDROCK_MODEL_ID: z.string().optional(),
    BEDROCK_REGION: z.string().optional(),
    BEDROCK_ENDPOINT: url,
    BEDROCK_GUARDRAIL_ID: z.string().optional(),
    BEDROCK_GUARDRAIL_VERSION: z.string().optional(),
    BEDROCK_DEADLINE_MS: z.coerce.number().int().positive().default(12_000),
  })
  .superRefine((env, { addIssue }) => {
    for (const [given, needed] of COMPANIONS) {
      for (const name of env[given] === undefined ? [] : needed) {
        if (env[name] === undefined)
          addIssue({ code: 'custom', path: [name], message: `is needed where ${given} is given` })
      }
    }
  })
  .transform((env) => ({
    /** Which of our stages this is, as figures are told apart by. */
    stage: env.CODEXFLOW_STAGE,
    table: env.CODEXFLOW_TABLE,
    bus: env.CODEXFLOW_BUS,
    /** Queue URLs. */
    queues: {
      inbox: env.CODEXFLOW_QUEUE_INBOX,
      'follow-ups': env.CODEXFLOW_QUEUE_FOLLOW_UPS,
      orchestration: env.CODEXFLOW_QUEUE_ORCHESTRATION,
      deliveries: env.CODEXFLOW_QUEUE_DELIVERIES,
      digests: env.CODEXFLOW_QUEUE_DIGESTS,
      alarms: env.CODEXFLOW_QUEUE_ALARMS,
      statements: env.CODEXFLOW_QUEUE_STATEMENTS,
      visits: env.CODEXFLOW_QUEUE_VISITS,
      imports: env.CODEXFLOW_QUEUE_IMPORTS,
    },
    /** Of the queues that the scheduler writes to. */
    queueArns: {
      deliveries: env.CODEXFLOW_QUEUE_DELIVERIES_ARN,
      digests: env.CODEXFLOW_QUEUE_DIGESTS_ARN,
      alarms: env.CODEXFLOW_QUEUE_ALARMS_ARN,
      statements: env.CODEXFLOW_QUEUE_STATEMENTS_ARN,
      visits: env.CODEXFLOW_QUEUE_VISITS_ARN,
    },
    scheduler: {
      roleArn: env.CODEXFLOW_SCHEDULER_ROLE_ARN,
      group: env.CODEXFLOW_SCHEDULE_GROUP,
      undeliveredArn: env.CODEXFLOW_QUEUE_UNDELIVERED_ARN,
    },
    /** Where people decide on releases of CodexFlow itself: workspace and project, as `T0123/CODE`. None: nobody is asked. */
    releases: releasesOf(env.CODEXFLOW_RELEASES),
    /** Section 8: the time-out must stay under a third of the lease. */
    patience: {
      ...PATIENCE,
      sendTimeout: Math.min(env.CODEXFLOW_SEND_TIMEOUT_MS, Math.floor(env.CODEXFLOW_LEASE_MS / 3)),
      lease: env.CODEXFLOW_LEASE_MS,
      quarantine: env.CODEXFLOW_QUARANTINE_MS,
    },
    /** Working minutes in which a hand-off wants an answer. */
    answerWithin: env.CODEXFLOW_ANSWER_WITHIN_MINUTES,
    /** Which secrets of Secrets Manager a function may ask for: names or ARNs. */
    secrets: {
      'slack-signing': env.CODEXFLOW_SECRET_SLACK_SIGNING,
      'slack-app': env.CODEXFLOW_SECRET_SLACK_APP,
      'github-webhook': env.CODEXFLOW_SECRET_GITHUB_WEBHOOK,
      'github-app': env.CODEXFLOW_SECRET_GITHUB_APP,
      'github-oauth': env.CODEXFLOW_SECRET_GITHUB_OAUTH,
      keys: env.CODEXFLOW_SECRET_KEYS,
      /** Nothing: there is no edge before the doors. */
      'edge-header': env.CODEXFLOW_SECRET_EDGE_HEADER,
    },
    /** From the removal of a workspace until its data is deleted: more than any function may run, and any cache believe. */
    purgeAfter: env.CODEXFLOW_PURGE_AFTER_MS,
    /** The KMS key that seals the tokens in the table: its id, ARN or alias. */
    vaultKey: env.CODEXFLOW_VAULT_KEY,
    /** Where the operators hear of alarms; nothing: not in Slack. */
    operations: operationsOf(env.CODEXFLOW_OPERATIONS),
    region: env.AWS_REGION,
    credentials: credentialsOf(env),
    endpoints: {
      dynamodb: env.CODEXFLOW_DYNAMODB_ENDPOINT,
      sqs: env.CODEXFLOW_SQS_ENDPOINT,
      sns: env.CODEXFLOW_SNS_ENDPOINT,
      events: env.CODEXFLOW_EVENTS_ENDPOINT,
      scheduler: env.CODEXFLOW_SCHEDULER_ENDPOINT,
      secrets: env.CODEXFLOW_SECRETS_ENDPOINT,
      kms: env.CODEXFLOW_KMS_ENDPOINT,
      pipeline: env.CODEXFLOW_PIPELINE_ENDPOINT,
    },
    slack: {
      /** What it takes to be installed by others; nothing: one workspace, with the one token. */
      app: slackAppOf(env),
      apiUrl: env.SLACK_API_URL,
      /** The one origin beside Slack's own that later answers may go to. */
      responseOrigin: env.SLACK_RESPONSE_ORIGIN,
    },
    github: {
      appId: env.GITHUB_APP_ID,
      appSlug: env.GITHUB_APP_SLUG,
      apiUrl: env.GITHUB_API_URL,
      webUrl: env.GITHUB_WEB_URL,
      /** What it takes to link accounts in a browser; nothing: with a code in a comment. */
      user: githubUserOf(env),
    },
    /** No model id means: the fallback writers write. */
    bedrock: {
      modelId: env.BEDROCK_MODEL_ID,
      region: env.BEDROCK_REGION ?? env.AWS_REGION,
      endpoint: env.BEDROCK_ENDPOINT,
      guardrailId: env.BEDROCK_GUARDRAIL_ID,
      guardrailVersion: env.BEDROCK_GUARDRAIL_VERSION,
      deadlineMs: env.BEDROCK_DEADLINE_MS,
    },
  }))

function operationsOf(place: string | undefined) {
  const [team, channel] = place?.split('/') ?? []
  return team === undefined || channel === undefined ? undefined : { workspace: workspaceOf(team), channel }
}

function releasesOf(text: string | undefined) {
  const [workspace, project] = text?.split('/') ?? []
  return workspace === undefined || project === undefined ? undefined : { workspace, project }
}

type AppVariables = {
  readonly [Name in 'SLACK_CLIENT_ID' | 'CODEXFLOW_URL']?: string | undefined
} & { readonly SLACK_AUTHORIZE_URL: string }

function slackAppOf(env: AppVariables) {
  const { SLACK_CLIENT_ID: clientId, CODEXFLOW_URL: base } = env
  if (clientId === undefined || base === undefined) return undefined
  const redirectUrl = new URL('/slack/oauth', base).href
  return { clientId, redirectUrl, authorizeUrl: env.SLACK_AUTHORIZE_URL }
}

type GithubVariables = {
  readonly [Name in 'GITHUB_CLIENT_ID' | 'CODEXFLOW_URL']?: string | undefined
}

function githubUserOf(env: GithubVariables) {
  const { GITHUB_CLIENT_ID: clientId, CODEXFLOW_URL: base } = env
  if (clientId === undefined || base === undefined) return undefined
  const [redirectUrl, linkUrl] = ['/github/oauth', '/github/link'].map((path) => new URL(path, base).href)
  return { clientId, redirectUrl: redirectUrl!, linkUrl: linkUrl! }
}

type AwsVariables = {
  readonly [Name in 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_SESSION_TOKEN']?: string | undefined
}

// Lambda sets them for as long as the process lives. A laptop needs none: every endpoint there is its own.
function credentialsOf(env: AwsVariables): Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: token } = env
  if (!accessKeyId || !secretAccessKey) return undefined
  return { accessKeyId, secretAccessKey, ...(token ? { sessionToken: token } : {}) }
}

/** Parses the environment, or throws naming each variable that is missing or wrong (never its value). */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const parsed = environment.safeParse(env)
  if (parsed.success) return parsed.data
  const names = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`The configuration is incomplete. ${names.join('; ')}`)
}
