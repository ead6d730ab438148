import { createHash } from 'node:crypto'
import { awsClient } from '../aws/client.ts'
import { lazily } from '../lazily.ts'

export type SchedulerSettings = {
  readonly region: string
  readonly endpoint?: string | undefined
  /** The role that lets the scheduler write to the queue. */
  readonly roleArn: string
  readonly group: string
  /** Where messages are kept that could not be put on their queue. A laptop has no such place. */
  readonly undeliveredArn?: string | undefined
}

/** Has a message put on a queue at a time. `name` makes it one: a schedule of that name that stands is left alone. */
export type ScheduleOnce = (name: string, at: number, queueArn: string, body: string) => Promise<void>

/** How long the scheduler tries to reach a queue: a day, which is its longest. */
const RETRY = { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 }

/**
 * One-off schedules on EventBridge Scheduler, which delete themselves after they fired.
 * https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function oneOffSchedules(settings: SchedulerSettings): ScheduleOnce {
  const connect = lazily(() => connected(settings))
  return async (name, at, queueArn, body) => {
    const { sdk, client } = await connect()
    const command = new sdk.CreateScheduleCommand({
      // Names have at most 64 characters of [\w.-], so ours are hashes.
      Name: createHash('sha256').update(`${name}@${at}`).digest('hex').slice(0, 60),
      GroupName: settings.group,
      ScheduleExpression: `at(${new Date(at).toISOString().slice(0, 19)})`,
      ScheduleExpressionTimezone: 'UTC',
      FlexibleTimeWindow: { Mode: 'OFF' },
      ActionAfterCompletion: 'DELETE',
      Target: {
        Arn: queueArn,
        RoleArn: settings.roleArn,
        Input: body,
        RetryPolicy: RETRY,
        ...(settings.undeliveredArn === undefined ? {} : { DeadLetterConfig: { Arn: settings.undeliveredArn } }),
      },
    })
    try {
      await client.send(command)
    } catch (error) {
      if ((error as { name?: string }).name !== 'ConflictException') throw error
    }
  }
}

async function connected({ region, endpoint }: SchedulerSettings) {
  const sdk = await import('@aws-sdk/client-scheduler')
  return { sdk, client: new sdk.SchedulerClient(awsClient({ region, endpoint })) }
}
