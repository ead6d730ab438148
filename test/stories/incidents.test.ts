import { afterAll, beforeAll, expect, it } from 'vitest'
import { cloudWatchSays } from '../support/cloud-watch.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

async function says(state: 'ALARM' | 'OK', minute: string): Promise<void> {
  await cloudWatchSays(stack, state, minute)
  await stack.settled()
}

it('an alarm reaches its channel in Slack, with its runbook, and the message says when it is over', async () => {
  const about = async () =>
    (await stack.outside.channel('team-infrastructure')).filter(({ text }) => text.includes('hand-off-late'))
  await says('ALARM', '01')
  // Redelivered, as SNS may.
  await says('ALARM', '01')
  const begun = await about()
  expect(begun.map(({ text }) => text)).toEqual([expect.stringContaining('has begun')])
  expect(begun[0]?.text).toContain('docs/operations.md#alarm-hand-off-late')

  await says('OK', '09')
  const over = await about()
  expect(over.map(({ ts, text }) => [ts, text.includes('is over')])).toEqual([[begun[0]?.ts, true]])
})
