import { ArnFormat, Duration, Stack } from 'aws-cdk-lib'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { ScheduleGroup } from 'aws-cdk-lib/aws-scheduler'
import { Queue, QueueEncryption, RedrivePermission } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import type { QueuePlace } from '../queue-variables.ts'
import type { StageName } from '../stages.ts'
import { type QueueName, type QueueSpec, queues as topologyQueues, visibilitySeconds } from '../topology.ts'
import { acknowledge } from './acknowledge.ts'
import { accountNameOf, idOf, nameOf } from './names.ts'

/** SQS's longest: dead letters wait for a person. */
const DEAD_RETENTION = Duration.days(14)

/** The queues of the topology, each with dead letters of its own, and the role by which one-off schedules write to some. */
export class Queues extends Construct {
  readonly all: Readonly<Record<QueueName, Queue>>
  readonly dead: Readonly<Record<QueueName, Queue>>
  /** Takes what neither a rule nor a schedule could bring where it belongs. */
  readonly undelivered: Queue
  readonly schedulerRole: Role
  /** Holds the one-off schedules of this stage. */
  readonly scheduleGroup: ScheduleGroup

  constructor(scope: Construct, id: string, name: StageName) {
    super(scope, id)
    const all: Partial<Record<QueueName, Queue>> = {}
    const dead: Partial<Record<QueueName, Queue>> = {}
    for (const [queue, spec] of Object.entries(topologyQueues) as [QueueName, QueueSpec][]) {
      const letters = this.#deadLetters(`${idOf(queue)}Dead`, nameOf(name, `${queue}-dead`), nameOf(name, queue))
      dead[queue] = letters
      all[queue] = new Queue(this, idOf(queue), {
        queueName: nameOf(name, queue),
        encryption: QueueEncryption.SQS_MANAGED,
        enforceSSL: true,
        visibilityTimeout: Duration.seconds(visibilitySeconds(queue)),
        retentionPeriod: DEAD_RETENTION,
        // Waiting for messages is one request in twenty seconds instead of many.
        receiveMessageWaitTime: Duration.seconds(20),
        deadLetterQueue: { queue: letters, maxReceiveCount: spec.maxReceives },
      })
    }
    this.all = all as Record<QueueName, Queue>
    this.dead = dead as Record<QueueName, Queue>
    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: nameOf(name, 'undelivered'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_RETENTION,
    })
    acknowledge(this.undelivered, 'AwsSolutions-SQS3', 'it is itself the last place: nothing takes from it but people')
    this.schedulerRole = new Role(this, 'SchedulerRole', {
      roleName: accountNameOf(this, name, 'scheduler'),
      description: 'Puts a message on a queue when a one-off schedule is due',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    })
    this.scheduleGroup = new ScheduleGroup(this, 'Schedules', { scheduleGroupName: nameOf(name, 'waits') })
    const scheduled = (Object.entries(topologyQueues) as [QueueName, QueueSpec][]).filter(([, spec]) => spec.scheduled)
    this.schedulerRole.addToPolicy(
      new PolicyStatement({
        actions: ['sqs:SendMessage'],
        resources: [...scheduled.map(([queue]) => this.all[queue]), this.undelivered].map(({ queueArn }) => queueArn),
      }),
    )
  }

  /** As the functions hear of them. */
  get places(): Record<QueueName, QueuePlace> {
    return Object.fromEntries(
      Object.entries(this.all).map(([name, { queueUrl: url, queueArn: arn }]) => [name, { url, arn }]),
    ) as Record<QueueName, QueuePlace>
  }

  #deadLetters(id: string, queueName: string, source: string): Queue {
    const stack = Stack.of(this)
    const sourceArn = stack.formatArn({ service: 'sqs', resource: source, arnFormat: ArnFormat.NO_RESOURCE_NAME })
    return new Queue(this, id, {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: DEAD_RETENTION,
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [Queue.fromQueueArn(this, `${id}Source`, sourceArn)],
      },
    })
  }
}
