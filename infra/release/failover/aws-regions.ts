import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch'
import {
  DeleteResourcePolicyCommand,
  DescribeTableCommand,
  DynamoDBClient,
  GetResourcePolicyCommand,
  PutResourcePolicyCommand,
} from '@aws-sdk/client-dynamodb'
import type { AwsPlace } from '../aws-account.ts'
import { asked, nameOf } from '../no-access.ts'
import type { Bolt, Regions, TableThere } from './regions.ts'

/** What the one statement is called that is ours: `Fenced` and when. */
const FENCED = /^Fenced(\d+)$/
const TEN_MINUTES = 600

/** DynamoDB and CloudWatch of both regions. `now`: epoch milliseconds. */
export function awsRegions(now: () => number, place: AwsPlace = {}): Regions {
  const tables = (region: string) => new DynamoDBClient({ region, ...place })
  return {
    table: (region, TableName) =>
      asked('dynamodb:DescribeTable', async () => {
        const found = await there(() => tables(region).send(new DescribeTableCommand({ TableName })))
        if (found?.Table === undefined) return undefined
        const { TableArn: arn = '', TableStatus: status = '', LatestStreamArn: stream } = found.Table
        return { arn, status, stream }
      }),
    boltedSince: (region, { arn: ResourceArn }) =>
      asked('dynamodb:GetResourcePolicy', async () => {
        const found = await there(() => tables(region).send(new GetResourcePolicyCommand({ ResourceArn })))
        return found?.Policy === undefined ? undefined : fencedAt(found.Policy)
      }),
    bolt: (region, { arn: ResourceArn }, bolt) =>
      asked('dynamodb:PutResourcePolicy', async () => {
        const Policy = JSON.stringify(policyOf(ResourceArn, bolt))
        await tables(region).send(new PutResourcePolicyCommand({ ResourceArn, Policy }))
      }),
    unbolt: (region, { arn: ResourceArn }) =>
      asked('dynamodb:DeleteResourcePolicy', async () => {
        await there(() => tables(region).send(new DeleteResourcePolicyCommand({ ResourceArn })))
      }),
    lag: (from, to, TableName) =>
      asked('cloudwatch:GetMetricStatistics', async () => {
        const { Datapoints = [] } = await new CloudWatchClient({ region: from, ...place }).send(
          new GetMetricStatisticsCommand({
            ...{ Namespace: 'AWS/DynamoDB', MetricName: 'ReplicationLatency', Statistics: ['Maximum'] },
            Dimensions: [
              { Name: 'TableName', Value: TableName },
              { Name: 'ReceivingRegion', Value: to },
            ],
            ...{ Period: 60, StartTime: new Date(now() - TEN_MINUTES * 1_000), EndTime: new Date(now()) },
          }),
        )
        const known = Datapoints.flatMap(({ Maximum }) => (Maximum === undefined ? [] : [Maximum]))
        return known.length === 0 ? undefined : Math.max(...known)
      }),
  }
}

// A Deny that names our roles alone: DynamoDB's own replication goes on, and so may whoever has to look.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/rbac-considerations.html
function policyOf(arn: TableThere['arn'], { account, roles, at }: Bolt) {
  const [, partition] = arn.split(':')
  return {
    Version: '2012-10-17',
    Statement: [
      {
        ...{ Sid: `Fenced${at}`, Effect: 'Deny', Principal: '*', Action: 'dynamodb:*' },
        Resource: [arn, `${arn}/index/*`],
        Condition: { ArnLike: { 'aws:PrincipalArn': `arn:${partition}:iam::${account}:role/${roles}*` } },
      },
    ],
  }
}

function fencedAt(policy: string): number | undefined {
  const { Statement = [] } = JSON.parse(policy) as { readonly Statement?: readonly { readonly Sid?: string }[] }
  const at = Statement.flatMap(({ Sid = '' }) => FENCED.exec(Sid)?.[1] ?? [])
  return at[0] === undefined ? undefined : Number(at[0])
}

async function there<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (['ResourceNotFoundException', 'PolicyNotFoundException'].includes(nameOf(error))) return undefined
    throw error
  }
}
