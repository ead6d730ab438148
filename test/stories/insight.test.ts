import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, dmsAbout } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

describe('looking ahead and back', () => {
  it('foresees whom a completion tells, and traces afterwards how they were told', async () => {
    const { first, second } = await addPair(stack)
    await stack.settled()
    const foreseen = (await stack.slack('devi', `simulate done ${first}`)).text
    expect(foreseen).toMatch(
      new RegExp(
        `\\*${second}\\* Implement the endpoints: Gaius Okoro would be told at once, by a direct message in Slack`,
      ),
    )
    expect(await dmsAbout(stack, 'gaius', second)).toEqual([])
    expect((await stack.slack('devi', 'next')).text).toContain(`Finishing it lets Gaius Okoro begin *${second}*.`)

    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    expect(await dmsAbout(stack, 'gaius', second)).toHaveLength(1)
    const traced = (await stack.slack('amy', `trace ${second}`)).text.split('\n')
    expect(traced.map((line) => /^\*(\w[\w ]*)\*/.exec(line)?.[1])).toEqual([
      undefined,
      'Door',
      'Event',
      'Rule',
      'Words',
      'Delivery',
      ...traced.slice(6, -1).map(() => expect.stringMatching(/^(Delivery|Since then)$/)),
      'Now',
    ])
    expect(traced[1]).toContain('Devi Rao: finished it')
    expect(traced.find((line) => line.includes('a direct message in Slack'))).toContain('at the first attempt')
    expect((await stack.slack('amy', `history ${second}`)).text).toContain('the hand-off for Gaius Okoro was written')
  })

  it('shows a graph in words, and as a picture in the channel in which it was asked for', async () => {
    const { first, second } = await addPair(stack)
    const channel = stack.channels.find(({ name }) => name === 'user-api')!
    const { text } = await stack.slack('amy', `graph ${second} picture`, { channel: channel.id })
    expect(text).toContain(`◆ The longest chain of open work: ${first} → ${second} (2 tasks, one after the other)`)
    expect(text).toContain('The picture stands in this conversation, for everybody in it to see.')
    const messages = await stack.outside.channel('user-api')
    const files = messages.flatMap(
      (message) => (message['files'] ?? []) as { name: string; title: string; mimetype: string }[],
    )
    expect(files.map(({ name, title, mimetype }) => ({ name, title, mimetype }))).toEqual([
      { name: 'graph.png', title: `What waits for what around ${second}`, mimetype: 'image/png' },
    ])
  })
})
