import { Dashboard, GraphWidget, type IMetric, TextWidget } from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import type { StageName } from '../stages.ts'
import { type QueueName, queues } from '../topology.ts'
import { accountNameOf } from './names.ts'
import { deadQueues, functionNames, percent, type StageMetrics } from './watch-metrics.ts'

const SUM = { statistic: 'Sum' } as const
const MAX = { statistic: 'Maximum' } as const

/** Two pages: what users were promised, and the machine that keeps it. */
export class WatchDashboards extends Construct {
  constructor(scope: Construct, id: string, { name, metrics }: { name: StageName; metrics: StageMetrics }) {
    super(scope, id)
    const promises = new Dashboard(this, 'Promises', { dashboardName: accountNameOf(this, name, 'promises') })
    promises.addWidgets(told('What users were promised. What to do when a line is wrong: docs/operations.md'))
    promises.addWidgets(
      graph('From somebody’s turn until they are told (ms)', [
        ...['p50', 'p95', 'Maximum'].map((statistic) =>
          metrics.ours('HandoffLatency', { statistic, label: statistic }),
        ),
        ...metrics.each('HandoffLatency', { statistic: 'p95' }),
      ]),
      graph('Deliveries', metrics.each('Deliveries', SUM)),
    )
    promises.addWidgets(
      graph('In doubt, and what a look showed', metrics.each('AmbiguousResolutions', SUM)),
      graph('Longest overdue (s), and repairs', [...metrics.each('OldestOwed', MAX), ...metrics.each('Repairs', SUM)]),
    )
    promises.addWidgets(
      graph('Requests to the doors', [
        metrics.ofApi('Count', SUM),
        metrics.ofApi('4xx', SUM),
        metrics.ofApi('5xx', SUM),
        metrics.ofApi('Latency', { statistic: 'p95' }),
      ]),
      graph('Kept for a digest: the budget of the day is used up', metrics.each('BudgetHolds', SUM)),
    )
    promises.addWidgets(
      graph('Written by the template in place of the model (%)', [
        percent(metrics.ours('ModelFallbacks', SUM), metrics.ours('ModelDecisions', SUM), {
          least: 1,
          label: 'fallbacks',
        }),
      ]),
      graph(
        'Lies where nobody could take it',
        deadQueues.map((queue) => visible(metrics, queue)),
      ),
    )

    const machine = new Dashboard(this, 'Machine', { dashboardName: accountNameOf(this, name, 'machine') })
    machine.addWidgets(told('The machine: nobody is woken by this page alone.'))
    machine.addWidgets(
      graph(
        'Functions: errors',
        functionNames.map((each) => metrics.ofFunction(each, 'Errors', SUM)),
      ),
      graph(
        'Functions: throttled',
        functionNames.map((each) => metrics.ofFunction(each, 'Throttles', SUM)),
      ),
    )
    machine.addWidgets(
      graph(
        'Functions: invocations',
        functionNames.map((each) => metrics.ofFunction(each, 'Invocations', SUM)),
      ),
      graph(
        'Functions: duration, p95 (ms)',
        functionNames.map((each) => metrics.ofFunction(each, 'Duration', { statistic: 'p95' })),
      ),
    )
    const names = Object.keys(queues) as QueueName[]
    machine.addWidgets(
      graph(
        'Queues: messages',
        names.map((queue) => visible(metrics, queue)),
      ),
      graph(
        'Queues: oldest message (s)',
        names.map((queue) => metrics.ofQueue(queue, 'ApproximateAgeOfOldestMessage', MAX)),
      ),
    )
    machine.addWidgets(
      graph(
        'Behind the table (ms)',
        (['relay', 'propagate'] as const).map((each) => metrics.ofFunction(each, 'IteratorAge', MAX)),
      ),
      graph('The table', [
        metrics.ofTable('ConsumedReadCapacityUnits', SUM),
        metrics.ofTable('ConsumedWriteCapacityUnits', SUM),
        metrics.ofTable('ReadThrottleEvents', SUM),
        metrics.ofTable('WriteThrottleEvents', SUM),
      ]),
    )
    machine.addWidgets(
      graph('The model: decisions, calls, and why not', [
        ...metrics.each('ModelDecisions', SUM),
        ...metrics.each('ModelCalls', SUM),
        ...metrics.each('ModelFallbacks', SUM),
      ]),
      graph('The model: tokens', metrics.each('ModelTokens', SUM)),
    )
    machine.addWidgets(graph('Turned away at the doors', metrics.each('DoorRejections', SUM)))
  }
}

function visible(metrics: StageMetrics, queue: Parameters<StageMetrics['ofQueue']>[0]): IMetric {
  return metrics.ofQueue(queue, 'ApproximateNumberOfMessagesVisible', MAX)
}

function graph(title: string, left: IMetric[]): GraphWidget {
  return new GraphWidget({ title, left, width: 12, height: 7 })
}

function told(markdown: string): TextWidget {
  return new TextWidget({ markdown, width: 24, height: 1 })
}
