import { Duration } from 'aws-cdk-lib'
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  type IAlarm,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import type { FunctionName } from '../topology.ts'
import { idOf, nameOf } from './names.ts'
import { deadQueues, percent, type StageMetrics, sumOf } from './watch-metrics.ts'

/** Five minutes: what a promise of "the moment that" can bear. Milliseconds. */
const LATE = 300_000
const QUARTER = Duration.minutes(15)

/** Functions without which nobody is told anything. */
const VITAL: readonly FunctionName[] = [
  ...(['slack-door', 'github-door', 'github-worker', 'follow-up'] as const),
  ...(['relay', 'propagate', 'orchestrate', 'deliver'] as const),
]

type Promised = {
  /** Of the runbook: `docs/operations.md#alarm-<runbook>`. */
  readonly runbook: string
  /** What users would notice, in a sentence. */
  readonly says: string
  readonly metric: IMetric
  readonly above: number
  /** Of the last so many periods, so many have to be above; 1 of 1 when absent. */
  readonly of?: readonly [bad: number, seen: number]
  /** What silence means; nothing happened, when absent. */
  readonly silence?: 'is-bad'
}

export type AlarmsProps = {
  readonly name: StageName
  readonly stage: Stage
  readonly metrics: StageMetrics
  readonly action: IAlarmAction
}

/** Alarms on what users were promised, not on how machines feel. Each names its runbook; each tells when it begins and when it ends. */
export class WatchAlarms extends Construct {
  readonly #name: StageName
  readonly #action: IAlarmAction

