import { idOf } from '../../../infra/aws/names.ts'
import { secretNames } from '../../../infra/secrets.ts'
import type { StageName } from '../../../infra/stages.ts'
import type { Resource, Synthesis } from './synthesis.ts'
import type { WiredQueue, WiredStream, Wiring } from './wiring.ts'

/** The wiring of a stage, read out of what CloudFormation would be given. */
export function inTemplate(stage: StageName, { resources }: Synthesis): Wiring {
  const of = (type: string) => resources.filter((resource) => resource.type === type)
  const called = (name: string) => bare(stage, name)
  const functionOf = (reference: unknown) => {
    const alias = resources.find(({ id, type }) => type === 'AWS::Lambda::Alias' && refersTo(reference, id))
    const behind = resources.find(
      ({ id, type }) => type === 'AWS::Lambda::Function' && refersTo(alias?.is.FunctionName, id),
    )
    return called(behind?.is.FunctionName ?? `nobody, but ${JSON.stringify(reference)}`)
  }
  const queueOf = (reference: unknown) =>
    called(of('AWS::SQS::Queue').find(({ id }) => refersTo(reference, id))?.is.QueueName ?? 'none')
  const sources = of('AWS::Lambda::EventSourceMapping')
  const reads = sources.filter(({ is }) => is.StartingPosition === undefined)
  const queues = of('AWS::SQS::Queue').filter(({ is }) => is.RedrivePolicy !== undefined)
  return {
    functions: named(of('AWS::Lambda::Function'), ({ is }) => [
      called(is.FunctionName),
      { timeoutSeconds: is.Timeout, memoryMb: is.MemorySize },
    ]),
    routes: named(of('AWS::ApiGatewayV2::Route'), ({ is }) => {
      const integration = of('AWS::ApiGatewayV2::Integration').find(({ id }) => refersTo(is.Target, id))
      return [is.RouteKey, functionOf(integration?.is.IntegrationUri)]
    }),
    queues: named(queues, (queue): [string, WiredQueue] => {
      const [source, ...more] = reads.filter(({ is }) => refersTo(is.EventSourceArn, queue.id))
      if (more.length > 0) throw new Error(`${queue.is.QueueName} has more than one reader`)
      const dead = of('AWS::SQS::Queue').find(({ id }) => refersTo(queue.is.RedrivePolicy, id))
      return [
        called(queue.is.QueueName),
        {
          function: functionOf(source?.is.FunctionName),
          batchSize: source?.is.BatchSize,
          visibilitySeconds: queue.is.VisibilityTimeout,
          dead: called(dead?.is.QueueName ?? 'none'),
          retentionDays: { dead: dead?.is.MessageRetentionPeriod / 86_400 },
          maxReceives: queue.is.RedrivePolicy.maxReceiveCount,
        },
      ]
    }),
    // Those of our bus; what AWS says of its own is on another.
    rules: named(
      of('AWS::Events::Rule').filter(({ is }) => is.EventBusName !== undefined),
      ({ is }) => [
        called(is.Name),
        { pattern: is.EventPattern, queue: is.Targets.map(({ Arn }: { Arn: unknown }) => queueOf(Arn)).join(' and ') },
      ],
    ),
    topics: named(
      of('AWS::SNS::Subscription').filter(({ is }) => is.Protocol === 'sqs' && is.RawMessageDelivery),
      ({ is }) => [
        called(of('AWS::SNS::Topic').find(({ id }) => refersTo(is.TopicArn, id))?.is.TopicName ?? 'none'),
        queueOf(is.Endpoint),
      ],
    ),
    streams: named(
      sources.filter(({ is }) => is.StartingPosition !== undefined),
      ({ id, is }): [string, WiredStream] => [
        // A mapping has no name but ours: `TasksRelayStream8C8E78CE`.
        (/([A-Z][a-z]+)Stream[0-9A-F]{8}$/.exec(id)?.[1] ?? id).toLowerCase(),
        {
          function: functionOf(is.FunctionName),
          filter: JSON.parse(is.FilterCriteria.Filters[0].Pattern),
          batchSize: is.BatchSize,
          maxAttempts: is.MaximumRetryAttempts + 1,
          bisectOnError: is.BisectBatchOnFunctionError,
        },
      ],
    ),
    schedules: named(of('AWS::Scheduler::Schedule'), ({ is }) => [
      called(is.Name),
      {
        everyMinutes: Number(
          /^rate\((\d+) minutes?\)$/.exec(is.ScheduleExpression)?.[1] ?? minutesOfHours(is.ScheduleExpression),
        ),
        function: functionOf(is.Target.Arn),
      },
    ]),
    rotations: named(of('AWS::SecretsManager::RotationSchedule'), ({ is }) => {
      const secret = secretNames.find((name) => JSON.stringify(is.SecretId).includes(`Secrets${idOf(name)}`))
      return [
        secret ?? 'none',
        { everyDays: is.RotationRules.AutomaticallyAfterDays, function: functionOf(is.RotationLambdaARN) },
      ]
    }),
  }
}

function minutesOfHours(expression: string): number {
  return 60 * Number(/^rate\((\d+) hours?\)$/.exec(expression)?.[1])
}

/** Whether a value of a template leads to the resource `id`, through whatever functions of CloudFormation's. */
export function refersTo(value: unknown, id: string): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([key, inner]) => {
    if (key === 'Ref') return inner === id
    if (key === 'Fn::GetAtt') return Array.isArray(inner) && inner[0] === id
    return refersTo(inner, id)
  })
}

function named<To>(resources: readonly Resource[], entry: (resource: Resource) => readonly [string, To]) {
  const entries = resources.map(entry)
  if (new Set(entries.map(([name]) => name)).size < entries.length) throw new Error(`a name occurs twice: ${entries}`)
  return Object.fromEntries(entries) as Record<string, To>
}

function bare(stage: StageName, name: string): string {
  return name.replace(new RegExp(`^codexflow-${stage}-`), '')
}
