import { ArnFormat, Stack } from 'aws-cdk-lib'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { removalOf } from './removal.ts'

/** A log of that name, its lines kept for as long as the stage says. */
export function logOf(scope: Construct, id: string, logGroupName: string, stage: Stage): LogGroup {
  return new LogGroup(scope, id, {
    logGroupName,
    retention: stage.logDays as number as RetentionDays,
    removalPolicy: removalOf(stage),
  })
}

/** The streams of a log, as a policy names them: the ARN that CloudFormation gives of a group ends in `:*` and cannot be gone on from. */
export function streamsOf(scope: Construct, logGroupName: string): string {
  return Stack.of(scope).formatArn({
    service: 'logs',
    resource: 'log-group',
    resourceName: `${logGroupName}:log-stream:*`,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  })
}
