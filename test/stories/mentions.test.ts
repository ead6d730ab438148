import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack.stop())

/** What only this person has seen in answer to a message, once it is there. */
async function privately(name: string, fits: RegExp): Promise<string> {
  const { slackId } = stack.person(name)
  return stack.until(`words to ${name} like ${fits}`, async () => {
    const seen = await stack.outside.ephemerals(slackId)
    return seen.find(({ text }) => fits.test(text))?.text
  })
}

describe('what is written to CodexFlow', () => {
  it('in a thread is done, and answered there to its writer alone', async () => {
    const { first, second } = await addPair(stack)
    const { ts, channel } = await stack.mention('devi', `why ${second}`)
    expect(await privately('devi', new RegExp(`${second}.*waits`, 's'))).toContain(first)
    const reply = await stack.mention('devi', `done ${first}`, { channel, thread: ts })
    expect(reply.status).toBe(200)
    expect(await privately('devi', /is done/)).toContain(`*${first}*`)
    await stack.settled()
    expect((await stack.slack('amy', `show ${first}`)).text).toMatch(/done/)
  })

  it('directly is answered in the direct messages, and done once, however often Slack brings it', async () => {
    const { first } = await addPair(stack)
    await stack.direct('devi', 'mine')
    const own = await stack.until('the list', async () =>
      (await stack.dms('devi')).find(({ text }) => /open tasks/.test(text)),
    )
    expect(own.text).toContain(first)
    const said = { type: 'message', channel_type: 'im', user: stack.person('devi').slackId, text: `start ${first}` }
    const twice = { event: { ...said, channel: own.channel, ts: '1.2' }, eventId: 'EvTWICE' }
    await stack.outside.event(twice)
    await stack.outside.event({ ...twice, retryNum: 1 })
    const answers = await stack.until('both answers', async () => {
      const all = (await stack.dms('devi')).filter(({ text }) => text.includes(first) && text.includes('in progress'))
      return all.length < 2 ? undefined : all.map(({ text }) => text)
    })
    const started = `*${first}* Provision the Lambda is in progress now.\nWhen it is finished: \`/codexflow done ${first}\``
    expect(answers).toEqual([started, started])
  })

  it('that is no command is answered with a few that are', async () => {
    await stack.mention('gaius', 'please look at this')
    expect(await privately('gaius', /I do not know/)).toContain('/codexflow help')
  })
})
