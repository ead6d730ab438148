import { expect, it } from 'vitest'
import { payloadOf } from '../../support/fake-app.ts'
import { inWorld, object } from '../../support/in-world.ts'

const here = inWorld()

const plain = (text: string) => ({ type: 'plain_text', text })
const MODAL = {
  type: 'modal',
  callback_id: 'task.new',
  title: plain('New task'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'title',
      label: plain('Title'),
      element: { type: 'plain_text_input', action_id: 'title' },
    },
    {
      type: 'input',
      block_id: 'phase',
      label: plain('Phase'),
      dispatch_action: true,
      element: {
        type: 'static_select',
        action_id: 'phase',
        options: ['backend', 'qa'].map((phase) => ({ text: plain(phase), value: phase })),
      },
    },
    {
      type: 'input',
      block_id: 'after',
      label: plain('Waits for'),
      optional: true,
      element: { type: 'multi_external_select', action_id: 'after' },
    },
  ],
}

const OFFERED = [
  { text: plain('UAPI-1 Provision'), value: 'UAPI-1' },
  { text: plain('UAPI-12 Deploy'), value: 'UAPI-12' },
]

/** Opens `MODAL` for whoever chooses a shortcut, and offers `OFFERED`; answers `submitted` to a submission. */
function application(submitted: unknown = '') {
  here.app.answer(async ({ raw }) => {
    const payload = payloadOf(raw)
    if (payload['type'] === 'block_suggestion') return { status: 200, body: { options: OFFERED } }
    if (payload['type'] === 'view_submission') return { status: 200, body: submitted }
    if (payload['callback_id'] === undefined || payload['type'] === 'view_closed') return { status: 200 }
    await here.bot('views.open', { trigger_id: payload['trigger_id'], view: MODAL })
    return { status: 200 }
  })
}

it('chooses a global shortcut, whose trigger opens a modal', async () => {
  application()
  expect((await here.outside.shortcut({ as: 'amy', callbackId: 'task.new' })).status).toBe(200)
  const payload = last()
  expect(payload).toEqual({
    type: 'shortcut',
    callback_id: 'task.new',
    action_ts: expect.stringMatching(/^\d+\.\d{6}$/),
    trigger_id: expect.any(String),
    user: expect.objectContaining({ name: 'amy', team_id: here.world.secrets.slack.teamId }),
    team: { id: here.world.secrets.slack.teamId, domain: 'northwind' },
    api_app_id: here.world.secrets.slack.appId,
    token: here.world.secrets.slack.verificationToken,
    enterprise: null,
    is_enterprise_install: false,
  })
  expect((await here.outside.views('amy')).modal).toMatchObject({ callback_id: 'task.new' })
})

it('chooses a shortcut of a message, which comes with it and with an address for answers', async () => {
  application()
  const written = await here.outside.write({ as: 'fern', text: 'Somebody should add a table', channel: 'user-api' })
  expect(written.answer).toBeUndefined()
  const on = { channel: '#user-api', ts: written.ts }
  await here.outside.shortcut({ as: 'quinn', callbackId: 'task.from-message', ...on })
  expect(last()).toMatchObject({
    type: 'message_action',
    callback_id: 'task.from-message',
    user: { name: 'quinn' },
    channel: { id: written.channel, name: 'user-api' },
    message_ts: written.ts,
    message: { type: 'message', ts: written.ts, text: 'Somebody should add a table' },
    response_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/slack\/respond\//),
  })
  const nowhere = here.outside.shortcut({ as: 'quinn', callbackId: 'x', channel: '#user-api', ts: '1.2' })
  await expect(nowhere).rejects.toThrow('There is no message 1.2')
})

