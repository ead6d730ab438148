import type { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { regionsOf } from '../release/regions.ts'
import { actsIn, EDGE_REGION, type Stage, type StageName, stages } from '../stages.ts'

/** What `npm run ship`, `smoke` and `record` ask of AWS for one stage, and nothing for another: the roles of the bootstrap do the deploying. */
export function shippingStatements(scope: Stack, name: StageName): PolicyStatement[] {
  const { region }: Stage = stages[name]
  const acts = actsIn(stages[name])
  const { partition, account } = scope
  const stack = `arn:${partition}:cloudformation:${region}:${account}:stack`
  const statement = (sid: string, actions: readonly string[], ...resources: readonly string[]) =>
    new PolicyStatement({ sid, actions: [...actions], resources: [...resources] })
  return [
    statement(
      'DeployByTheBootstrap',
      ['sts:AssumeRole'],
      ...['deploy', 'file-publishing', 'lookup'].flatMap((role) =>
        regionsOf(stages[name]).map(
          (at) => `arn:${partition}:iam::${account}:role/cdk-hnb659fds-${role}-role-${account}-${at}`,
        ),
      ),
    ),
    statement(
      'MoveShares',
      [
        ...['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'],
        ...['cloudformation:UpdateStack', 'cloudformation:CancelUpdateStack'],
      ],
      `arn:${partition}:cloudformation:${acts}:${account}:stack/codexflow-${name}/*`,
    ),
    statement(
      'LookAtStacks',
      ['cloudformation:DescribeStacks'],
      `arn:${partition}:cloudformation:${EDGE_REGION}:${account}:stack/codexflow-${name}-edge/*`,
      `${stack}/codexflow-${name}-data/*`,
      ...regionsOf(stages[name]).map((at) => `arn:${partition}:cloudformation:${at}:${account}:stack/CDKToolkit/*`),
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    statement(
      'LookAtAlarms',
      ['cloudwatch:DescribeAlarms'],
      `arn:${partition}:cloudwatch:${acts}:${account}:alarm:codexflow-${name}-*`,
    ),
    statement(
      'LookForSecrets',
      ['secretsmanager:GetSecretValue'],
      `arn:${partition}:secretsmanager:${region}:${account}:secret:codexflow/${name}/*`,
    ),
    // It knows no resources.
    statement('LookForTheModel', ['bedrock:GetFoundationModelAvailability'], '*'),
  ]
}
