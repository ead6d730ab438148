import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { API, ARN, addPair, addTask, completes, dmsAbout, shown, threadOf } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

describe('when the last thing somebody waited for is finished', () => {
  it('a merged pull request tells that person once, with every fact, and leaves a comment and a mail', async () => {
    const issue = await stack.github.openIssue('amy', 'northwind/user-api', 'Implement user CRUD endpoints')
    const { first, second } = await addPair(stack, `issue:northwind/user-api#${issue}`)
    await stack.settled()
    const before = { amy: await stack.dms('amy'), devi: await stack.dms('devi') }
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: 'Provision the Lambda of the User API',
      branch: `${first}-lambda`,
      body: completes(first),
    })
    await stack.settled()
    expect((await stack.slack('gaius', `why ${second}`)).text).toContain(first)
    const ours = async () => {
      const checks = (await stack.checks(`northwind/user-api#${pull}`)).filter(({ name }) => name === 'CodexFlow')
      return checks.map(({ conclusion, output }) => [output.title, conclusion])
    }
    expect(await ours()).toEqual([[`Merging completes ${first} and unblocks 1 person`, 'success']])

    await stack.github.merge('amy', `northwind/user-api#${pull}`)
    await stack.settled()

    expect(await ours()).toEqual([[`Merged: ${first} is done`, 'success']])
    const [dm, ...more] = await dmsAbout(stack, 'gaius', second)
    expect(more).toEqual([])
    for (const fact of [ARN, API, 'prod DocumentDB', 'Node.js 24.x', 'https://docs.example.com/api']) {
      expect(shown(dm!)).toContain(fact)
    }
    const comments = await stack.botComments(`northwind/user-api#${issue}`)
    expect(comments).toHaveLength(1)
    expect(comments[0]).toContain(ARN)
    expect(comments[0]).not.toMatch(/(^|\s)@gaius-okoro/)
    const mails = (await stack.mails()).filter(({ subject }) => subject?.includes(second))
    expect(mails).toHaveLength(1)
    expect(mails[0]?.message).toContain(ARN)
    // Nobody else heard a word of it.
    expect((await stack.dms('devi')).map(({ ts }) => ts)).toEqual(before.devi.map(({ ts }) => ts))
    expect((await stack.dms('amy')).filter(({ text }) => text.includes(second))).toEqual([])
  })

  it('a slash command does, with resources given on the spot', async () => {
    const { first, second } = await addPair(stack)
    const { text } = await stack.slack('devi', `done ${first} arn:${ARN} url:"Console=https://console.example.com"`)
    expect(text).toContain(`${first}`)
    await stack.settled()
    const [dm, ...more] = await dmsAbout(stack, 'gaius', second)
    expect(more).toEqual([])
    expect(shown(dm!)).toContain(ARN)
    expect(shown(dm!)).toContain('https://console.example.com')
  })

  it('is not told to the one who did it', async () => {
    const first = await addTask(stack, '"Mine" phase:backend assign:@gaius')
    const second = await addTask(stack, `"Mine too" phase:backend assign:@gaius after:${first}`)
    await stack.slack('gaius', `done ${first}`)
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', second)).toEqual([])
  })

  it('waits for every blocker, and tells once when two are finished at the same instant', async () => {
    const one = await addTask(stack, '"One" phase:infrastructure assign:@devi')
    const two = await addTask(stack, '"Two" phase:design assign:@fern')
    const last = await addTask(stack, `"Last" phase:backend assign:@gaius after:${one},${two}`)
    await Promise.all([stack.slack('devi', `done ${one}`), stack.slack('fern', `done ${two}`)])
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', last)).toHaveLength(1)
  })

  it('is told once though the command is sent again as Slack does when it saw no answer', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
  })

  it('a removed dependency does, and a click on Start is shown on the message', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('amy', `after ${second} remove:${first}`)
    await stack.settled()
    const [dm] = await dmsAbout(stack, 'gaius', second)
    await stack.click('gaius', 'task.start', { ts: dm!.ts })
    await stack.settled()
    const [after, ...more] = await dmsAbout(stack, 'gaius', second)
    expect(more).toEqual([])
    expect(shown(after!)).toMatch(/started/i)
    expect(shown(after!)).not.toContain('task.start')
    const again = await stack
      .click('gaius', 'task.start', { ts: dm!.ts })
      .catch((error: Error) => ({ text: error.message }))
    expect(again.text).not.toBe('')
  })
})

describe('a message about work that went on', () => {
  it('shows that it was begun and finished, however that happened, and bothers nobody again', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    await stack.slack('gaius', `start ${second}`)
    await stack.settled()
    const [started] = await dmsAbout(stack, 'gaius', second)
    expect(shown(started!)).toMatch(/started/i)
    await stack.slack('gaius', `done ${second}`)
    await stack.settled()
    const [finished, ...more] = await dmsAbout(stack, 'gaius', second)
    expect(more).toEqual([])
    expect(shown(finished!)).toMatch(/finished|done/i)
    expect(shown(finished!)).not.toContain('task.start')
    // He did all of it himself.
    expect(threadOf(finished!)).toEqual([])
    expect((await stack.mails()).filter(({ subject }) => subject?.includes(second))).toHaveLength(1)
  })
})

describe('when Slack has a bad moment', () => {
  it.each(['500', 'lost', '429'] as const)('(%s) the message still comes, once', async (slack) => {
    const { first, second } = await addPair(stack)
    await stack.faults({ slack, times: 1, method: 'chat.postMessage', retryAfterSeconds: 1 })
    await stack.slack('devi', `done ${first}`)
    await stack.until('the message', async () => (await dmsAbout(stack, 'gaius', second)).length > 0)
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
  })
})
