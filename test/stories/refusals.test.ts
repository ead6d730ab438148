import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Stack, startStack } from '../support/stack.ts'
import { addPair, addTask } from '../support/story.ts'

let stack: Stack
beforeAll(async () => {
  stack = await startStack()
  await stack.settleIn()
})
afterAll(() => stack?.stop())

/** A command of another workspace's member, signed as Slack signs for every workspace of the app. */
async function fromElsewhere(text: string): Promise<string> {
  const form = new URLSearchParams({
    command: '/codexflow',
    text,
    team_id: 'T0ELSEWHERE',
    user_id: 'U0STRANGER',
    user_name: 'stranger',
    channel_id: 'C0X',
    channel_name: 'x',
    api_app_id: stack.local.slack.appId,
    response_url: 'https://hooks.slack.com/commands/1',
    trigger_id: `${Math.trunc(performance.now() * 1000)}.1`,
  }).toString()
  const at = String(Math.floor(Date.now() / 1000))
  const mac = createHmac('sha256', stack.local.secrets.slackSigningSecret).update(`v0:${at}:${form}`).digest('hex')
  const response = await fetch(stack.local.doors.slack, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': at,
      'x-slack-signature': `v0=${mac}`,
    },
    body: form,
  })
  expect(response.status).toBe(200)
  return JSON.stringify(await response.json())
}

describe('a no explains itself', () => {
  it('for a task that does not exist', async () => {
    expect((await stack.slack('gaius', 'done UAPI-99999')).text).toMatch(/know no task.*UAPI-99999/s)
  })

  it('for another workspace’s task, without a word of what it is', async () => {
    const id = await addTask(stack, '"Top secret plan" phase:backend assign:@gaius')
    const answer = await fromElsewhere(`show ${id}`)
    expect(answer).not.toContain('secret plan')
    expect(answer).toMatch(/not set up in this Slack workspace/)
  })

  it('for a done task done again, a waiting task started, and a circle, naming who and what', async () => {
    const { first, second } = await addPair(stack)
    expect((await stack.slack('gaius', `start ${second}`)).text).toContain(first)
    expect((await stack.slack('amy', `after ${first} ${second}`)).text).toMatch(
      new RegExp(`${first} waits for ${second}, which waits for ${first}`),
    )
    await stack.slack('devi', `done ${first}`)
    expect((await stack.slack('devi', `done ${first}`)).text).toMatch(/done already/)
  })

  it('for a role that may not, and a repository or login claimed without proof', async () => {
    expect((await stack.slack('gaius', 'project connect northwind/user-api')).text).toMatch(/may not/)
    expect((await stack.slack('fern', 'link @amy-adeyemi')).text).not.toMatch(/is linked to you/i)
    await stack.github.comment('quinn', 'northwind/user-api#1', '/codexflow link AAAAA-AAAAA')
    await stack.settled()
    const comments = await stack.botComments('northwind/user-api#1')
    expect(comments.at(-1)).toMatch(/unknown, used, or older/)
  })

  it('for a verb that is mistyped, and for nothing at all', async () => {
    expect((await stack.slack('gaius', 'dnoe UAPI-1')).text).toMatch(/did you mean.*done/is)
    expect((await stack.slack('gaius', '')).text).toMatch(/task add/)
  })
})

describe('a request that is not authentic, or not well-formed', () => {
  const at = () => String(Math.floor(Date.now() / 1000))
  const signed = (body: string, time = at(), secret = stack.local.secrets.slackSigningSecret) => ({
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': time,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${time}:${body}`).digest('hex')}`,
  })
  const form = 'command=%2Fcodexflow&text=task+add+%22Forged%22&team_id=T000000001&user_id=U1&trigger_id=1.2'

  it.each([
    ['unsigned', () => ({ body: form, headers: { 'content-type': 'application/x-www-form-urlencoded' } }), 401],
    ['wrongly signed', () => ({ body: form, headers: signed(form, at(), 'another secret') }), 401],
    ['replayed', () => ({ body: form, headers: signed(form, String(Number(at()) - 301)) }), 401],
    ['from the future', () => ({ body: form, headers: signed(form, String(Number(at()) + 302)) }), 401],
    ['oversized', () => ({ body: 'x'.repeat(1_100_000), headers: signed('x') }), 413],
    ['malformed', () => ({ body: '{', headers: { ...signed('{'), 'content-type': 'application/json' } }), 400],
    [
      'of a wrong content type',
      () => ({ body: form, headers: { ...signed(form), 'content-type': 'text/plain' } }),
      415,
    ],
  ])('is refused when %s, and changes nothing', async (_, request, status) => {
    const tasks = (await stack.slack('amy', 'list UAPI')).text
    const response = await fetch(stack.local.doors.slack, { method: 'POST', ...request() })
    expect(response.status).toBe(status)
    expect(await response.text()).not.toMatch(/\n\s+at |node_modules|Error:/)
    await stack.settled()
    expect((await stack.slack('amy', 'list UAPI')).text).toBe(tasks)
  })

  it('but one with text beyond ASCII, which comes as base64, is understood', async () => {
    const id = await addTask(stack, '"Größe prüfen – 測試 🚀" phase:qa assign:@quinn')
    expect((await stack.slack('quinn', `show ${id}`)).text).toContain('Größe prüfen – 測試 🚀')
  })
})
