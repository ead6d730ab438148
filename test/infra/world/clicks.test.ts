import { expect, it } from 'vitest'
import { residents } from '../../../infra/local/people/residents.ts'
import { payloadOf } from '../../support/fake-app.ts'
import { inWorld, object } from '../../support/in-world.ts'

const here = inWorld()

const BUTTONS = [
  { type: 'section', text: { type: 'mrkdwn', text: 'Ready' } },
  {
    type: 'actions',
    block_id: 'receipt',
    elements: [{ type: 'button', action_id: 'got-it', text: { type: 'plain_text', text: 'Got it' }, value: 'h1' }],
  },
]

it('gives a trigger that opens one modal, and submits that modal', async () => {
  here.app.answer(async ({ raw }) => {
    const form = new URLSearchParams(raw.toString('utf8'))
    if (form.has('trigger_id')) {
      const view = {
        type: 'modal',
        callback_id: 'contract',
        title: { type: 'plain_text', text: 'Facts' },
        blocks: [{ type: 'input', block_id: 'arn', element: { type: 'plain_text_input', action_id: 'value' } }],
      }
      const opened = await object(here.bot('views.open', { trigger_id: form.get('trigger_id'), view }))
      const again = await object(here.bot('views.open', { trigger_id: form.get('trigger_id'), view }))
      return { status: 200, body: { text: `${opened['ok']} ${again['error']}` } }
    }
    return { status: 200, body: { response_action: 'clear' } }
  })
  expect((await here.outside.command({ as: 'devi', text: 'done UAPI-1' })).body).toEqual({
    text: 'true exchanged_trigger_id',
  })
  await expect(here.outside.submit({ as: 'devi' })).rejects.toThrow('The field value must be filled in')
  await expect(here.outside.submit({ as: 'devi', values: { url: 'x' } })).rejects.toThrow('The modal has no field url')
  await expect(here.outside.submit({ as: 'amy' })).rejects.toThrow('Amy Adeyemi has no modal view open.')

  await here.outside.submit({ as: 'devi', values: { arn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/users' } })
  expect(payloadOf(here.app.received.at(-1)?.raw)).toMatchObject({
    type: 'view_submission',
    user: { name: 'devi' },
    view: {
      callback_id: 'contract',
      state: { values: { arn: { value: { value: 'arn:aws:dynamodb:eu-west-1:123456789012:table/users' } } } },
    },
  })
  expect((await here.outside.views('devi')).modal).toBeNull()
})

it('clicks a button that is there, and no other', async () => {
  const { channel, ts } = await direct('amy', { text: 'Ready', blocks: BUTTONS })
  await here.outside.action({ as: 'amy', ts, actionId: 'got-it' })
  const payload = payloadOf(here.app.received[0]?.raw)
  expect(payload).toMatchObject({
    type: 'block_actions',
    user: { name: 'amy' },
    container: { type: 'message', message_ts: ts, channel_id: channel, is_ephemeral: false },
    channel: { id: channel, name: 'directmessage' },
    message: { ts, text: 'Ready', blocks: BUTTONS, user: here.world.secrets.slack.botUserId },
    actions: [{ type: 'button', action_id: 'got-it', block_id: 'receipt', value: 'h1' }],
  })
  await expect(here.outside.action({ as: 'amy', ts, actionId: 'not-mine' })).rejects.toThrow(
    'There is no "not-mine" to click. There is: got-it h1.',
  )
  await expect(here.outside.action({ as: 'amy', ts: '1.2', actionId: 'got-it' })).rejects.toThrow(
    'There is no message 1.2',
  )
  expect(here.app.received).toHaveLength(1)

  const url = String(payload['response_url'])
  expect(await respond(url, { replace_original: true, text: 'Amy has it' })).toEqual([200, 'ok'])
  expect((await here.outside.messages('amy')).find((message) => message.ts === ts)).toMatchObject({
    text: 'Amy has it',
  })
})

it('clicks in an ephemeral message, which the answer may then replace or take away', async () => {
  here.app.answer(() => ({ status: 200, body: { text: 'Sure?', blocks: BUTTONS } }))
  await here.outside.command({ as: 'fern', text: 'cancel UAPI-5' })
  const [asked] = await here.outside.ephemerals('fern')
  here.app.forget()
  await here.outside.action({ as: 'fern', ts: asked?.ts, actionId: 'got-it' })
  const payload = payloadOf(here.app.received[0]?.raw)
  expect([payload['message'], payload['container']]).toEqual([
    undefined,
    { type: 'message', message_ts: asked?.ts, channel_id: asked?.channel, is_ephemeral: true },
  ])
  const url = String(payload['response_url'])
  await respond(url, { replace_original: true, text: 'Cancelled' })
  expect((await here.outside.ephemerals('fern')).map(({ text, blocks }) => ({ text, blocks }))).toEqual([
    { text: 'Cancelled' },
  ])
  await respond(url, { delete_original: true })
  expect(await here.outside.ephemerals('fern')).toEqual([])
})

it('clicks on the answer that came after the last direct message, and on nothing that has scrolled away', async () => {
  const folk = await residents(here.world.urls)
  here.app.answer(() => ({ status: 200, body: { text: 'Sure?', blocks: BUTTONS } }))
  await folk.slack('devi', 'cancel UAPI-5')
  await folk.click('devi', 'Got it')
  expect(payloadOf(here.app.received.at(-1)?.raw)).toMatchObject({ container: { is_ephemeral: true } })
  const start = { type: 'button', action_id: 'task.start', text: { type: 'plain_text', text: 'Start' }, value: 't' }
  const { ts } = await direct('devi', { text: 'Ready', blocks: [{ type: 'actions', elements: [start] }] })
  await folk.click('devi', 'task.start')
  expect(payloadOf(here.app.received.at(-1)?.raw)).toMatchObject({ container: { is_ephemeral: false, message_ts: ts } })
  await expect(folk.click('devi', 'Stop')).rejects.toThrow('There is no button "Stop". There is: "Start" (task.start).')
})

it('remembers the Home tab that an event asked for, and clicks in it', async () => {
  here.app.answer(async ({ raw }) => {
    if (!raw.includes('app_home_opened')) return { status: 200 }
    const { event } = JSON.parse(raw.toString('utf8')) as { readonly event: { readonly user: string } }
    await here.bot('views.publish', { user_id: event.user, view: { type: 'home', blocks: BUTTONS } })
    return { status: 200 }
  })
  const quinn = (await here.outside.people()).find(({ name }) => name === 'quinn')?.slackId
  await here.outside.event({
    event: { type: 'app_home_opened', user: quinn, tab: 'home' },
    eventId: 'Ev1',
    retryNum: 1,
  })
  const [opened] = here.app.received
  expect(opened?.headers['x-slack-retry-num']).toBe('1')
  expect(JSON.parse(String(opened?.raw))).toMatchObject({
    type: 'event_callback',
    event_id: 'Ev1',
    event: { user: quinn },
  })
  await here.outside.action({ as: 'quinn', view: 'home', actionId: 'got-it' })
  expect(payloadOf(here.app.received[1]?.raw)).toMatchObject({
    container: { type: 'view' },
    view: { type: 'home' },
    actions: [{ action_id: 'got-it' }],
  })
})

async function direct(name: string, message: Readonly<Record<string, unknown>>) {
  const person = (await here.outside.people()).find((one) => one.name === name)
  const opened = (await object(here.bot('conversations.open', { users: person?.slackId }))) as {
    channel: { id: string }
  }
  const posted = await object(here.bot('chat.postMessage', { channel: opened.channel.id, ...message }))
  return { channel: opened.channel.id, ts: String(posted['ts']) }
}

async function respond(url: string, body: unknown) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  return [response.status, await response.text()] as const
}
