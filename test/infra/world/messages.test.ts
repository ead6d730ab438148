import { expect, it } from 'vitest'
import { residents } from '../../../infra/local/people/residents.ts'
import { payloadOf } from '../../support/fake-app.ts'
import { inWorld, object } from '../../support/in-world.ts'

const here = inWorld()

it('tells the application when it is mentioned in a channel or a thread, and not of what else is said there', async () => {
  const folk = await residents(here.world.urls)
  const talk = await here.outside.write({ as: 'fern', text: 'Who has the table?', channel: 'team-frontend' })
  expect(here.app.received).toHaveLength(0)

  const where = { channel: 'team-frontend', thread: talk.ts }
  const heard = await folk.mention('gaius', 'why UAPI-2, asks @fern in #user-api', where)
  const [sent] = here.app.received
  const { fern, gaius, userApi } = await ids()
  const { botUserId, teamId } = here.world.secrets.slack
  expect(JSON.parse(String(sent?.raw))).toMatchObject({
    type: 'event_callback',
    team_id: teamId,
    event: {
      type: 'app_mention',
      user: gaius,
      text: `<@${botUserId}> why UAPI-2, asks <@${fern}> in <#${userApi}>`,
      ts: heard.ts,
      thread_ts: talk.ts,
      channel: talk.channel,
      event_ts: heard.ts,
      team: teamId,
    },
  })
  expect(heard).toEqual({ channel: talk.channel, ts: heard.ts, status: 200, private: [] })
  const [first] = await here.outside.channel('team-frontend')
  expect(first?.thread.map(({ user, text }) => [user, text])).toEqual([
    [gaius, `<@${botUserId}> why UAPI-2, asks <@${fern}> in <#${userApi}>`],
  ])
})

it('tells the application of everything that is written to it, once', async () => {
  const folk = await residents(here.world.urls)
  await folk.direct('amy', '@codexflow list')
  expect(here.app.received.map(({ raw }) => JSON.parse(String(raw)).event)).toEqual([
    expect.objectContaining({
      type: 'message',
      channel_type: 'im',
      channel: expect.stringMatching(/^D/),
      user: folk.person('amy').slackId,
      text: `<@${here.world.secrets.slack.botUserId}> list`,
    }),
  ])
  expect((await folk.dms('amy')).map(({ text }) => text)).toEqual([`<@${here.world.secrets.slack.botUserId}> list`])
})

it('repeats an event that is not taken three times, as the same event', async () => {
  const folk = await residents(here.world.urls)
  here.app.answer(() => ({ status: 500 }))
  const failed = await folk.mention('amy', 'mine')
  expect(failed.status).toBe(500)
  expect(here.app.received.map(({ headers }) => headers['x-slack-retry-num'])).toEqual([undefined, '1', '2', '3'])
  expect(new Set(here.app.received.map(({ raw }) => JSON.parse(String(raw)).event_id)).size).toBe(1)

  here.app.forget()
  let calls = 0
  here.app.answer(() => ({ status: ++calls === 1 ? 500 : 200 }))
  expect((await folk.mention('amy', 'mine')).status).toBe(200)
  expect(here.app.received).toHaveLength(2)
})

it('sees what only the writer sees, in the thread where it stands', async () => {
  const folk = await residents(here.world.urls)
  here.app.answer(async ({ raw }) => {
    const { event } = JSON.parse(raw.toString('utf8'))
    const { user, channel, ts } = event
    await object(here.bot('chat.postEphemeral', { channel, user, thread_ts: ts, text: 'Nothing is yours.' }))
    return { status: 200 }
  })
  const heard = await folk.mention('devi', 'mine')
  expect(heard.private).toMatchObject([
    { text: 'Nothing is yours.', thread_ts: heard.ts, source: 'chat.postEphemeral' },
  ])
})

it('opens the Home tab, and sees what the application put there', async () => {
  const folk = await residents(here.world.urls)
  expect(await folk.home('quinn')).toBeUndefined()
  here.app.answer(async ({ raw }) => {
    const { event } = JSON.parse(raw.toString('utf8'))
    if (event.type !== 'app_home_opened' || event.tab !== 'home') return { status: 400 }
    await here.bot('views.publish', { user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } })
    return { status: 200 }
  })
  expect(await folk.home('quinn')).toMatchObject({ type: 'home', blocks: [{ type: 'divider' }] })
})

it('clicks in the Home tab what a screen reader would call it, and nothing that is not there', async () => {
  const folk = await residents(here.world.urls)
  const show = (id: string) => {
    const text = { type: 'plain_text', text: 'Show' }
    return { type: 'button', action_id: 'task.show', value: id, text, accessibility_label: `Show ${id}` }
  }
  const view = { type: 'home', blocks: [{ type: 'actions', elements: [show('UAPI-1'), show('UAPI-2')] }] }
  await here.bot('views.publish', { user_id: folk.person('fern').slackId, view })
  expect(await folk.clickIn('fern', 'home', 'show uapi-2')).toEqual({ status: 200, errors: {}, modal: undefined })
  const payload = payloadOf(here.app.received[0]?.raw)
  expect(payload).toMatchObject({ container: { type: 'view' }, actions: [{ action_id: 'task.show', value: 'UAPI-2' }] })
  await expect(folk.clickIn('fern', 'home', 'Start')).rejects.toThrow('There is no button "Start".')
  await expect(folk.clickIn('fern', 'modal', 'Start')).rejects.toThrow('Fern Li has no modal view open.')
})

it('takes an uploaded picture into the thread, where everybody sees it', async () => {
  const picture = new TextEncoder().encode('<svg/>')
  const { ts, channel } = await here.outside.write({ as: 'amy', text: 'The graph?', channel: 'user-api' })
  const ask = { filename: 'graph.svg', length: picture.length, alt_text: 'What waits for what' }
  const asked = await object(form('files.getUploadURLExternal', ask))
  expect(asked).toMatchObject({ ok: true, upload_url: expect.stringContaining(new URL(here.world.urls.slack).origin) })
  expect((await fetch(String(asked['upload_url']), { method: 'POST', body: picture })).status).toBe(200)
  const files = JSON.stringify([{ id: asked['file_id'], title: 'UAPI' }])
  const complete = { files, channel_id: channel, thread_ts: ts, initial_comment: 'The graph of UAPI' }
  expect(await object(form('files.completeUploadExternal', complete))).toMatchObject({ ok: true })
  const [first] = (await here.outside.channel('user-api')).slice(-1)
  expect(first?.thread).toMatchObject([{ text: 'The graph of UAPI', files: [{ name: 'graph.svg', title: 'UAPI' }] }])
})

function form(method: string, args: Readonly<Record<string, string | number>>) {
  const body = new URLSearchParams(Object.entries(args).map(([name, value]): [string, string] => [name, String(value)]))
  const headers = { authorization: `Bearer ${here.world.secrets.slack.botToken}` }
  return fetch(`${here.world.urls.slack}${method}`, { method: 'POST', headers, body })
}

async function ids() {
  const folk = await residents(here.world.urls)
  const userApi = folk.channels.find(({ name }) => name === 'user-api')?.id
  return { fern: folk.person('fern').slackId, gaius: folk.person('gaius').slackId, userApi }
}
