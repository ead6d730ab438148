import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, completes, dmsAbout, shown, threadOf } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

/** A notice may go on saying "ready" only while it is true. */
async function saysReady(task: string): Promise<boolean> {
  const messages = await dmsAbout(stack, 'gaius', task)
  return messages.some((message) => shown(message).includes('task.start'))
}

describe('when finished work is reopened', () => {
  it('the message is edited, and the next readiness is a new message', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    expect(await saysReady(second)).toBe(true)

    await stack.slack('devi', `reopen ${first}`)
    await stack.settled()
    expect(await saysReady(second)).toBe(false)
    const [edited, ...none] = await dmsAbout(stack, 'gaius', second)
    expect(none).toEqual([])
    expect(shown(edited!)).toMatch(/on hold/i)
    expect(shown(edited!)).toContain(first)
    expect(threadOf(edited!)).toEqual([`⏸️ *${second}* is on hold again: ${first} was opened again, by Devi Rao`])

    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    // The next hand-off tells that it can be begun again; the thread of the first has nothing to add.
    const both = await dmsAbout(stack, 'gaius', second)
    expect(both.map((message) => threadOf(message).length)).toEqual([1, 0])
  })

  it('by a revert, as GitHub’s button makes it, the comment on the issue says so too', async () => {
    const issue = await stack.github.openIssue('amy', 'northwind/user-api', 'Endpoints')
    const { first, second } = await addPair(stack, `issue:northwind/user-api#${issue}`)
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: `${first} Provision`,
      branch: `${first}-revert-me`,
      body: completes(first),
    })
    await stack.github.merge('devi', `northwind/user-api#${pull}`)
    await stack.settled()
    expect(await saysReady(second)).toBe(true)
    const revert = await stack.github.revert('devi', `northwind/user-api#${pull}`)
    await stack.github.merge('devi', `northwind/user-api#${revert}`)
    await stack.settled()
    expect(await saysReady(second)).toBe(false)
    const [comment] = await stack.botComments(`northwind/user-api#${issue}`)
    expect(comment).toContain(`\`${second}\` waits`)
    expect(comment).not.toContain('First steps')
    expect((await stack.slack('amy', `show ${first}`)).text).toMatch(/reverted/i)
  })

  it('while words are being written or sent, no message that says "ready" stays standing', async () => {
    const { first, second } = await addPair(stack)
    for (let round = 0; round < 5; round++) {
      await stack.slack('devi', `done ${first}`)
      await stack.slack('devi', `reopen ${first}`)
    }
    await stack.settled()
    expect(await saysReady(second)).toBe(false)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    const ready = (await dmsAbout(stack, 'gaius', second)).filter((message) => shown(message).includes('task.start'))
    expect(ready).toHaveLength(1)
  })
})

describe('when somebody blocks a task, or gives it to somebody else', () => {
  it('the block takes the message back, and its owner is told what stands in the way', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    await stack.slack('amy', `block ${second} "the contract is not signed"`)
    await stack.settled()
    expect(await saysReady(second)).toBe(false)
    const blocks = (await dmsAbout(stack, 'gaius', second)).filter((message) =>
      shown(message).includes('contract is not signed'),
    )
    expect(blocks.length).toBeGreaterThan(0)
    await stack.slack('amy', `unblock ${second}`)
    await stack.settled()
    expect(await saysReady(second)).toBe(true)
  })

  it('the old owner’s message is edited and the new owner is told', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    await stack.slack('amy', `assign ${second} @fern`)
    await stack.settled()
    expect(await saysReady(second)).toBe(false)
    expect(await dmsAbout(stack, 'fern', second)).toHaveLength(1)
  })
})

describe('when a required check fails on a pull request', () => {
  it('its owner is told once, and green again lifts it', async () => {
    const { first } = await addPair(stack)
    const pull = await stack.github.openPull('devi', 'northwind/user-api', {
      title: `${first} Provision`,
      branch: `${first}-checks`,
    })
    const at = `northwind/user-api#${pull}`
    await stack.github.check('devi', at, 'failure', 'build')
    await stack.settled()
    const told = async () => (await dmsAbout(stack, 'devi', first)).filter((dm) => shown(dm).includes('build'))
    expect(await told()).toHaveLength(1)
    expect(shown((await told())[0]!)).toContain('build')
    expect((await stack.slack('devi', `why ${first}`)).text).toContain('build')
    const [message] = await told()
    await stack.github.check('devi', at, 'success', 'build')
    await stack.settled()
    const lifted = await told()
    expect(lifted.map(({ ts }) => ts)).toEqual([message?.ts])
    expect(shown(lifted[0]!)).toMatch(/no longer in the way/i)
  })
})