  constructor(scope: Construct, id: string, { name, stage, metrics, action }: AlarmsProps) {
    super(scope, id)
    this.#name = name
    this.#action = action
    this.#late(metrics)
    for (const queue of deadQueues) {
      this.#told(`dead-letters-${queue.replace(/-dead$/, '')}`, {
        runbook: 'dead-letters',
        says: `Something could not be worked on and lies in ${queue}.`,
        metric: metrics.ofQueue(queue, 'ApproximateNumberOfMessagesVisible', { statistic: 'Maximum' }),
        above: 0,
      })
    }
    this.#told('delivery-given-up', {
      runbook: 'delivery-given-up',
      says: 'Somebody was not told something, and will not be.',
      metric: sumOf(
        (['slack', 'github', 'email'] as const).map((channel) =>
          metrics.ours('Deliveries', { statistic: 'Sum', label: channel }, { channel, state: 'dead' }),
        ),
        'deliveries given up',
      ),
      above: 0,
    })
    this.#ledger(metrics)
    this.#doors(metrics)
    this.#functions(metrics)
    if (stage.model !== undefined) this.#model(metrics)
  }

  // It may be late because it lies somewhere, or have been late when it came.
  #late(metrics: StageMetrics): void {
    const runbook = 'hand-off-late'
    const parts = [
      this.#silent('hand-off-came-late', {
        runbook,
        says: 'Somebody was told of their turn more than five minutes after it began.',
        metric: metrics.ours('HandoffLatency', { statistic: 'Maximum' }),
        above: LATE,
      }),
      this.#silent('hand-off-unwritten', {
        runbook,
        says: 'An event has waited for its words for more than five minutes.',
        metric: metrics.ofQueue('orchestration', 'ApproximateAgeOfOldestMessage', { statistic: 'Maximum' }),
        above: LATE / 1_000,
      }),
      ...(['relay', 'propagate'] as const).map((name) =>
        this.#silent(`stream-behind-${name}`, {
          runbook,
          says: `${name} is more than five minutes behind the table.`,
          metric: metrics.ofFunction(name, 'IteratorAge', { statistic: 'Maximum' }),
          above: LATE,
        }),
      ),
    ]
    const rule = AlarmRule.anyOf(...parts.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM)))
    const alarm = new CompositeAlarm(this, 'HandOffLate', {
      compositeAlarmName: nameOf(this.#name, runbook),
      alarmDescription: described('A hand-off is older than five minutes.', runbook),
      alarmRule: rule,
    })
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
  }

  #ledger(metrics: StageMetrics): void {
    this.#told('ledger-stuck', {
      runbook: 'ledger-stuck',
      says: 'The reconciler does not come to what is owed longest, or nobody looks any more.',
      metric: metrics.ours('OldestOwed', { statistic: 'Maximum', period: QUARTER }),
      above: 1_800,
      of: [3, 3],
      // A round that found nothing says 0.
      silence: 'is-bad',
    })
    const repairs = { statistic: 'Sum', period: QUARTER }
    this.#told('repair-failing', {
      runbook: 'ledger-stuck',
      says: 'A task could not be repaired, round after round: what it owes stays undone.',
      metric: metrics.ours('Repairs', repairs, { what: 'failed' }),
      above: 0,
      // Rounds are not to the second: one period may see none and another two.
      of: [3, 4],
    })
    this.#told('reconciler-repaired', {
      runbook: 'reconciler-repaired',
      says: 'The reconciler had to make up for something that was left undone.',
      metric: sumOf(
        (['change', 'order'] as const).map((what) => metrics.ours('Repairs', repairs, { what })),
        'repairs',
      ),
      above: 0,
    })
  }

  #doors(metrics: StageMetrics): void {
    this.#told('door-failing', {
      runbook: 'door-failing',
      says: 'More than 1 % of the requests to the doors ended in 5xx.',
      metric: percent(metrics.ofApi('5xx', { statistic: 'Sum' }), metrics.ofApi('Count', { statistic: 'Sum' }), {
        least: 1,
        label: '5xx of all requests, in percent',
      }),
      above: 1,
      of: [2, 3],
    })
    this.#told('door-slow', {
      runbook: 'door-slow',
      says: 'One request in twenty took longer than a second; Slack gives up after three.',
      metric: metrics.ofApi('Latency', { statistic: 'p95' }),
      above: 1_000,
      of: [3, 3],
    })
  }

  #functions(metrics: StageMetrics): void {
    const sum = (metric: 'Errors' | 'Throttles') =>
      sumOf(
        VITAL.map((name) => metrics.ofFunction(name, metric, { statistic: 'Sum' })),
        `${metric.toLowerCase()} of the functions that matter`,
      )
    this.#told('functions-failing', {
      runbook: 'functions-failing',
      says: 'Functions that matter fail again and again.',
      metric: sum('Errors'),
      above: 4,
      of: [2, 3],
    })
    this.#told('functions-throttled', {
      runbook: 'functions-throttled',
      says: 'AWS runs no more of the functions that matter at once.',
      metric: sum('Throttles'),
      above: 0,
      of: [2, 3],
    })
    this.#told('rotation-failing', {
      runbook: 'rotation-failing',
      says: 'A secret of ours could not be rotated.',
      metric: metrics.ofFunction('rotate', 'Errors', { statistic: 'Sum' }),
      above: 0,
    })
  }

  #model(metrics: StageMetrics): void {
    const sum = { statistic: 'Sum', period: QUARTER }
    this.#told('model-away', {
      runbook: 'model-away',
      says: 'More than one hand-off in five is written by the template, because the model does not answer well.',
      metric: percent(metrics.ours('ModelFallbacks', sum), metrics.ours('ModelDecisions', sum), {
        least: 5,
        label: 'decisions that the model did not make, in percent',
      }),
      above: 20,
    })
  }

  #told(id: string, promised: Promised): void {
    const alarm = this.#silent(id, promised)
    alarm.addAlarmAction(this.#action)
    alarm.addOkAction(this.#action)
  }

  #silent(id: string, { runbook, says, metric, above, of: [bad, seen] = [1, 1], silence }: Promised): Alarm & IAlarm {
    return new Alarm(this, idOf(id), {
      alarmName: nameOf(this.#name, id),
      alarmDescription: described(says, runbook),
      metric,
      threshold: above,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: seen,
      datapointsToAlarm: bad,
      treatMissingData: silence === 'is-bad' ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
    })
  }
}

function described(says: string, runbook: string): string {
  return `${says} docs/operations.md#alarm-${runbook}`
}
