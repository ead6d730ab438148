import { afterAll, beforeAll, expect, it } from 'vitest'
import { slackTells } from '../support/slack-event.ts'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
})
afterAll(() => stack?.stop())

const heads = async (name: string) => (await stack.dms(name)).map(({ text }) => text.split('\n')[0])

it('whoever leads hears once what somebody left behind, and stands in for them until they come back', async () => {
  await stack.settleIn()
  await stack.slack('amy', 'project settings UAPI lead:@amy')
  await stack.slack('amy', 'task add "Provision the table" project:UAPI phase:infrastructure assign:@devi')
  await stack.slack('amy', 'task add "Write the endpoint" project:UAPI phase:backend assign:@gaius after:UAPI-1')
  await stack.settled()
  const before = await stack.dms('gaius')

  const user = { id: stack.person('gaius').slackId, name: 'gaius', is_bot: false }
  const at = Math.floor(Date.now() / 1000)
  for (let times = 0; times < 2; times++) {
    expect(await slackTells(stack.local, { type: 'user_change', user: { ...user, deleted: true, updated: at } })).toBe(
      200,
    )
    await stack.settled()
  }
  expect((await heads('amy')).filter((head) => head?.includes('has left'))).toEqual([
    '👋 *Gaius Okoro* has left the workspace.',
  ])

  await stack.slack('devi', 'done UAPI-1')
  await stack.settled()
  expect(await stack.dms('gaius')).toHaveLength(before.length)
  const standIn = (await stack.dms('amy')).find(({ text }) => text.includes('UAPI-2') && text.includes('Ready'))
  expect(standIn?.text).toContain('Gaius Okoro, to whom UAPI-2 is assigned, has left the workspace')
  expect((await stack.slack('amy', 'assign UAPI-2 @gaius')).text).toContain('Gaius Okoro has left the workspace.')

  await slackTells(stack.local, { type: 'user_change', user: { ...user, deleted: false, updated: at + 1 } })
  await stack.settled()
  expect((await stack.slack('gaius', 'mine')).text).toContain('UAPI-2')
})
