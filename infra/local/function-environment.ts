import { hkdfSync } from 'node:crypto'
import type { LocalQueues } from './queues.ts'
import type { RuntimeEndpoints } from './runtime.ts'
import type { WorldUrls } from './world/run-file.ts'
import type { Secrets } from './world/secrets.ts'

/** What the functions of a laptop find where. */
export type Surroundings = {
  readonly world: { readonly urls: WorldUrls; readonly secrets: Secrets }
  readonly table: string
  readonly bus: string
  readonly queues: LocalQueues
  readonly endpoints: RuntimeEndpoints
}

/** The region of everything on the laptop; Bedrock's may be another. */
export const LOCAL_REGION = 'us-east-1'

/**
 * The environment of the functions, every variable of `app/config.ts` that a laptop knows better than its defaults.
 * Bedrock is left to the user: its variables pass through from `given` (the user's environment) untouched, but for the
 * region, which would otherwise become the laptop's.
 */
export function functionEnvironment(
  { world, table, bus, queues, endpoints }: Surroundings,
  given: NodeJS.ProcessEnv = {},
): Record<string, string> {
  const { urls, secrets } = world
  const bedrockRegion = given['BEDROCK_REGION'] ?? given['AWS_REGION']
  return {
    CODEXFLOW_TABLE: table,
    CODEXFLOW_BUS: bus,
    CODEXFLOW_QUEUE_INBOX: queues.inbox.url,
    CODEXFLOW_QUEUE_FOLLOW_UPS: queues['follow-ups'].url,
    CODEXFLOW_QUEUE_ORCHESTRATION: queues.orchestration.url,
    CODEXFLOW_QUEUE_DELIVERIES: queues.deliveries.url,
    CODEXFLOW_QUEUE_DELIVERIES_ARN: queues.deliveries.arn,
    CODEXFLOW_SCHEDULER_ROLE_ARN: 'arn:aws:iam::000000000000:role/laptop',
    CODEXFLOW_MARKER_SECRET: derived(secrets.github.webhookSecret, 'comment markers'),
    AWS_REGION: LOCAL_REGION,
    CODEXFLOW_DYNAMODB_ENDPOINT: urls.dynamodb,
    CODEXFLOW_SQS_ENDPOINT: urls.sqs,
    CODEXFLOW_SNS_ENDPOINT: urls.sns,
    CODEXFLOW_EVENTS_ENDPOINT: endpoints.events,
    CODEXFLOW_SCHEDULER_ENDPOINT: endpoints.scheduler,
    SLACK_SIGNING_SECRET: secrets.slack.signingSecret,
    SLACK_BOT_TOKEN: secrets.slack.botToken,
    SLACK_API_URL: urls.slack,
    // On the laptop it is the bridge that hands out response URLs, not hooks.slack.com.
    SLACK_RESPONSE_ORIGIN: new URL(urls.bridge).origin,
    GITHUB_APP_ID: String(secrets.github.appId),
    GITHUB_APP_SLUG: secrets.github.appSlug,
    GITHUB_PRIVATE_KEY: secrets.github.privateKey,
    GITHUB_WEBHOOK_SECRET: secrets.github.webhookSecret,
    GITHUB_API_URL: urls.github,
    GITHUB_WEB_URL: urls.github,
    ...(bedrockRegion === undefined ? {} : { BEDROCK_REGION: bedrockRegion }),
  }
}

/** A key of its own that stays the same as long as the world's secrets do. */
function derived(secret: string, purpose: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', purpose, 24)).toString('hex')
}
