import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
let sns: SNSClient
beforeAll(async () => {
  stack = await startStack()
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' }
  sns = new SNSClient({ region: 'us-east-1', endpoint: stack.local.parts.sns, credentials })
})
afterAll(() => {
  sns?.destroy()
  return stack?.stop()
})

/** CloudWatch, as it would say so. */
async function cloudWatchSays(NewStateValue: 'ALARM' | 'OK', minute: string): Promise<void> {
  const Message = JSON.stringify({
    ...{ AlarmName: 'codexflow-laptop-hand-off-late', NewStateValue, NewStateReason: 'Threshold Crossed' },
    AlarmDescription: 'A hand-off is older than five minutes. docs/operations.md#alarm-hand-off-late',
    StateChangeTime: `2026-11-28T09:${minute}:00.000+0000`,
  })
  await sns.send(new PublishCommand({ TopicArn: 'arn:aws:sns:us-east-1:000000000000:codexflow-alarms', Message }))
  await stack.settled()
}

it('an alarm reaches its channel in Slack, with its runbook, and the message says when it is over', async () => {
  const about = async () =>
    (await stack.outside.channel('team-infrastructure')).filter(({ text }) => text.includes('hand-off-late'))
  await cloudWatchSays('ALARM', '01')
  // Redelivered, as SNS may.
  await cloudWatchSays('ALARM', '01')
  const begun = await about()
  expect(begun.map(({ text }) => text)).toEqual([expect.stringContaining('has begun')])
  expect(begun[0]?.text).toContain('docs/operations.md#alarm-hand-off-late')

  await cloudWatchSays('OK', '09')
  const over = await about()
  expect(over.map(({ ts, text }) => [ts, text.includes('is over')])).toEqual([[begun[0]?.ts, true]])
})
