import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { awsClient } from '../../app/aws/client.ts'
import type { Stack } from './stack.ts'

/** Says of an alarm what CloudWatch would; `minute` of nine o'clock. */
export async function cloudWatchSays(
  stack: Pick<Stack, 'local'>,
  NewStateValue: 'ALARM' | 'OK',
  minute: string,
): Promise<void> {
  const { region, parts } = stack.local
  const sns = new SNSClient(awsClient({ region, endpoint: parts.sns }))
  const Message = JSON.stringify({
    ...{ AlarmName: 'codexflow-laptop-hand-off-late', NewStateValue, NewStateReason: 'Threshold Crossed' },
    AlarmDescription: 'A hand-off is older than five minutes. docs/operations.md#alarm-hand-off-late',
    StateChangeTime: `2026-11-28T09:${minute}:00.000+0000`,
  })
  await sns.send(new PublishCommand({ TopicArn: `arn:aws:sns:${region}:000000000000:codexflow-alarms`, Message }))
  sns.destroy()
}
