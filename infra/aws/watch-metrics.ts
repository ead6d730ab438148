import { Duration } from 'aws-cdk-lib'
import { type IMetric, MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { type Apart, METRICS, type MetricName, NAMESPACE, STAGE } from '../../app/telemetry/metrics.ts'
import type { StageName } from '../stages.ts'
import { type FunctionName, functions, type QueueName, queues } from '../topology.ts'
import { nameOf } from './names.ts'

/** How a metric is summed up: `Sum`, `Maximum`, `p95`. */
type How = { readonly statistic: string; readonly period?: Duration; readonly label?: string }

/** Of the table by itself: `ThrottledRequests` is counted for each operation, and for the table as a whole not at all. */
type TableMetric = `Consumed${'Read' | 'Write'}CapacityUnits` | `${'Read' | 'Write'}ThrottleEvents`

const FIVE_MINUTES = Duration.minutes(5)

/** The metrics of one stage, ours and AWS's, by what they are called in the house. */
export class StageMetrics {
  readonly #stage: StageName
  readonly #apiId: string

  constructor(stage: StageName, apiId: string) {
    this.#stage = stage
    this.#apiId = apiId
  }

  /** A figure that `app/telemetry/metrics.ts` names: of everything, or of one kind of it. */
  ours<M extends MetricName>(metric: M, how: How, apart?: Apart<M>): Metric {
    const dimensions: Record<string, string> = {
      [STAGE]: this.#stage,
      ...(apart as Record<string, string> | undefined),
    }
    return made(NAMESPACE, metric, dimensions, how)
  }

  /** One line for each value by which a figure is told apart, in the order of `app/telemetry/metrics.ts`. */
  each<M extends MetricName>(metric: M, how: How): Metric[] {
    const by = Object.entries<readonly string[]>(METRICS[metric].by)
    const all = by.reduce<Record<string, string>[]>(
      (some, [name, values]) => some.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
      [{}],
    )
    return all.map((apart) => {
      const label = Object.values(apart).join(' ')
      return this.ours(metric, { ...how, ...(label === '' ? {} : { label }) }, apart as Apart<M>)
    })
  }

  ofApi(metric: '5xx' | '4xx' | 'Count' | 'Latency', how: How): Metric {
    return made('AWS/ApiGateway', metric, { ApiId: this.#apiId }, how)
  }

  ofFunction(
    name: FunctionName,
    metric: 'Errors' | 'Throttles' | 'Invocations' | 'Duration' | 'IteratorAge',
    how: How,
  ): Metric {
    // Of all its versions together: during a release there are two.
    return made('AWS/Lambda', metric, { FunctionName: nameOf(this.#stage, name) }, { label: name, ...how })
  }

  ofQueue(
    queue: QueueName | `${QueueName}-dead` | 'undelivered',
    metric: 'ApproximateNumberOfMessagesVisible' | 'ApproximateAgeOfOldestMessage',
    how: How,
  ): Metric {
    return made('AWS/SQS', metric, { QueueName: nameOf(this.#stage, queue) }, { label: queue, ...how })
  }

  ofTable(metric: TableMetric, how: How): Metric {
    return made('AWS/DynamoDB', metric, { TableName: nameOf(this.#stage, 'table') }, how)
  }
}

/** So many of a hundred; 0 where there are fewer than `least` of them at all, of which one is no rate. */
export function percent(
  some: IMetric,
  all: IMetric,
  { least, label }: { least: number; label: string },
): MathExpression {
  return new MathExpression({
    expression: `IF(whole < ${least}, 0, 100 * FILL(part, 0) / whole)`,
    usingMetrics: { part: some, whole: all },
    label,
    period: (all as Metric).period,
  })
}

/** The sum of at most ten metrics: an alarm takes no more. What was never counted is left out: filled, it might leave nothing of the rest. */
export function sumOf(metrics: readonly Metric[], label: string): MathExpression {
  if (metrics.length > 10) throw new Error(`${label}: an alarm adds up no more than ten metrics`)
  const named = Object.fromEntries(metrics.map((metric, index) => [`m${index}`, metric]))
  return new MathExpression({
    expression: `SUM([${Object.keys(named).join(', ')}])`,
    usingMetrics: named,
    label,
    period: metrics[0]!.period,
  })
}

/** Every queue that keeps what nobody could take. */
export const deadQueues: readonly (`${QueueName}-dead` | 'undelivered')[] = [
  ...(Object.keys(queues) as QueueName[]).map((queue) => `${queue}-dead` as const),
  'undelivered',
]

export const functionNames = Object.keys(functions) as FunctionName[]

function made(
  namespace: string,
  metricName: string,
  dimensionsMap: Record<string, string>,
  { period = FIVE_MINUTES, ...how }: How,
): Metric {
  return new Metric({ namespace, metricName, dimensionsMap, period, ...how })
}
