import { queueVariables } from '../queue-variables.ts'
import type { Stage } from '../stages.ts'
import type { Api } from './api.ts'
import type { Bus } from './bus.ts'
import type { DataStack } from './data-stack.ts'
import type { Queues } from './queues.ts'

/** What every function finds in its environment, as `app/config.ts` reads it: names and places, never a secret. */
export function environmentOf({
  api,
  data,
  queues,
  bus,
  stage,
}: {
  readonly api: Api
  readonly data: DataStack
  readonly queues: Queues
  readonly bus: Bus
  readonly stage: Stage
}): Record<string, string> {
  const { model } = stage
  return {
    CODEXFLOW_URL: api.url,
    CODEXFLOW_TABLE: data.table.tableName,
    CODEXFLOW_BUS: bus.bus.eventBusName,
    ...queueVariables(queues.places),
    CODEXFLOW_SCHEDULER_ROLE_ARN: queues.schedulerRole.roleArn,
    CODEXFLOW_SCHEDULE_GROUP: queues.scheduleGroup.scheduleGroupName,
    CODEXFLOW_QUEUE_UNDELIVERED_ARN: queues.undelivered.queueArn,
    ...(model === undefined ? {} : { BEDROCK_MODEL_ID: model.id }),
    ...(model?.guardrail === undefined
      ? {}
      : { BEDROCK_GUARDRAIL_ID: model.guardrail.id, BEDROCK_GUARDRAIL_VERSION: model.guardrail.version }),
  }
}
