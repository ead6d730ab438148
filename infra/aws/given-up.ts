import { Rule } from 'aws-cdk-lib/aws-events'
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets'
import { Construct } from 'constructs'
import type { StageName } from '../stages.ts'
import { TARGET_PATIENCE } from './bus.ts'
import { bucketNameOf, nameOf } from './names.ts'
import type { Queues } from './queues.ts'

/**
 * Has S3 say of each record that a stream gave up where it lies, in the queue of what was not delivered: it is a dead letter like any other,
 * and that queue has the alarm.
 */
export class GivenUp extends Construct {
  constructor(scope: Construct, id: string, { name, queues }: { readonly name: StageName; readonly queues: Queues }) {
    super(scope, id)
    new Rule(this, 'Told', {
      ruleName: nameOf(name, 'given-up'),
      description: 'A record of the stream was given up',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [bucketNameOf(this, name, 'failures')] } },
      },
      targets: [new SqsQueue(queues.undelivered, { ...TARGET_PATIENCE, deadLetterQueue: queues.undelivered })],
    })
  }
}
