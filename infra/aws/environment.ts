import { queueVariables } from '../queue-variables.ts'
import type { Stage, StageName } from '../stages.ts'
import type { Api } from './api.ts'
import type { Bus } from './bus.ts'
import type { Data } from './ground.ts'
import type { Queues } from './queues.ts'

/** What every function finds in its environment, as `app/config.ts` reads it: names and places, never a secret. */
export function environmentOf({
  name,
  api,
  data,
  queues,
  bus,
  stage,
}: {
  readonly name: StageName
  readonly api: Api
  readonly data: Data
  readonly queues: Queues
  readonly bus: Bus
  readonly stage: Stage
}): Record<string, string> {
  const { model, alarms } = stage
  return {
    CODEXFLOW_STAGE: name,
    CODEXFLOW_URL: api.url,
    ...appVariables(stage),
    CODEXFLOW_VAULT_KEY: data.secrets.vault.keyArn,
    CODEXFLOW_TABLE: data.table.tableName,
    CODEXFLOW_BUS: bus.bus.eventBusName,
    ...queueVariables(queues.places),
    CODEXFLOW_SCHEDULER_ROLE_ARN: queues.schedulerRole.roleArn,
    CODEXFLOW_SCHEDULE_GROUP: queues.scheduleGroup.scheduleGroupName,
    CODEXFLOW_QUEUE_UNDELIVERED_ARN: queues.undelivered.queueArn,
    ...(alarms.slack === undefined ? {} : { CODEXFLOW_OPERATIONS: `${alarms.slack.team}/${alarms.slack.channel}` }),
    ...(stage.releases === undefined
      ? {}
      : { CODEXFLOW_RELEASES: `${stage.releases.workspace}/${stage.releases.project}` }),
    ...(model === undefined ? {} : { BEDROCK_MODEL_ID: model.id }),
    ...(model?.guardrail === undefined
      ? {}
      : { BEDROCK_GUARDRAIL_ID: model.guardrail.id, BEDROCK_GUARDRAIL_VERSION: model.guardrail.version }),
  }
}

// What Slack and GitHub know the apps by. Without a number of a GitHub App no function starts, so there is one that belongs
// to nobody until `npm run deploy` is told the right one.
function appVariables({ slack, github }: Stage): Record<string, string> {
  return {
    ...(slack === undefined ? {} : { SLACK_CLIENT_ID: slack.clientId }),
    GITHUB_APP_ID: String(github?.appId ?? 0),
    ...(github === undefined ? {} : { GITHUB_APP_SLUG: github.slug, GITHUB_CLIENT_ID: github.clientId }),
  }
}
