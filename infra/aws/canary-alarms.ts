import { Duration } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, MathExpression, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { canaryAlarmName } from '../canary.ts'
import type { StageName } from '../stages.ts'
import type { Api } from './api.ts'
import { nameOf } from './names.ts'

const MINUTE = Duration.minutes(1)

/** What takes a release back while CloudFormation watches it (`infra/canary.ts`): errors, slowness, failed health. They look at the whole, so that a bad tenth is seen too. */
export class CanaryAlarms extends Construct {
  constructor(scope: Construct, id: string, { name, api }: { readonly name: StageName; readonly api: Api }) {
    super(scope, id)
    const ofApi = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/ApiGateway',
        metricName,
        dimensionsMap: { ApiId: api.api.apiId },
        statistic,
        period: MINUTE,
      })
    const watch = {
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
      // Two minutes of the last three: one request that failed while nobody else called is no rate.
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
    }
    new Alarm(this, 'Errors', {
      ...watch,
      alarmName: canaryAlarmName(name, 'release-errors'),
      alarmDescription:
        'More than 1 % of the requests to the doors ended in 5xx: the release is taken back. docs/operations.md#alarm-release-taken-back',
      metric: new MathExpression({
        expression: '100 * errors / requests',
        usingMetrics: { errors: ofApi('5xx', 'Sum'), requests: ofApi('Count', 'Sum') },
        label: '5xx of all requests, in percent',
        period: MINUTE,
      }),
      threshold: 1,
    })
    new Alarm(this, 'Slow', {
      ...watch,
      alarmName: canaryAlarmName(name, 'release-slow'),
      alarmDescription:
        'One request in twenty took longer than a second: the release is taken back. docs/operations.md#alarm-release-taken-back',
      metric: ofApi('Latency', 'p95'),
      threshold: 1_000,
    })
    new Alarm(this, 'Health', {
      ...watch,
      alarmName: canaryAlarmName(name, 'release-health'),
      alarmDescription: 'GET /health failed: the release is taken back. docs/operations.md#alarm-release-taken-back',
      metric: new Metric({
        namespace: 'AWS/Lambda',
        metricName: 'Errors',
        dimensionsMap: { FunctionName: nameOf(name, 'health'), Resource: `${nameOf(name, 'health')}:live` },
        statistic: 'Sum',
        period: MINUTE,
      }),
      threshold: 0,
      evaluationPeriods: 1,
      datapointsToAlarm: 1,
    })
  }
}