it('offers what the application has for what is typed into an external select', async () => {
  application()
  await here.outside.shortcut({ as: 'devi', callbackId: 'task.new' })
  const answer = await here.outside.options({ as: 'devi', actionId: 'after', value: 'UAPI-1' })
  expect(answer.body).toEqual({ options: OFFERED })
  expect(last()).toMatchObject({
    type: 'block_suggestion',
    action_id: 'after',
    block_id: 'after',
    value: 'UAPI-1',
    container: { type: 'view' },
    view: { callback_id: 'task.new' },
  })
  expect(last()).not.toHaveProperty('trigger_id')
  await expect(here.outside.options({ as: 'devi', actionId: 'nobody' })).rejects.toThrow('no "nobody" to type into')
})

it('keeps what was filled in while the application updates the modal, and tells it where it asked to be told', async () => {
  application()
  await here.outside.shortcut({ as: 'gaius', callbackId: 'task.new' })
  const before = here.app.received.length
  await here.outside.fill({ as: 'gaius', values: { Title: 'Add a table', after: ['UAPI-1', 'uapi-12 deploy'] } })
  const types = here.app.received.slice(before).map(({ raw }) => payloadOf(raw)['type'])
  expect(types).toEqual(['block_suggestion', 'block_suggestion'])
  await here.outside.fill({ as: 'gaius', values: { phase: 'qa' } })
  const [, qa] = MODAL.blocks[1]?.element.options ?? []
  const values = {
    title: { title: { type: 'plain_text_input', value: 'Add a table' } },
    phase: { phase: { type: 'static_select', selected_option: qa } },
    after: { after: { type: 'multi_external_select', selected_options: OFFERED } },
  }
  expect(last()).toMatchObject({
    type: 'block_actions',
    actions: [{ type: 'static_select', action_id: 'phase', selected_option: qa }],
    view: { state: { values } },
  })
  const { modal } = await here.outside.views('gaius')
  await object(here.bot('views.update', { view_id: modal?.id, view: { ...MODAL, callback_id: 'task.new.qa' } }))
  await here.outside.submit({ as: 'gaius' })
  expect(last()).toMatchObject({ type: 'view_submission', view: { callback_id: 'task.new.qa', state: { values } } })
  expect((await here.outside.views('gaius')).modal).toBeNull()
})

it('leaves the modal where it is when something in it is wrong', async () => {
  application({ response_action: 'errors', errors: { title: 'There is one of that name.' } })
  await here.outside.shortcut({ as: 'gaius', callbackId: 'task.new' })
  const values = { title: 'Add a table', phase: 'backend' }
  expect((await here.outside.submit({ as: 'gaius', values })).body).toMatchObject({ response_action: 'errors' })
  expect((await here.outside.views('gaius')).modal).toMatchObject({ callback_id: 'task.new' })
  await expect(here.outside.fill({ as: 'gaius', values: { after: 'DB-1' } })).rejects.toThrow(
    '"DB-1" is none of: UAPI-1, UAPI-12.',
  )
  await expect(here.outside.fill({ as: 'gaius', values: { owner: 'amy' } })).rejects.toThrow(
    'The modal has no field owner. Its fields: title, phase, after.',
  )
})

it('tells the application that a modal was closed, and shows the one under it', async () => {
  application({ response_action: 'push', view: { ...MODAL, callback_id: 'sure', notify_on_close: false } })
  await here.outside.shortcut({ as: 'quinn', callbackId: 'task.new' })
  await here.outside.submit({ as: 'quinn', values: { title: 'Test it', phase: 'qa' } })
  const count = here.app.received.length
  await here.outside.close({ as: 'quinn' })
  expect(here.app.received).toHaveLength(count)
  expect((await here.outside.views('quinn')).modal).toMatchObject({ callback_id: 'task.new' })
  await here.outside.close({ as: 'quinn' })
  expect(last()).toMatchObject({
    type: 'view_closed',
    is_cleared: false,
    view: { callback_id: 'task.new', state: { values: { title: { title: { value: 'Test it' } } } } },
  })
  expect((await here.outside.views('quinn')).modal).toBeNull()
  await expect(here.outside.close({ as: 'quinn' })).rejects.toThrow('Quinn Moss has no modal view open.')
})

function last(): Readonly<Record<string, unknown>> {
  return payloadOf(here.app.received.at(-1)?.raw)
}
