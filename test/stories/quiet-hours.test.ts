import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, dmsAbout, shown } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
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
