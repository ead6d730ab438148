import { RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { SqsSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Construct } from 'constructs'
import type { StageName } from '../stages.ts'
import { type TopicName, type TopicSpec, topics } from '../topology.ts'
import { idOf, nameOf } from './names.ts'
import type { Queues } from './queues.ts'

/** Which service of AWS writes to a topic; `none`: only whoever has a role that lets them. */
const PUBLISHERS: Readonly<Record<TopicName, string | 'none'>> = {
  alarms: 'cloudwatch.amazonaws.com',
  approvals: 'none',
}

/** The topics of the topology, each feeding its queue; encrypted, and open to nobody without TLS. */
export class Topics extends Construct {
  readonly all: Readonly<Record<TopicName, Topic>>
  /** A key of its own: SNS's own one cannot be used by the services that write. */
  readonly key: Key

  constructor(scope: Construct, id: string, { name, queues }: { name: StageName; queues: Queues }) {
    super(scope, id)
    this.key = new Key(this, 'Key', {
      alias: nameOf(name, 'topics'),
      description: `What CodexFlow is told by AWS (${name})`,
      enableKeyRotation: true,
      // What it seals is on its way, not kept.
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.all = Object.fromEntries(
      (Object.entries(topics) as [TopicName, TopicSpec][]).map(([topic, { queue }]) => {
        const made = new Topic(this, idOf(topic), {
          topicName: nameOf(name, topic),
          masterKey: this.key,
          enforceSSL: true,
        })
        // As it came: whoever reads the queue verifies what it says, not who wrapped it.
        const raw = { rawMessageDelivery: true, deadLetterQueue: queues.undelivered }
        made.addSubscription(new SqsSubscription(queues.all[queue], raw))
        if (PUBLISHERS[topic] !== 'none') this.#letPublish(made, new ServicePrincipal(PUBLISHERS[topic]))
        return [topic, made]
      }),
    ) as Record<TopicName, Topic>
  }

  // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
  #letPublish(topic: Topic, service: ServicePrincipal): void {
    const conditions = { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } }
    topic.addToResourcePolicy(
      new PolicyStatement({
        sid: 'Publish',
        principals: [service],
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        conditions,
      }),
    )
    this.key.addToResourcePolicy(
      new PolicyStatement({
        sid: `Seal${idOf(topic.node.id)}`,
        principals: [service],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        // In the policy of a key, this is the key.
        resources: ['*'],
        conditions,
      }),
    )
  }
}
