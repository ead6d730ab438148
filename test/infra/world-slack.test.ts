import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Outside, outside } from '../../infra/local/world/outside.ts'
import type { World } from '../../infra/local/world/world.ts'
import { type FakeApp, isSignedBySlack, startFakeApp } from '../support/fake-app.ts'
import { worldFolder } from '../support/world-folder.ts'

const folder = worldFolder()
let app: FakeApp
let world: World
let slack: Outside
let amy = ''
beforeAll(async () => {
  app = await startFakeApp()
  world = await folder.open({ appUrl: app.url })
  slack = outside(world.urls.bridge)
  amy = (await slack.people()).find(({ name }) => name === 'amy')?.slackId ?? ''
})
beforeEach(() => app.forget())
afterAll(async () => {
  await app.close()
  await world.stop()
  await folder.remove()
})

const BUTTONS = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Ready' } },
  {
    type: 'actions',
    block_id: 'receipt',
    elements: [{ type: 'button', action_id: 'got-it', text: { type: 'plain_text', text: 'Got it' }, value: 'h1' }],
  },
]

it('types a slash command: the very bytes are signed, and the form is whole', async () => {
  app.answer(() => ({ status: 200, body: { response_type: 'ephemeral', text: 'Nothing is waiting — good.' } }))
  const answer = await slack.command({
    as: 'amy@northwind.example',
    text: 'list für "Überblick" & 漢字',
    channel: '#team-qa',
  })

  const [one] = app.received
  if (one === undefined) throw new Error('nothing came')
  expect(isSignedBySlack(one, world.secrets.slack.signingSecret)).toBe(true)
  expect(isSignedBySlack(one, 'another secret')).toBe(false)
  expect(
    isSignedBySlack({ ...one, raw: Buffer.concat([one.raw, Buffer.from('x')]) }, world.secrets.slack.signingSecret),
  ).toBe(false)
  expect({ path: one.path, type: one.headers['content-type'] }).toEqual({
    path: '/slack/events',
    type: 'application/x-www-form-urlencoded',
  })
  expect(Object.fromEntries(new URLSearchParams(one.raw.toString('utf8')))).toEqual({
    token: world.secrets.slack.verificationToken,
    team_id: 'T000000001',
    team_domain: 'northwind',
    channel_id: expect.stringMatching(/^C/),
    channel_name: 'team-qa',
    user_id: amy,
    user_name: 'amy',
    command: '/codexflow',
    text: 'list für "Überblick" & 漢字',
    api_app_id: world.secrets.slack.appId,
    is_enterprise_install: 'false',
    response_url: expect.stringContaining(`${world.urls.bridge}/slack/respond/`),
    trigger_id: expect.stringMatching(/\w+/),
  })
  expect(answer).toEqual({
    status: 200,
    body: { response_type: 'ephemeral', text: 'Nothing is waiting — good.' },
    tookMs: expect.any(Number),
    responseId: expect.any(String),
    responses: [],
  })
  expect((await slack.ephemerals('amy')).at(-1)).toMatchObject({
    user: amy,
    text: 'Nothing is waiting — good.',
    source: 'acknowledgement',
    responseId: answer.responseId,
  })
})

it('gives a trigger that opens one modal, and submits that modal', async () => {
  app.answer(async ({ raw }) => {
    const form = new URLSearchParams(raw.toString('utf8'))
    if (form.has('trigger_id')) {
      const view = {
        type: 'modal',
        callback_id: 'contract',
        title: { type: 'plain_text', text: 'Facts' },
        blocks: [{ type: 'input', block_id: 'arn', element: { type: 'plain_text_input', action_id: 'value' } }],
      }
      const opened = await bot('views.open', { trigger_id: form.get('trigger_id'), view })
      const again = await bot('views.open', { trigger_id: form.get('trigger_id'), view })
      return { status: 200, body: { text: `${opened['ok']} ${again['error']}` } }
    }
    return { status: 200, body: { response_action: 'clear' } }
  })
  expect((await slack.command({ as: 'devi', text: 'done UAPI-1' })).body).toEqual({ text: 'true exchanged_trigger_id' })
  await expect(slack.submit({ as: 'devi' })).rejects.toThrow('The field value must be filled in')
  await expect(slack.submit({ as: 'devi', values: { url: 'x' } })).rejects.toThrow('The modal has no field url')
  await expect(slack.submit({ as: 'amy' })).rejects.toThrow('Amy Adeyemi has no modal view open.')

  await slack.submit({ as: 'devi', values: { arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/users' } })
  expect(payloadOf(app.received.at(-1)?.raw)).toMatchObject({
    type: 'view_submission',
    user: { name: 'devi' },
    view: {
      callback_id: 'contract',
      state: { values: { arn: { value: { value: 'arn:aws:dynamodb:eu-west-1:123456789012:table/users' } } } },
    },
  })
  expect((await slack.views('devi')).modal).toBeNull()
})

it('clicks a button that is there, and no other', async () => {
  const { channel, ts } = await direct('amy', { text: 'Ready', blocks: BUTTONS })
  await slack.action({ as: 'amy', ts, actionId: 'got-it' })
  const payload = payloadOf(app.received[0]?.raw)
  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { id: amy, name: 'amy' },
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: 'directmessage' },
    message: { ts, text: 'Ready', blocks: BUTTONS, user: world.secrets.slack.botUserId },
    actions: [{ type: 'button', action_id: 'got-it', block_id: 'receipt', value: 'h1' }],
  })
  await expect(slack.action({ as: 'amy', ts, actionId: 'not-mine' })).rejects.toThrow(
    'There is no "not-mine" to click. There is: got-it h1.',
  )
  await expect(slack.action({ as: 'amy', ts: '1.2', actionId: 'got-it' })).rejects.toThrow('There is no message 1.2')
  expect(app.received).toHaveLength(1)

  const url = String(payload['response_url'])
  expect(await respond(url, { replace_original: true, text: 'Amy has it' })).toEqual([200, 'ok'])
  expect((await slack.messages('amy')).find((message) => message.ts === ts)).toMatchObject({ text: 'Amy has it' })
})

