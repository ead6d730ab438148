import { ArnFormat, Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { LogGroup } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { type Grant, grants } from '../grants.ts'
import type { StageName } from '../stages.ts'
import { type FunctionName, queues, schedules, streams } from '../topology.ts'
import { acknowledge, asFound, logicalIdOf } from './acknowledge.ts'
import type { Ground } from './ground.ts'
import { accountNameOf, bucketNameOf, isAway, nameOf } from './names.ts'
import { standsInNetwork } from './network.ts'
import { mailTopics, oneOffSchedules, policyOf } from './policy.ts'

/** The role of one function: what the platform does in its name, and what its own code asks for. */
export function roleOf(scope: Construct, name: FunctionName, log: LogGroup, ground: Ground): Role {
  const own = policyOf(scope, name, ground)
  const role = new Role(scope, 'Role', {
    roleName: accountNameOf(scope, ground.name, name),
    description: `What the function ${name} may do`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      platform: new PolicyDocument({
        statements: [...platform(log), ...wokenBy(scope, name, ground), ...standing(scope, name, ground)],
      }),
      ...(own.length === 0 ? {} : { code: new PolicyDocument({ statements: own }) }),
    },
  })
  acknowledge(
    role,
    'AwsSolutions-IAM5[Resource::*]',
    'X-Ray, ListStreams and the network interfaces that Lambda makes know no resources',
  )
  acknowledge(
    role,
    `AwsSolutions-IAM5[Resource::<${logicalIdOf(log)}.Arn>:*]`,
    'the streams of its own log group, which Lambda names',
  )
  if (hears(name))
    acknowledge(role, wildcard(keptIn(scope, ground)), 'Lambda names the object of each record that was given up')
  if (isAway(scope))
    for (const { ref } of Object.values(ground.data.secrets.all))
      acknowledge(role, wildcard(ref), 'what Secrets Manager puts behind the name of a copy is known only there')
  const uses = new Set(grants[name].map((grant: Grant) => grant.on))
  if (uses.has('mail-topics'))
    acknowledge(role, wildcard(mailTopics(scope)), 'each workspace has a topic of its own, made after the deployment')
  if (uses.has('schedules'))
    acknowledge(role, wildcard(oneOffSchedules(scope, ground)), 'a one-off schedule is named by what it is for')
  return role
}

function wildcard(resource: string): string {
  return `AwsSolutions-IAM5[Resource::${asFound(resource)}]`
}

function standing(scope: Construct, name: FunctionName, { name: stage, network }: Ground): PolicyStatement[] {
  if (network === undefined) return []
  const resourceName = nameOf(stage, name)
  return standsInNetwork(
    Stack.of(scope).formatArn({
      service: 'lambda',
      resource: 'function',
      resourceName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  )
}

function hears(name: FunctionName): boolean {
  return Object.values(streams).some((spec) => spec.function === name)
}

function platform(log: LogGroup): PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'WriteItsLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${log.logGroupRef.logGroupArn}:*`, log.logGroupRef.logGroupArn],
    }),
    // X-Ray knows no resources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    new PolicyStatement({
      sid: 'SendTraces',
      actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'],
      resources: ['*'],
    }),
  ]
}

// What the event source mappings of Lambda do with the function's role.
function wokenBy(scope: Construct, name: FunctionName, ground: Ground): PolicyStatement[] {
  const read = Object.entries(queues).flatMap(([queue, spec]) =>
    spec.function === name ? [ground.queues.all[queue as keyof typeof queues].queueArn] : [],
  )
  return [
    ...(read.length === 0
      ? []
      : [
          new PolicyStatement({
            sid: 'TakeItsMessages',
            actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
            resources: read,
          }),
        ]),
    ...(Object.values(schedules).some((spec) => spec.function === name) ? [keeping(ground)] : []),
    ...(hears(name) ? hearing(scope, ground) : []),
  ]
}

// What a schedule has brought and the function could not do.
function keeping({ queues: { undelivered } }: Ground): PolicyStatement {
  return new PolicyStatement({ sid: 'KeepWhatFailed', actions: ['sqs:SendMessage'], resources: [undelivered.queueArn] })
}

// Where Lambda puts a record that was given up.
function keptIn(scope: Construct, { name }: Ground): string {
  return `${bucketIn(scope, name)}/aws/lambda/*`
}

function bucketIn(scope: Construct, name: StageName): string {
  return `arn:${Stack.of(scope).partition}:s3:::${bucketNameOf(scope, name, 'failures')}`
}

function hearing(scope: Construct, ground: Ground): PolicyStatement[] {
  const { table, key } = ground.data
  return [
    new PolicyStatement({
      sid: 'ReadTheStream',
      actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
      resources: [table.tableStreamArn!],
    }),
    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html: it knows no resource.
    new PolicyStatement({ sid: 'FindTheStream', actions: ['dynamodb:ListStreams'], resources: ['*'] }),
    new PolicyStatement({
      sid: 'KeepWhatFailed',
      actions: ['s3:PutObject', 's3:ListBucket'],
      resources: [bucketIn(scope, ground.name), keptIn(scope, ground)],
    }),
    new PolicyStatement({
      sid: 'SealWhatFailed',
      actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      resources: [key.keyArn],
    }),
  ]
}
