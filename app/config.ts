import type { Credentials } from './aws/credentials.ts'
import { PATIENCE } from './handoffs/ledger.ts'
import { workspaceOf } from './tasks/workspace.ts'
import { type Variables, variables } from './variables.ts'

/**
 * Everything that differs between AWS, a laptop and a test. Read from the environment here and nowhere else; every
 * endpoint is configuration, so the very same handlers run in all three.
 */
export type Config = ReturnType<typeof configOf>

/** Parses the environment, or throws naming each variable that is missing or wrong (never its value). */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const read = variables(env)
  read.together('SLACK_CLIENT_ID', ['CODEXFLOW_URL', 'CODEXFLOW_VAULT_KEY'])
  read.together('GITHUB_CLIENT_ID', ['CODEXFLOW_URL'])
  const config = configOf(read)
  if (read.faults.length === 0) return config
  throw new Error(`The configuration is incomplete. ${read.faults.join('; ')}`)
}

function configOf(read: Variables) {
  const lease = read.number('CODEXFLOW_LEASE_MS', { min: 1, otherwise: PATIENCE.lease })
  const sendTimeout = read.number('CODEXFLOW_SEND_TIMEOUT_MS', { min: 1, otherwise: PATIENCE.sendTimeout })
  const region = read.text('AWS_REGION', 'us-east-1')
  const base = read.url('CODEXFLOW_URL')
  return {
    /** Which of our stages this is, as figures are told apart by. */
    stage: read.text('CODEXFLOW_STAGE', 'laptop'),
    table: read.text('CODEXFLOW_TABLE', 'codexflow'),
    bus: read.text('CODEXFLOW_BUS', 'codexflow'),
    /** Queue URLs. */
    queues: {
      inbox: read.text('CODEXFLOW_QUEUE_INBOX'),
      'follow-ups': read.text('CODEXFLOW_QUEUE_FOLLOW_UPS'),
      orchestration: read.text('CODEXFLOW_QUEUE_ORCHESTRATION'),
      deliveries: read.text('CODEXFLOW_QUEUE_DELIVERIES'),
      digests: read.text('CODEXFLOW_QUEUE_DIGESTS'),
      alarms: read.text('CODEXFLOW_QUEUE_ALARMS'),
      statements: read.text('CODEXFLOW_QUEUE_STATEMENTS'),
      visits: read.text('CODEXFLOW_QUEUE_VISITS'),
      imports: read.text('CODEXFLOW_QUEUE_IMPORTS'),
    },
    /** Of the queues that the scheduler writes to. */
    queueArns: {
      deliveries: read.text('CODEXFLOW_QUEUE_DELIVERIES_ARN'),
      digests: read.text('CODEXFLOW_QUEUE_DIGESTS_ARN'),
      alarms: read.text('CODEXFLOW_QUEUE_ALARMS_ARN'),
      statements: read.text('CODEXFLOW_QUEUE_STATEMENTS_ARN'),
      visits: read.text('CODEXFLOW_QUEUE_VISITS_ARN'),
    },
    scheduler: {
      roleArn: read.text('CODEXFLOW_SCHEDULER_ROLE_ARN', ''),
      group: read.text('CODEXFLOW_SCHEDULE_GROUP', 'default'),
      undeliveredArn: read.optional('CODEXFLOW_QUEUE_UNDELIVERED_ARN'),
    },
    /** Where people decide on releases of CodexFlow itself: workspace and project, as `T0123/CODE`. None: nobody is asked. */
    releases: releasesOf(
      read.optional('CODEXFLOW_RELEASES', {
        is: /^T[A-Z0-9]+\/[A-Z][A-Z0-9]{1,9}$/,
        words: 'is a Slack team and a project of it: T0123/CODE',
      }),
    ),
    /** Section 8: the time-out must stay under a third of the lease. */
    patience: {
      ...PATIENCE,
      sendTimeout: Math.min(sendTimeout, Math.floor(lease / 3)),
      lease,
      quarantine: read.number('CODEXFLOW_QUARANTINE_MS', { min: 1, otherwise: PATIENCE.quarantine }),
    },
    /** Working minutes in which a hand-off wants an answer. */
    answerWithin: read.number('CODEXFLOW_ANSWER_WITHIN_MINUTES', {
      min: Number.MIN_VALUE,
      fraction: true,
      otherwise: 240,
    }),
    /** Which secrets of Secrets Manager a function may ask for: names or ARNs, never what they say. */
    secrets: {
      'slack-signing': read.optional('CODEXFLOW_SECRET_SLACK_SIGNING'),
      'slack-app': read.optional('CODEXFLOW_SECRET_SLACK_APP'),
      'github-webhook': read.optional('CODEXFLOW_SECRET_GITHUB_WEBHOOK'),
      'github-app': read.optional('CODEXFLOW_SECRET_GITHUB_APP'),
      'github-oauth': read.optional('CODEXFLOW_SECRET_GITHUB_OAUTH'),
      keys: read.optional('CODEXFLOW_SECRET_KEYS'),
      /** Nothing: there is no edge before the doors. */
      'edge-header': read.optional('CODEXFLOW_SECRET_EDGE_HEADER'),
    },
    /** From the removal of a workspace until its data is deleted: more than any function may run, and any cache believe. */
    purgeAfter: read.number('CODEXFLOW_PURGE_AFTER_MS', { min: 0, max: 900_000, otherwise: 600_000 }),
    /** The KMS key that seals the tokens in the table: its id, ARN or alias. */
    vaultKey: read.optional('CODEXFLOW_VAULT_KEY'),
    /** Where the operators hear of alarms; nothing: not in Slack. */
    operations: operationsOf(
      read.optional('CODEXFLOW_OPERATIONS', {
        is: /^[TE][A-Z0-9]+\/[CG][A-Z0-9]+$/,
        words: 'is a Slack team and a channel of it: T0123/C0123',
      }),
    ),
    region,
    credentials: credentialsOf(read),
    endpoints: {
      dynamodb: read.url('CODEXFLOW_DYNAMODB_ENDPOINT'),
      sqs: read.url('CODEXFLOW_SQS_ENDPOINT'),
      sns: read.url('CODEXFLOW_SNS_ENDPOINT'),
      events: read.url('CODEXFLOW_EVENTS_ENDPOINT'),
      scheduler: read.url('CODEXFLOW_SCHEDULER_ENDPOINT'),
      secrets: read.url('CODEXFLOW_SECRETS_ENDPOINT'),
      kms: read.url('CODEXFLOW_KMS_ENDPOINT'),
      pipeline: read.url('CODEXFLOW_PIPELINE_ENDPOINT'),
    },
    slack: {
      /** What it takes to be installed by others; nothing: one workspace, with the one token. */
      app: slackAppOf(read, base),
      apiUrl: read.url('SLACK_API_URL', 'https://slack.com/api/'),
      /** The one origin beside Slack's own that later answers may go to. */
      responseOrigin: read.url('SLACK_RESPONSE_ORIGIN', 'https://hooks.slack.com'),
    },
    github: {
      appId: read.number('GITHUB_APP_ID'),
      appSlug: read.text('GITHUB_APP_SLUG', 'codexflow'),
      apiUrl: read.url('GITHUB_API_URL', 'https://api.github.com'),
      webUrl: read.url('GITHUB_WEB_URL', 'https://github.com'),
      /** What it takes to link accounts in a browser; nothing: with a code in a comment. */
      user: githubUserOf(read, base),
    },
    /** No model id means: the fallback writers write. */
    bedrock: {
      modelId: read.optional('BEDROCK_MODEL_ID'),
      region: read.text('BEDROCK_REGION', region),
      endpoint: read.url('BEDROCK_ENDPOINT'),
      guardrailId: read.optional('BEDROCK_GUARDRAIL_ID'),
      guardrailVersion: read.optional('BEDROCK_GUARDRAIL_VERSION'),
      deadlineMs: read.number('BEDROCK_DEADLINE_MS', { min: 1, otherwise: 12_000 }),
    },
  }
}

