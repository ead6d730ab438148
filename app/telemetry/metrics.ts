import { presentScope } from './scope.ts'

/**
 * Everything that is counted, in one place: its unit, and by what it is told apart. Each combination that occurs is a metric
 * that CloudWatch charges for, so there are few values, all of them named here, and never a workspace or a person among them.
 */
export const METRICS = {
  /** Steps in the life of deliveries. */
  Deliveries: {
    unit: 'Count',
    by: {
      channel: ['slack', 'github', 'email'],
      state: ['sent', 'ambiguous', 'retry', 'dead', 'cancelled'],
    },
  },
  /** From the moment that a task was somebody's turn, or that they are at work again, until they were told. */
  HandoffLatency: { unit: 'Milliseconds', by: { channel: ['slack', 'github', 'email'] } },
  /** Looks at a provider for a message of which nobody knew whether it had arrived, and what they showed. */
  AmbiguousResolutions: { unit: 'Count', by: { outcome: ['found', 'not-there', 'cannot-tell'] } },
  /** Hand-offs that wait for a digest because somebody's budget for the day is used up. */
  BudgetHolds: { unit: 'Count', by: {} },
  /** Questions for the model: the first, and the one repair that each may have. */
  ModelCalls: { unit: 'Count', by: {} },
  /** Decisions that the model was asked for. */
  ModelDecisions: { unit: 'Count', by: {} },
  /** Those of them that it did not make. */
  ModelFallbacks: {
    unit: 'Count',
    by: {
      reason: [
        ...['broken-spec', 'deadline', 'denied', 'guardrail', 'throttled'],
        ...['too-large', 'unavailable', 'unreadable', 'wrong-answer'],
      ],
    },
  },
  ModelTokens: { unit: 'Count', by: { kind: ['input', 'output', 'cached'] } },
  /** Requests that a door turned away, by the status that it answered. */
  DoorRejections: {
    unit: 'Count',
    by: {
      door: ['slack', 'github'],
      reason: ['400', '401', '403', '404', '405', '413', '415', 'broken'],
    },
  },
  /** What the first way of doing it had left undone: changes of tasks, and orders for deliveries, that the reconciler made up for, or could not. */
  Repairs: { unit: 'Count', by: { what: ['change', 'order', 'failed'] } },
  /** How long what is owed longest is overdue, at each round of the reconciler; 0: nothing is. */
  OldestOwed: { unit: 'Seconds', by: {} },
} as const satisfies Record<string, MetricSpec>

/** The units of CloudWatch that we use. https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
export type Unit = 'Count' | 'Milliseconds' | 'Seconds'
export type MetricSpec = { readonly unit: Unit; readonly by: Readonly<Record<string, readonly string[]>> }
export type MetricName = keyof typeof METRICS
/** What a figure of that metric says beside its value. */
export type Apart<M extends MetricName> = {
  readonly [D in keyof (typeof METRICS)[M]['by']]: (typeof METRICS)[M]['by'][D] extends readonly (infer V)[] ? V : never
}

/** Where all of them are found. */
export const NAMESPACE = 'CodexFlow'
/** The one dimension that every metric has, alone and beside its others: alarms cannot add up. */
export const STAGE = 'stage'

/** Notes a figure. Never throws. */
export type Measure = <M extends MetricName>(metric: M, value: number, apart: Apart<M>) => void

/**
 * Figures as lines of a log, which CloudWatch makes metrics of: no call, no wait. Each says what it is about as the lines of
 * the log do, which costs nothing there.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function embeddedMetrics(
  write: (line: string) => void,
  { stage, now, base = {} }: { readonly stage: string; readonly now: () => number; readonly base?: object },
): Measure {
  return (metric, value, apart) => {
    const { unit } = METRICS[metric]
    const names = Object.keys(apart)
    const Dimensions = [[STAGE], ...(names.length === 0 ? [] : [[STAGE, ...names]])]
    const described = { Namespace: NAMESPACE, Dimensions, Metrics: [{ Name: metric, Unit: unit }] }
    const _aws = { Timestamp: now(), CloudWatchMetrics: [described] }
    write(JSON.stringify({ ...base, ...presentScope(), _aws, [STAGE]: stage, ...apart, [metric]: value }))
  }
}

/** Notes nothing: for what is only imagined, and for tests that do not look at it. */
export const measureNothing: Measure = () => {}
