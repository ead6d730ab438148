import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
}, 60_000)
afterAll(() => stack?.stop())

const notFollowed = { redirect: 'manual' } as const

it('a workspace installs CodexFlow through Slack’s own page, and its new token carries the next hand-off', async () => {
  const app = stack.local.doors.url
  const begun = await fetch(`${app}/slack/install`, notFollowed)
  const cookie = begun.headers.getSetCookie()[0]!.split(';')[0]!
  const location = new URL(begun.headers.get('location')!)
  expect([begun.status, (await fetch(location)).status]).toEqual([302, 200])

  // What the button of the emulated Slack's page sends.
  const form = new URLSearchParams({
    ...Object.fromEntries(location.searchParams),
    user_id: stack.person('amy').slackId,
  })
  const agreed = await fetch(new URL('/oauth/v2/authorize/callback', location), {
    ...notFollowed,
    method: 'POST',
    body: form,
  })
  const back = agreed.headers.get('location')!
  const stranger = await fetch(back)
  const installed = await fetch(back, { headers: { cookie } })
  const again = await fetch(back, { headers: { cookie } })
  expect([stranger.status, installed.status, again.status]).toEqual([400, 200, 400])
  expect(await installed.text()).toContain('<h1>CodexFlow is in Northwind</h1>')

  await stack.settleIn()
  await stack.slack('amy', 'task add "Write the endpoint" project:UAPI phase:backend assign:@gaius')
  await stack.settled()
  expect((await stack.dms('gaius')).map(({ text }) => text.split('\n')[0])).toEqual(['*🟢 Ready for you: UAPI-1*'])
}, 60_000)
