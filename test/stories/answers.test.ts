import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, addTask, dmsAbout, shown } from '../support/story.ts'

/** Working minutes to answer: so few that the story needs no patience. */
const SOON = { CODEXFLOW_ANSWER_WITHIN_MINUTES: '0.02' }

let stack: Stack
beforeAll(async () => {
  stack = await startStack({ env: SOON })
  await stack.settleIn()
  await stack.slack('amy', 'project settings UAPI lead:@amy approver-tech-lead:@amy approver-tech-lead:@quinn')
  // Round the clock, so that it is working time whenever the story is told.
  await stack.slack('gaius', 'settings hours:00:00-24:00 days:mon-sun')
})
afterAll(() => stack?.stop())

const headings = async (who: string, about: string) =>
  (await dmsAbout(stack, who, about)).map((message) => message.text.split('\n')[0])

describe('a hand-off and its receiver', () => {
  it('is asked about when nobody answers, answered with a click, and taken back in a message of its own', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    await stack.until('the question whether it arrived', async () =>
      (await headings('gaius', second)).includes(`*🔔 Did this reach you? ${second}*`),
    )
    await stack.until('the word to the lead', async () =>
      (await headings('amy', second)).includes(`*🔔 No answer yet: ${second}*`),
    )

    const [handoff] = await dmsAbout(stack, 'gaius', second)
    await stack.click('gaius', 'Got it', handoff)
    await stack.settled()
    expect(await headings('gaius', second)).toEqual([`*🟢 Ready, and received: ${second}*`, `*📬 Answered: ${second}*`])
    expect(await headings('amy', second)).toEqual([`*📬 Answered: ${second}*`])

    await stack.slack('devi', `reopen ${first} "the URL answers 404"`)
    await stack.settled()
    const told = await dmsAbout(stack, 'gaius', second)
    expect(told.map((message) => message.text.split('\n')[0])).toEqual([
      `*⏸️ On hold again: ${second}*`,
      `*📬 Answered: ${second}*`,
      `*⏸️ On hold again: ${second}*`,
    ])
    expect(shown(told.at(-1)!)).toContain(`You had accepted ${second}, but it cannot be begun any more`)
  })

  it('that lacks something brings both into one conversation', async () => {
    const { first, second } = await addPair(stack)
    await stack.slack('devi', `done ${first}`)
    await stack.settled()
    const { text } = await stack.slack('gaius', `need ${second} "which region is the table in?"`)
    expect(text).toContain('which region is the table in?')
    await stack.settled()
    const gaius = slackOf('gaius')
    const { channels } = z
      .object({ channels: z.array(z.object({ id: z.string() })) })
      .parse(await gaius('conversations.list', { types: 'mpim' }))
    const channel = channels[0]?.id
    const said = z.object({ messages: z.array(z.object({ ts: z.string(), text: z.string() })) })
    const [asked, ...more] = said.parse(await gaius('conversations.history', { channel })).messages
    expect([asked?.text.split('\n')[0], more]).toEqual([`*❓ A question about ${second}*`, []])

    await stack.slack('amy', `cancel ${second}`)
    await stack.settled()
    const [now, line] = said.parse(await gaius('conversations.replies', { channel, ts: asked?.ts })).messages
    expect(now?.text.split('\n')[0]).toBe(`*✖️ Cancelled: ${second}*`)
    expect(line?.text).toContain(`✖️ Amy Adeyemi has cancelled *${second}*`)
  })
})

/** Slack's API as that person's own client calls it. */
function slackOf(name: string) {
  return async (method: string, body: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${stack.person(name).slackToken}`, 'content-type': 'application/json' }
    const answer = await fetch(`${stack.world.urls.slack}${method}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    })
    return answer.json()
  }
}

describe('an approval', () => {
  it('is asked for, decided once by a click, and shown wherever it stood', async () => {
    const task = await addTask(stack, '"Release 1.4" phase:deployment assign:@devi gate:approved:tech-lead')
    await stack.settled()
    expect((await stack.slack('devi', `request ${task} "tested on staging"`)).text).toContain(
      'its tech lead may decide',
    )
    await stack.settled()
    const [toAmy] = await dmsAbout(stack, 'amy', task)
    const [toQuinn] = await dmsAbout(stack, 'quinn', task)
    expect(shown(toAmy!)).toContain('tested on staging')

    const [first, second] = await Promise.all([
      stack.click('amy', 'Approve', toAmy),
      stack.click('quinn', 'Approve', toQuinn),
    ])
    const said = [first.text, second.text].toSorted()
    expect(said[0]).toMatch(/is approved|was decided before/)
    await stack.settled()
    for (const who of ['amy', 'quinn']) {
      expect(await headings(who, task)).toEqual([`*✅ Approved: ${task}*`])
    }
    expect((await headings('devi', task)).at(-1)).toBe(`*✅ Approved: ${task}*`)
    expect((await stack.slack('devi', `why ${task}`)).text).toContain('✅ done')

    // A press after the outcome, and one by somebody who may not: each gets a private answer, and nothing happens.
    expect((await stack.click('amy', 'Show', toAmy)).text).toContain('Release 1.4')
    expect((await stack.slack('gaius', `approve ${task}`)).text).toContain('was decided before')
  })

  it('of which somebody knows better is refused with its reason', async () => {
    const task = await addTask(stack, '"Release 1.5" phase:deployment assign:@devi gate:approved:tech-lead')
    await stack.slack('devi', `request ${task}`)
    expect((await stack.slack('gaius', `approve ${task}`)).text).toContain('that is for its tech lead')
    await stack.slack('quinn', `reject ${task} "the rollback plan is missing"`)
    await stack.settled()
    const outcome = (await dmsAbout(stack, 'devi', task)).at(-1)!
    expect(shown(outcome)).toContain('the rollback plan is missing')
  })
})
