import { Duration, Stack } from 'aws-cdk-lib'
import {
  type CfnEventSourceMapping,
  CfnPermission,
  EventInvokeConfig,
  EventSourceMapping,
  FilterCriteria,
  type IAlias,
  StartingPosition,
} from 'aws-cdk-lib/aws-lambda'
import { type CfnSchedule, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { CfnRotationSchedule } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import type { SecretName } from '../secrets.ts'
import {
  type FunctionName,
  type QueueName,
  type QueueSpec,
  queues,
  type RotationSpec,
  rotations,
  type ScheduleSpec,
  type StreamSpec,
  schedules,
  streams,
} from '../topology.ts'
import { TARGET_PATIENCE } from './bus.ts'
import type { Ground } from './ground.ts'
import { idOf, isAway, nameOf } from './names.ts'

/** Everything of the topology that wakes `name`, but for the routes: its queues, its stream, its schedules, the secrets that it rotates. */
export function wake(scope: Construct, name: FunctionName, live: IAlias, ground: Ground): void {
  for (const [queue, spec] of Object.entries(queues) as [QueueName, QueueSpec][]) {
    if (spec.function === name) byQueue(scope, queue, spec, live, ground)
  }
  for (const [stream, spec] of Object.entries(streams) as [string, StreamSpec][]) {
    if (spec.function === name) byStream(scope, stream, spec, live, ground)
  }
  for (const [schedule, spec] of Object.entries(schedules) as [string, ScheduleSpec][]) {
    if (spec.function === name) bySchedule(scope, schedule, spec, live, ground)
  }
  for (const [secret, spec] of Object.entries(rotations) as [SecretName, RotationSpec][]) {
    if (spec.function === name) byRotation(scope, secret, spec, live, ground)
  }
}

function byQueue(scope: Construct, queue: QueueName, { batchSize }: QueueSpec, target: IAlias, ground: Ground): void {
  const made = new EventSourceMapping(scope, `${idOf(queue)}Queue`, {
    target,
    eventSourceArn: ground.queues.all[queue].queueArn,
    batchSize,
    reportBatchItemFailures: true,
  })
  ground.acting.mapping(made.node.defaultChild as CfnEventSourceMapping)
}

function byStream(scope: Construct, stream: string, spec: StreamSpec, target: IAlias, ground: Ground): void {
  const made = new EventSourceMapping(scope, `${idOf(stream)}Stream`, {
    target,
    eventSourceArn: ground.data.table.tableStreamArn!,
    filters: [FilterCriteria.filter(spec.filter)],
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: spec.batchSize,
    retryAttempts: spec.maxAttempts - 1,
    bisectBatchOnError: spec.bisectOnError,
    reportBatchItemFailures: true,
    maxRecordAge: Duration.hours(spec.maxAgeHours),
    // CDK's own destination would let the function read and delete there, too.
    onFailure: { bind: () => ({ destination: ground.data.buckets.failures.bucketArn }) },
  })
  ground.acting.mapping(made.node.defaultChild as CfnEventSourceMapping)
}

function bySchedule(scope: Construct, schedule: string, spec: ScheduleSpec, live: IAlias, ground: Ground): void {
  // A schedule hands over and is done: what fails behind that is for Lambda to try again, and then to keep.
  new EventInvokeConfig(scope, `${idOf(schedule)}Failures`, {
    function: live,
    maxEventAge: Duration.minutes(spec.everyMinutes),
    retryAttempts: 1,
    onFailure: { bind: () => ({ destination: ground.queues.undelivered.queueArn }) },
  })
  const made = new Schedule(scope, `${idOf(schedule)}Schedule`, {
    scheduleName: nameOf(ground.name, schedule),
    description: `Wakes ${spec.function}`,
    schedule: ScheduleExpression.rate(Duration.minutes(spec.everyMinutes)),
    target: new LambdaInvoke(live, {
      ...TARGET_PATIENCE,
      // The next one comes soon enough.
      maxEventAge: Duration.minutes(spec.everyMinutes),
      deadLetterQueue: ground.queues.undelivered,
      input: ScheduleTargetInput.fromObject({ 'detail-type': 'Scheduled Event', source: 'aws.scheduler', detail: {} }),
    }),
  })
  ground.acting.schedule(made.node.defaultChild as CfnSchedule)
}

function byRotation(scope: Construct, secret: SecretName, { everyDays }: RotationSpec, live: IAlias, ground: Ground) {
  const secretId = ground.data.secrets.all[secret]?.ref
  // Away from home there are copies, which cannot be changed by themselves.
  if (secretId === undefined || isAway(scope)) return
  const permission = new CfnPermission(scope, `${idOf(secret)}MayRotate`, {
    action: 'lambda:InvokeFunction',
    functionName: live.functionArn,
    principal: 'secretsmanager.amazonaws.com',
    sourceAccount: Stack.of(scope).account,
    sourceArn: secretId,
  })
  const schedule = new CfnRotationSchedule(scope, `${idOf(secret)}Rotation`, {
    secretId,
    rotationLambdaArn: live.functionArn,
    rotationRules: { automaticallyAfterDays: everyDays },
  })
  // The first rotation begins as soon as there is a schedule: it makes up what comes next, and nobody signs with that yet.
  schedule.addResourceDependency(permission)
}
