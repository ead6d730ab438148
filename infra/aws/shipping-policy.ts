import type { Stack } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { type Stage, type StageName, stages } from '../stages.ts'

/** What `npm run ship`, `smoke` and `record` ask of AWS for one stage, and nothing for another: the roles of the bootstrap do the deploying. */
export function shippingStatements(scope: Stack, name: StageName): PolicyStatement[] {
  const { region }: Stage = stages[name]
  const { partition, account } = scope
  const stack = `arn:${partition}:cloudformation:${region}:${account}:stack`
  const statement = (sid: string, actions: readonly string[], ...resources: readonly string[]) =>
    new PolicyStatement({ sid, actions: [...actions], resources: [...resources] })
  return [
    statement(
      'DeployByTheBootstrap',
      ['sts:AssumeRole'],
      ...['deploy', 'file-publishing', 'lookup'].map(
        (role) => `arn:${partition}:iam::${account}:role/cdk-hnb659fds-${role}-role-${account}-${region}`,
      ),
    ),
    statement(
      'MoveShares',
      [
        ...['cloudformation:DescribeStacks', 'cloudformation:DescribeStackEvents'],
        ...['cloudformation:UpdateStack', 'cloudformation:CancelUpdateStack'],
      ],
      `${stack}/codexflow-${name}/*`,
    ),
    statement(
      'LookAtStacks',
      ['cloudformation:DescribeStacks'],
      `${stack}/codexflow-${name}-edge/*`,
      `${stack}/codexflow-${name}-data/*`,
      `${stack}/CDKToolkit/*`,
    ),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
    statement(
      'LookAtAlarms',
      ['cloudwatch:DescribeAlarms'],
      `arn:${partition}:cloudwatch:${region}:${account}:alarm:codexflow-${name}-*`,
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
