import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, completes, dmsAbout, shown } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

describe('killed with SIGKILL and started again', () => {
  // What counts is where in the flow the axe falls; these are moments of it, from the merge to the message.
  it.each([0, 15, 40, 80, 150, 300])('%i ms after the merge, the hand-off arrives, once', async (delayMs) => {
    const { first, second } = await addPair(stack)
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: `${first} Provision`,
      branch: `${first}-kill`,
      body: completes(first),
    })
    await stack.settled()
    const axe = new Promise<void>((fall) => setTimeout(fall, delayMs)).then(() => stack.kill())
    await Promise.all([stack.github.merge('devi', `northwind/user-api#${pull}`), axe])
    await stack.restart()
    await stack.until('the message', async () => (await dmsAbout(stack, 'gaius', second)).length > 0)
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
  })

  it('again and again, nothing is lost and nothing doubled', async () => {
    const pairs = await Promise.all([1, 2, 3, 4].map(() => addPair(stack)))
    for (const { first } of pairs) {
      await stack.slack('devi', `done ${first}`)
      await stack.kill()
      await stack.restart()
    }
    for (const { second } of pairs) {
      await stack.until(`the message about ${second}`, async () => (await dmsAbout(stack, 'gaius', second)).length > 0)
    }
    await stack.settled()
    const counts = await Promise.all(pairs.map(async ({ second }) => (await dmsAbout(stack, 'gaius', second)).length))
    expect(counts).toEqual([1, 1, 1, 1])
  })
})

describe('when the outside world is lost too', () => {
  it('its new pull requests are not taken for old ones', async () => {
    const other = await startStack({ onDisk: true })
    try {
      await other.settleIn()
      const finish = async () => {
        const { first } = await addPair(other)
        const pull = await other.github.openPull('devi', 'northwind/user-api', {
          title: `${first} Provision`,
          branch: first,
          body: completes(first),
        })
        await other.settled()
        await other.github.merge('devi', `northwind/user-api#${pull}`)
        await other.settled()
        return { first, pull }
      }
      const status = async (task: string) => (await other.slack('amy', `show ${task}`)).text.split('\n')[1]
      const before = await finish()
      await other.loseWorld()
      const after = await finish()
      const finished = expect.stringMatching(/^✅ done/)
      expect([await status(before.first), await status(after.first)]).toEqual([finished, finished])
      expect(after.pull).toBe(before.pull + 1)
    } finally {
      await other.stop()
    }
  })

  it('what the table knew is still known, and people are found again by e-mail', async () => {
    const other = await startStack({ onDisk: true })
    try {
      await other.settleIn()
      const { first, second } = await addPair(other)
      const before = other.person('gaius').slackId
      await other.loseWorld()
      expect(other.person('gaius').slackId).not.toBe(before)
      expect((await other.slack('gaius', `show ${second}`)).text).toContain(first)
      await other.slack('devi', `done ${first}`)
      await other.settled()
      const [dm] = await dmsAbout(other, 'gaius', second)
      expect(shown(dm!)).toContain('task.start')
    } finally {
      await other.stop()
    }
  })

  it.each([
    ['while it was being sent', 'timeout'],
    ['while Slack wanted a pause', '429'],
    ['while Slack left it in doubt', '500'],
  ] as const)('a hand-off that was owed %s arrives at the new id of its person, once', async (_, fault) => {
    const other = await startStack({ onDisk: true })
    try {
      await other.settleIn()
      const { first, second } = await addPair(other)
      await other.faults({ slack: fault, method: 'chat.postMessage' })
      await other.slack('devi', `done ${first}`)
      const tried = async () => ((await other.outside.calls()).slack['chat.postMessage'] ?? 0) > 0
      await other.until('an attempt', tried)
      await other.loseWorld()
      const arrived = async () => (await dmsAbout(other, 'gaius', second)).length > 0
      await other.until('the message', arrived)
      await other.settled()
      expect(await dmsAbout(other, 'gaius', second)).toHaveLength(1)
    } finally {
      await other.stop()
    }
  })
})
