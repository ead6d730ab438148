import { afterAll, beforeAll, expect, it } from 'vitest'
import { inside } from '../support/inside.ts'
import { PATIENT, type Stack, startStack } from '../support/stack.ts'
import { addPair, addTask, dmsAbout, shown } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ env: PATIENT })
  await stack.settleIn()
})
afterAll(() => stack?.stop())

/** Three days from now, whatever today is: by no time zone a day of work today. */
function aDayFarOff(): string {
  const day = new Date(Date.now() + 3 * 86_400_000)
  return ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][day.getUTCDay()]!
}

it('what comes outside somebody’s hours waits, and shows in their list at once', async () => {
  await stack.slack('gaius', `settings hours:09:00-17:00 days:${aDayFarOff()} zone:Africa/Lagos quiet:on`)
  const { first, second } = await addPair(stack)
  await stack.slack('devi', `done ${first}`)
  await stack.settled()
  expect(await dmsAbout(stack, 'gaius', second)).toEqual([])
  expect((await stack.slack('gaius', 'mine')).text).toContain(second)
})

it('a digest comes once to whoever is at work, and says what is theirs', async () => {
  await stack.slack('gaius', 'settings hours:0-24 days:mon-sun digest:on')
  await stack.settled({ delayed: 'ignore' })
  await stack.slack('gaius', 'settings days:mon-sun')
  await stack.settled({ delayed: 'ignore' })
  const digests = (await stack.dms('gaius')).map(shown).filter((text) => text.includes('Your working day'))
  expect(digests).toHaveLength(1)
  expect(digests[0]).toContain('Ready for you (1)')
})

it('one that Slack does not take is sent again in a while, and whoever writes to us is heard as well as a command', async () => {
  const within = inside(stack)
  await addTask(stack, '"Provision it" phase:infrastructure assign:@devi')
  await stack.settled({ delayed: 'ignore' })
  await stack.faults({ slack: '429', method: 'chat.postMessage', times: 1, retryAfterSeconds: 60 })
  await stack.mention('devi', 'settings hours:0-24 days:mon-sun zone:UTC digest:on')
  await within.until('follow-up: sqs:SendMessage on queue digests', 'digest: sqs:SendMessage on queue digests')
  await stack.settled({ delayed: 'ignore' })
  expect((await stack.dms('devi')).map(shown).filter((text) => text.includes('Your working day'))).toEqual([])
})
