import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { SubscriptionProtocol } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { Stage, StageName } from '../stages.ts'
import type { Api } from './api.ts'
import { GivenUp } from './given-up.ts'
import type { Queues } from './queues.ts'
import type { Topics } from './topics.ts'
import { WatchAlarms } from './watch-alarms.ts'
import { WatchDashboards } from './watch-dashboards.ts'
import { StageMetrics } from './watch-metrics.ts'

export type WatchProps = {
  readonly name: StageName
  readonly stage: Stage
  readonly api: Api
  readonly queues: Queues
  readonly topics: Topics
}

/**
 * Who looks after all of it: two dashboards, the alarms, and whom they tell. CodexFlow's own queue is one subscriber of the
 * topic; e-mail and a pager hear it from AWS alone, whatever state we are in.
 */
export class Watch extends Construct {
  constructor(scope: Construct, id: string, { name, stage, api, queues, topics }: WatchProps) {
    super(scope, id)
    const topic = topics.all.alarms
    const { email, pagerDutyUrl } = stage.alarms
    if (email !== undefined) topic.addSubscription(new EmailSubscription(email))
    if (pagerDutyUrl !== undefined) {
      const rest = { protocol: SubscriptionProtocol.HTTPS, deadLetterQueue: queues.undelivered }
      topic.addSubscription(new UrlSubscription(pagerDutyUrl, rest))
    }
    new GivenUp(this, 'GivenUp', { name, queues })
    const metrics = new StageMetrics(name, api.api.apiId)
    new WatchDashboards(this, 'Dashboards', { name, metrics })
    new WatchAlarms(this, 'Alarms', { name, stage, metrics, action: new SnsAction(topic) })
  }
}
