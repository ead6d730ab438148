import {
  CancelUpdateStackCommand,
  CloudFormationClient,
  DescribeStackEventsCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation'
import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch'
import type { AwsPlace } from '../aws-account.ts'
import { asked } from '../no-access.ts'
import type { Shifting } from './shifting.ts'

/** CloudFormation and CloudWatch of one region. */
export function awsShifting(region: string, place: AwsPlace = {}): Shifting {
  const cloudFormation = new CloudFormationClient({ region, ...place })
  const cloudWatch = new CloudWatchClient({ region, ...place })
  return {
    turn: (StackName, { parameters, all, alarms, minutes }) =>
      asked('cloudformation:UpdateStack', () =>
        unless(/IN_PROGRESS state|No updates are to be performed/, () =>
          cloudFormation.send(
            new UpdateStackCommand({
              StackName,
              UsePreviousTemplate: true,
              Parameters: all.map((ParameterKey) =>
                Object.hasOwn(parameters, ParameterKey)
                  ? { ParameterKey, ParameterValue: parameters[ParameterKey] }
                  : { ParameterKey, UsePreviousValue: true },
              ),
              Capabilities: ['CAPABILITY_IAM', 'CAPABILITY_NAMED_IAM'],
              // Said each time, none as well: CloudFormation would go on with those of the last update.
              RollbackConfiguration: {
                RollbackTriggers: alarms.map((Arn) => ({ Arn, Type: 'AWS::CloudWatch::Alarm' })),
                MonitoringTimeInMinutes: minutes,
              },
            }),
          ),
        ),
      ),
    cancel: (StackName) =>
      asked('cloudformation:CancelUpdateStack', () =>
        // It has just ended, or is on its way back already.
        unless(/cannot be cancel+ed|CancelUpdateStack cannot be called/i, () =>
          cloudFormation.send(new CancelUpdateStackCommand({ StackName })),
        ),
      ),
    alarms: (names) =>
      asked('cloudwatch:DescribeAlarms', async () => {
        const { MetricAlarms = [] } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [...names] }))
        return MetricAlarms.map(({ AlarmName: name = '', AlarmArn: arn = '', StateValue: state = '' }) => ({
          name,
          arn,
          state,
        }))
      }),
    reasons: (StackName) =>
      asked('cloudformation:DescribeStackEvents', async () => {
        const { StackEvents = [] } = await cloudFormation.send(new DescribeStackEventsCommand({ StackName }))
        // The newest first: those of the update that has just ended.
        const begun = StackEvents.findIndex(({ ResourceStatus, LogicalResourceId }) => {
          return ResourceStatus === 'UPDATE_IN_PROGRESS' && LogicalResourceId === StackName
        })
        return StackEvents.slice(0, begun < 0 ? undefined : begun).flatMap(
          ({ ResourceStatus, ResourceStatusReason }) =>
            ResourceStatusReason !== undefined && /FAILED|ROLLBACK_IN_PROGRESS/.test(ResourceStatus ?? '')
              ? [ResourceStatusReason]
              : [],
        )
      }),
  }
}

// CloudFormation says "not now" with an error that has no name of its own.
async function unless(saying: RegExp, ask: () => Promise<unknown>): Promise<void> {
  try {
    await ask()
  } catch (error) {
    if (!(error instanceof Error && error.name === 'ValidationError' && saying.test(error.message))) throw error
  }
}
