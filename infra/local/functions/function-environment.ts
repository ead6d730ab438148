import { queueVariables } from '../../queue-variables.ts'
import { secretNamesIn, secretVariables } from '../../secrets.ts'
import { LOCAL_KEY } from '../aws/key-service.ts'
import { LAPTOP } from '../aws/local-secrets.ts'
import type { LocalQueues } from '../aws/queues.ts'
import type { WorldUrls } from '../world/run-file.ts'
import { githubUserApp, type Secrets } from '../world/secrets.ts'
import type { RuntimeEndpoints } from './runtime.ts'

/** Where the parts are that stand in for AWS. */
export type PartUrls = Pick<WorldUrls, 'dynamodb' | 'sqs' | 'sns'>

/** What the functions of a laptop find where. */
export type Surroundings = {
  readonly parts: PartUrls
  readonly table: string
  readonly bus: string
  readonly queues: LocalQueues
  readonly endpoints: RuntimeEndpoints
  /** Of the doors, as browsers reach them. */
  readonly appUrl: string
}

/** The region of everything on the laptop; Bedrock's may be another. */
export const LOCAL_REGION = 'us-east-1'

/**
 * The environment of the functions as far as AWS goes: what a laptop knows better than the defaults of `app/config.ts`.
 * Bedrock is left to the user: its variables pass through from `given` (the user's environment) untouched, but for the
 * region, which would otherwise become the laptop's.
 */
export function functionEnvironment(
  { parts, table, bus, queues, endpoints, appUrl }: Surroundings,
  given: NodeJS.ProcessEnv = {},
): Record<string, string> {
  const bedrockRegion = given['BEDROCK_REGION'] ?? given['AWS_REGION']
  return {
    CODEXFLOW_TABLE: table,
    CODEXFLOW_BUS: bus,
    ...queueVariables(queues),
    CODEXFLOW_SCHEDULER_ROLE_ARN: 'arn:aws:iam::000000000000:role/laptop',
    CODEXFLOW_URL: appUrl,
    // Nobody waits ten minutes for a laptop.
    CODEXFLOW_PURGE_AFTER_MS: given['CODEXFLOW_PURGE_AFTER_MS'] ?? '35000',
    AWS_REGION: LOCAL_REGION,
    CODEXFLOW_DYNAMODB_ENDPOINT: parts.dynamodb,
    CODEXFLOW_SQS_ENDPOINT: endpoints.sqs,
    CODEXFLOW_SNS_ENDPOINT: parts.sns,
    CODEXFLOW_EVENTS_ENDPOINT: endpoints.events,
    CODEXFLOW_SCHEDULER_ENDPOINT: endpoints.scheduler,
    ...secretVariables(LAPTOP, secretNamesIn({ edge: false })),
    CODEXFLOW_VAULT_KEY: LOCAL_KEY,
    CODEXFLOW_SECRETS_ENDPOINT: endpoints.secrets,
    CODEXFLOW_KMS_ENDPOINT: endpoints.kms,
    CODEXFLOW_PIPELINE_ENDPOINT: given['CODEXFLOW_PIPELINE_ENDPOINT'] ?? endpoints.events,
    ...(bedrockRegion === undefined ? {} : { BEDROCK_REGION: bedrockRegion }),
  }
}

/** The rest of it, for the emulated Slack and GitHub. */
export function worldEnvironment({ urls, secrets }: World): Record<string, string> {
  return {
    SLACK_CLIENT_ID: secrets.slack.clientId,
    SLACK_AUTHORIZE_URL: new URL('/oauth/v2/authorize', urls.slack).href,
    SLACK_API_URL: urls.slack,
    // On the laptop it is the bridge that hands out response URLs, not hooks.slack.com.
    SLACK_RESPONSE_ORIGIN: new URL(urls.bridge).origin,
    GITHUB_APP_ID: String(secrets.github.appId),
    GITHUB_APP_SLUG: secrets.github.appSlug,
    GITHUB_CLIENT_ID: githubUserApp(secrets).clientId,
    GITHUB_API_URL: urls.github,
    GITHUB_WEB_URL: urls.github,
  }
}
type World = { readonly urls: WorldUrls; readonly secrets: Secrets }