it('honours a response_url five times and no more', async () => {
  await slack.command({ as: 'quinn', text: 'why UAPI-3' })
  const url = new URLSearchParams(app.received[0]?.raw.toString('utf8')).get('response_url') ?? ''
  const statuses = []
  for (const n of [1, 2, 3, 4, 5, 6]) statuses.push(await respond(url, { text: `answer ${n}` }))
  expect(statuses.map(([status]) => status)).toEqual([200, 200, 200, 200, 200, 404])
  expect(statuses.at(-1)).toEqual([404, '{"ok":false,"error":"used_url"}'])
  expect((await slack.ephemerals('quinn')).map(({ text }) => text)).toEqual([1, 2, 3, 4, 5].map((n) => `answer ${n}`))
  expect(await respond(`${world.urls.bridge}/slack/respond/none`, {})).toEqual([
    404,
    '{"ok":false,"error":"no_such_url"}',
  ])
})

it('keeps message metadata, and gives it only to those who ask for it', async () => {
  const metadata = { event_type: 'handoff', event_payload: { id: 'h7' } }
  const { channel, ts } = await direct('gaius', { text: 'first', metadata })
  await bot('chat.update', { channel, ts, text: 'second', blocks: BUTTONS })
  const [asking, plain] = [await history(channel, { include_all_metadata: true }), await history(channel, {})]
  expect([asking?.['metadata'], plain?.['metadata']]).toEqual([metadata, undefined])
  expect([asking?.['text'], asking?.['blocks']]).toEqual(['second', BUTTONS])
  expect(await slack.messages('gaius')).toMatchObject([{ channel, ts, text: 'second', blocks: BUTTONS, metadata }])
})

it('says so when the application is away, or nobody has that name', async () => {
  await expect(slack.command({ as: 'nobody', text: 'help' })).rejects.toThrow(
    'Nobody is called "nobody". There are: amy, devi, gaius, fern, quinn.',
  )
  await slack.setApp('http://127.0.0.1:9')
  await expect(slack.command({ as: 'amy', text: 'help' })).rejects.toThrow('does not answer. Is it running?')
  await slack.setApp(app.url)
})

async function bot(method: string, args: unknown): Promise<Readonly<Record<string, unknown>>> {
  const headers = {
    'content-type': 'application/json',
    authorization: `Bearer ${world.secrets.slack.botToken}`,
  }
  const response = await fetch(`${world.urls.slack}${method}`, { method: 'POST', headers, body: JSON.stringify(args) })
  return (await response.json()) as Record<string, unknown>
}

async function direct(name: string, message: Readonly<Record<string, unknown>>) {
  const person = (await slack.people()).find((one) => one.name === name)
  const opened = (await bot('conversations.open', { users: person?.slackId })) as { channel: { id: string } }
  const posted = await bot('chat.postMessage', { channel: opened.channel.id, ...message })
  return { channel: opened.channel.id, ts: String(posted['ts']) }
}

async function history(channel: string, options: Readonly<Record<string, unknown>>) {
  const { messages } = await bot('conversations.history', { channel, ...options })
  return (messages as readonly Record<string, unknown>[])[0]
}

async function respond(url: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return [response.status, await response.text()] as const
}

function payloadOf(raw: Buffer | undefined): Readonly<Record<string, unknown>> {
  const payload = new URLSearchParams(raw?.toString('utf8')).get('payload')
  return JSON.parse(payload ?? '{}') as Record<string, unknown>
}
