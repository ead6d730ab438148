import { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { type Grant, grants, MAIL_TOPICS } from '../grants.ts'
import { isGlobal, modelOf } from '../model-id.ts'
import { VAULT } from '../secrets.ts'
import type { Stage } from '../stages.ts'
import { type FunctionName, queues } from '../topology.ts'
import type { Ground } from './ground.ts'
import { idOf, nameOf } from './names.ts'

/** What the code of a function may do: its grants, each on the very resources of this stage. */
export function policyOf(scope: Construct, name: FunctionName, ground: Ground): PolicyStatement[] {
  return grants[name].flatMap((grant: Grant) => {
    const resources = resourcesOf(scope, grant, ground)
    if (resources.length === 0) return []
    const statement = new PolicyStatement({ sid: sidOf(grant), actions: [...grant.may], resources: [...resources] })
    // A role that can be passed to anybody would be everybody's.
    if (grant.on === 'scheduler-role')
      statement.addCondition('StringEquals', { 'iam:PassedToService': 'scheduler.amazonaws.com' })
    // Nothing else is sealed with that key, and nothing else may be.
    if (grant.on === 'vault-key') statement.addCondition('StringEquals', { 'kms:EncryptionContext:application': VAULT })
    return [statement]
  })
}

/** Whether a function feeds the queue that wakes it. Lambda takes that for a loop, and ends it, unless it is told. */
export function wakesItself(name: FunctionName): boolean {
  return grants[name].some((grant: Grant) => grant.on === 'queue' && queues[grant.name].function === name)
}

/** Where mail goes out: the topics of all workspaces. */
export function mailTopics(scope: Construct): string {
  return arn(scope, 'sns', `${MAIL_TOPICS}*`)
}

/** The one-off schedules of this stage. */
export function oneOffSchedules(scope: Construct, { name }: Ground): string {
  return arn(scope, 'scheduler', `schedule/${nameOf(name, 'waits')}/*`)
}

function resourcesOf(scope: Construct, grant: Grant, ground: Ground): readonly string[] {
  switch (grant.on) {
    case 'table':
      return [ground.data.table.tableArn]
    case 'index':
      return [`${ground.data.table.tableArn}/index/${grant.name}`]
    case 'queue':
      return [ground.queues.all[grant.name].queueArn]
    case 'bus':
      return [ground.bus.bus.eventBusArn]
    case 'mail-topics':
      return [mailTopics(scope)]
    case 'schedules':
      return [oneOffSchedules(scope, ground)]
    case 'scheduler-role':
      return [ground.queues.schedulerRole.roleArn]
    case 'secret':
      // What the stage does not have, nobody may read.
      return [ground.data.secrets.all[grant.name]?.ref].filter((arn) => arn !== undefined)
    case 'vault-key':
      return [ground.data.secrets.vault.keyArn]
    case 'model':
      return modelsOf(scope, ground.stage)
    case 'pipeline':
      // By the name of the action that waits: https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals-iam-permissions.html
      return [arn(scope, 'codepipeline', 'codexflow/Approval/Approval')]
    case 'guardrail':
      return guardrailsOf(scope, ground.stage)
  }
}

// A profile spreads calls over regions, and asks for itself and for the model in each of them; one over all regions names none.
// https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html
function modelsOf(scope: Construct, { model, region }: Stage): readonly string[] {
  if (model === undefined) return []
  const { partition } = Stack.of(scope)
  const models = (model.regions ?? [region]).map(
    (place) => `arn:${partition}:bedrock:${place}::foundation-model/${modelOf(model.id)}`,
  )
  const named = isGlobal(model.id)
    ? [...models, `arn:${partition}:bedrock:::foundation-model/${modelOf(model.id)}`]
    : models
  return modelOf(model.id) === model.id ? named : [arn(scope, 'bedrock', `inference-profile/${model.id}`), ...named]
}

function guardrailsOf(scope: Construct, { model }: Stage): readonly string[] {
  return model?.guardrail === undefined ? [] : [arn(scope, 'bedrock', `guardrail/${model.guardrail.id}`)]
}

function arn(scope: Construct, service: string, resource: string): string {
  const { partition, region, account } = Stack.of(scope)
  return `arn:${partition}:${service}:${region}:${account}:${resource}`
}

function sidOf(grant: Grant): string {
  return `May${idOf('name' in grant ? `${grant.on}-${grant.name}` : grant.on)}`
}