function operationsOf(place: string | undefined) {
  const [team, channel] = place?.split('/') ?? []
  return team === undefined || channel === undefined ? undefined : { workspace: workspaceOf(team), channel }
}

function releasesOf(text: string | undefined) {
  const [workspace, project] = text?.split('/') ?? []
  return workspace === undefined || project === undefined ? undefined : { workspace, project }
}

function slackAppOf(read: Variables, base: string | undefined) {
  const clientId = read.optional('SLACK_CLIENT_ID')
  const authorizeUrl = read.url('SLACK_AUTHORIZE_URL', 'https://slack.com/oauth/v2/authorize')
  if (clientId === undefined || base === undefined) return undefined
  return { clientId, redirectUrl: new URL('/slack/oauth', base).href, authorizeUrl }
}

function githubUserOf(read: Variables, base: string | undefined) {
  const clientId = read.optional('GITHUB_CLIENT_ID')
  if (clientId === undefined || base === undefined) return undefined
  const [redirectUrl, linkUrl] = ['/github/oauth', '/github/link'].map((path) => new URL(path, base).href)
  return { clientId, redirectUrl: redirectUrl!, linkUrl: linkUrl! }
}

// Lambda sets them for as long as the process lives. A laptop needs none: every endpoint there is its own.
function credentialsOf(read: Variables): Credentials | undefined {
  const accessKeyId = read.text('AWS_ACCESS_KEY_ID', '')
  const secretAccessKey = read.text('AWS_SECRET_ACCESS_KEY', '')
  const sessionToken = read.text('AWS_SESSION_TOKEN', '')
  if (accessKeyId === '' || secretAccessKey === '') return undefined
  return { accessKeyId, secretAccessKey, ...(sessionToken === '' ? {} : { sessionToken }) }
}
