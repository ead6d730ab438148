import { Duration } from 'aws-cdk-lib'
import { Archive, EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { StageName } from '../stages.ts'
import { type RuleName, type RuleSpec, rules, TASK_EVENTS } from '../topology.ts'
import { idOf, nameOf } from './names.ts'
import type { Queues } from './queues.ts'

/** How long a target may be out of reach before the event goes to what was not delivered; EventBridge's own limits. */
export const TARGET_PATIENCE = { maxEventAge: Duration.hours(24), retryAttempts: 185 }

/** The bus with its archive, and the rules of the topology, each feeding the one queue that belongs to it. */
export class Bus extends Construct {
  readonly bus: EventBus
  readonly rules: Readonly<Record<RuleName, Rule>>

  constructor(scope: Construct, id: string, { name, queues }: { name: StageName; queues: Queues }) {
    super(scope, id)
    this.bus = new EventBus(this, 'Bus', { eventBusName: nameOf(name, 'bus') })
    // What happened in the last month can be played again: consumers take every event as often as it comes.
    new Archive(this, 'Archive', {
      archiveName: nameOf(name, 'events'),
      sourceEventBus: this.bus,
      eventPattern: { source: [TASK_EVENTS] },
      retention: Duration.days(30),
    })
    this.rules = Object.fromEntries(
      (Object.entries(rules) as [RuleName, RuleSpec][]).map(([rule, { pattern, queue }]) => [
        rule,
        new Rule(this, idOf(rule), {
          ruleName: nameOf(name, rule),
          eventBus: this.bus,
          eventPattern: pattern as EventPattern,
          targets: [new SqsQueue(queues.all[queue], { ...TARGET_PATIENCE, deadLetterQueue: queues.undelivered })],
        }),
      ]),
    ) as Record<RuleName, Rule>
  }
}
