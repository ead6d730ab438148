import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { METRICS, NAMESPACE } from '../../../app/telemetry/metrics.ts'
import { queues } from '../../../infra/topology.ts'
import { refersTo } from '../../support/aws/in-template.ts'
import { flat } from '../../support/aws/statements.ts'
import { synthesised } from '../../support/aws/synthesis.ts'

const page = readFileSync('docs/operations.md', 'utf8')
/** By the anchor that GitHub gives it. */
const runbooks = [...page.matchAll(/^### Alarm ([a-z-]+)$/gm)].map(([, name]) => name)

const stage = () =>
  synthesised('production', {
    alarms: { email: 'on-call@example.com', pagerDutyUrl: 'https://events.pagerduty.com/x' },
  })
const of = (type: string) => stage().resources.filter((resource) => resource.type === type)
type SeenAlarm = {
  readonly AlarmName: string
  readonly AlarmDescription: string
  readonly AlarmActions?: readonly unknown[]
  readonly OKActions?: readonly unknown[]
}
const alarms = () =>
  [...of('AWS::CloudWatch::Alarm'), ...of('AWS::CloudWatch::CompositeAlarm')].map(
    ({ raw }): SeenAlarm => raw.Properties,
  )
const nameIn = (alarm: { AlarmName: string }) => alarm.AlarmName.replace('codexflow-production-', '')
const runbookOf = (alarm: { AlarmDescription: string }) =>
  /docs\/operations\.md#alarm-([a-z-]+)$/.exec(alarm.AlarmDescription)?.[1]

/** `namespace/metric`, wherever it stands in a template. */
function metricsIn(value: unknown): string[] {
  const text = JSON.stringify(value).replaceAll('\\"', '"')
  const inAlarms = [...text.matchAll(/"MetricName":"([^"]+)","Namespace":"([^"]+)"/g)].map(
    ([, metric, space]) => `${space}/${metric}`,
  )
  const inWidgets = [...text.matchAll(/\["((?:AWS\/)?[A-Za-z]+)","([A-Za-z0-9]+)"/g)].map(
    ([, space, metric]) => `${space}/${metric}`,
  )
  return [...new Set([...inAlarms, ...inWidgets])]
}

const OURS = Object.keys(METRICS).map((metric) => `${NAMESPACE}/${metric}`)
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html */
const OF_AWS = [
  ...['5xx', '4xx', 'Count', 'Latency'].map((metric) => `AWS/ApiGateway/${metric}`),
  ...['Errors', 'Throttles', 'Invocations', 'Duration', 'IteratorAge'].map((metric) => `AWS/Lambda/${metric}`),
  ...['ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'].map((metric) => `AWS/SQS/${metric}`),
  ...['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'ReadThrottleEvents', 'WriteThrottleEvents'].map(
    (metric) => `AWS/DynamoDB/${metric}`,
  ),
]

describe('the alarms', () => {
  it('each have a runbook, and each runbook has an alarm', () => {
    const named = new Set(alarms().map(runbookOf))
    expect(
      alarms()
        .filter((alarm) => runbookOf(alarm) === undefined)
        .map(nameIn),
    ).toEqual([])
    expect([...named].toSorted()).toEqual(runbooks.toSorted())
  })

  it('look at every queue of what nobody could take', () => {
    const dead = [...Object.keys(queues), 'undelivered'].map((queue) => `dead-letters-${queue}`)
    expect(
      alarms()
        .map(nameIn)
        .filter((name) => name.startsWith('dead-letters'))
        .toSorted(),
    ).toEqual(dead.toSorted())
  })

  it('hear of a record that a stream gave up: S3 says where it lies, in the queue of what was not delivered', () => {
    const [told, ...others] = of('AWS::Events::Rule').filter(({ is }) => is.EventBusName === undefined)
    expect(others).toEqual([])
    const [bucket] = of('AWS::S3::Bucket').filter(({ id, stack }) => /Failures/.test(id) && stack.endsWith('-data'))
    expect(bucket?.is.NotificationConfiguration).toEqual({ EventBridgeConfiguration: { EventBridgeEnabled: true } })
    const pattern = told?.is.EventPattern
    expect([pattern.source, pattern['detail-type'], pattern.detail.bucket.name.map(flat)]).toEqual([
      ['aws.s3'],
      ['Object Created'],
      [flat(bucket?.is.BucketName)],
    ])
    const [queue] = of('AWS::SQS::Queue').filter(({ is }) => is.QueueName === 'codexflow-production-undelivered')
    const policy = of('AWS::SQS::QueuePolicy').find(({ is }) => refersTo(is.Queues, queue!.id))
    expect(refersTo(told?.is.Targets, queue!.id)).toBe(true)
    expect(refersTo(policy?.is.PolicyDocument, told!.id)).toBe(true)
  })

  it('tell of a task that fails in every round, and of the reconciler’s repairs apart from it', () => {
    const named = (name: string) => alarms().find((alarm) => nameIn(alarm) === name)
    expect(runbookOf(named('repair-failing')!)).toBe('ledger-stuck')
    expect(JSON.stringify(named('repair-failing'))).toContain('{"Name":"what","Value":"failed"}')
    expect(JSON.stringify(named('reconciler-repaired'))).not.toContain('failed')
  })

  it('tell when they begin and when they end, but for the parts of others and those of a release', () => {
    const silent = alarms().filter(
      ({ AlarmActions, OKActions }) => AlarmActions === undefined && OKActions === undefined,
    )
    expect(silent.map(nameIn).toSorted()).toEqual([
      ...['hand-off-came-late', 'hand-off-unwritten', 'release-errors', 'release-health', 'release-slow'],
      ...['stream-behind-propagate', 'stream-behind-relay'],
    ])
    for (const { AlarmActions, OKActions } of alarms().filter((alarm) => !silent.includes(alarm))) {
      expect(AlarmActions).toHaveLength(1)
      expect(OKActions).toEqual(AlarmActions)
    }
  })

  it('say what silence means: only of the reconciler is it bad news', () => {
    const missing = of('AWS::CloudWatch::Alarm').map(({ raw }) => [
      nameIn(raw.Properties),
      raw.Properties.TreatMissingData,
    ])
    expect(missing.filter(([, what]) => what === 'breaching')).toEqual([['ledger-stuck', 'breaching']])
    expect(missing.filter(([, what]) => what !== 'breaching' && what !== 'notBreaching')).toEqual([])
  })

  it('have none about a model where there is none', () => {
    const dev = synthesised('dev').resources.filter(({ type }) => type === 'AWS::CloudWatch::Alarm')
    expect(dev.some(({ raw }) => raw.Properties.AlarmName === 'codexflow-dev-model-away')).toBe(false)
    expect(alarms().map(nameIn)).toContain('model-away')
  })

  it('reach people beside CodexFlow, by AWS alone', () => {
    const told = of('AWS::SNS::Subscription').map(({ raw }) => raw.Properties)
    expect(
      told.filter(({ Protocol }) => Protocol !== 'sqs').map(({ Protocol, Endpoint }) => [Protocol, Endpoint]),
    ).toEqual([
      ['email', 'on-call@example.com'],
      ['https', 'https://events.pagerduty.com/x'],
    ])
  })
})

describe('the metrics', () => {
  it('of alarms and dashboards are those that we count, or that AWS does', () => {
    const used = [...alarms(), ...of('AWS::CloudWatch::Dashboard').map(({ raw }) => raw.Properties)].flatMap(metricsIn)
    expect(used.length).toBeGreaterThan(20)
    expect(used.filter((metric) => !OURS.includes(metric) && !OF_AWS.includes(metric))).toEqual([])
  })

  it('that we count are all shown, on one page of two', () => {
    const shown = of('AWS::CloudWatch::Dashboard').flatMap(({ raw }) => metricsIn(raw.Properties))
    expect(OURS.filter((metric) => !shown.includes(metric))).toEqual([])
    expect(of('AWS::CloudWatch::Dashboard')).toHaveLength(2)
  })
})
