import { ArnFormat, Stack } from 'aws-cdk-lib'
import { ManagedPolicy, PermissionsBoundary, PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { type Grant, grants } from '../grants.ts'
import type { Stage, StageName } from '../stages.ts'
import { acknowledge } from './acknowledge.ts'
import { accountNameOf } from './names.ts'
import { FLOW_LOG, STANDING_IN_A_NETWORK } from './network.ts'

/** What Lambda, Scheduler and the trace ask of a role beside the code's own calls. */
const PLATFORM = [
  ...['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
  ...['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:SendMessage'],
  ...['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
  ...['s3:PutObject', 's3:ListBucket', 'kms:GenerateDataKey', 'kms:Decrypt', 'lambda:InvokeFunction'],
]

/**
 * The most that any role of the application can ever do, whatever policy somebody puts on it by hand: the actions that we use, and
 * none that changes who may do what. It allows nothing by itself.
 */
export function bound(scope: Construct, name: StageName, { network }: Stage): ManagedPolicy {
  const code = Object.values(grants).flatMap((all: readonly Grant[]) => all.flatMap(({ may }): string[] => [...may]))
  const actions = [...new Set([...PLATFORM, ...(network ? [...STANDING_IN_A_NETWORK, ...FLOW_LOG] : []), ...code])]
    .filter((action) => action !== 'iam:PassRole')
    .sort()
  const boundary = new ManagedPolicy(scope, 'Boundary', {
    managedPolicyName: accountNameOf(scope, name, 'boundary'),
    description: 'The most that a role of CodexFlow can do; it allows nothing by itself',
    statements: [
      new PolicyStatement({ sid: 'WhatWeUse', actions, resources: ['*'] }),
      new PolicyStatement({
        sid: 'HandOnTheSchedulersRole',
        actions: ['iam:PassRole'],
        resources: [
          Stack.of(scope).formatArn({
            service: 'iam',
            region: '',
            resource: 'role',
            resourceName: accountNameOf(scope, name, 'scheduler'),
            arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
          }),
        ],
        conditions: { StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' } },
      }),
    ],
  })
  acknowledge(
    boundary,
    'AwsSolutions-IAM5[Resource::*]',
    'a boundary allows nothing: it is what policies are cut down to',
  )
  PermissionsBoundary.of(scope).apply(boundary)
  return boundary
}
