import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { door, lines, seen } from '../support/slack-door.ts'
import { click, modal, ofPayload, read, search } from '../support/slack-samples.ts'

describe('a click', () => {
  it('is acknowledged and handed on', async () => {
    expect(read(await door()(ofPayload(click)))).toEqual({ status: 200, body: '' })
    expect(seen).toEqual([
      {
        kind: 'action',
        teamId: 'T1',
        userId: 'U1',
        channelId: 'C1',
        messageTs: '1780000000.000100',
        actionId: 'receipt:got-it',
        value: 'h1',
        triggerId: '111.222.abc',
        responseUrl: click.response_url,
        cause: 'slack:T1:111.222.abc',
      },
    ])
  })

  it('has its outcome shown in the message, after what was said on the way', async () => {
    const posted: unknown[] = []
    nock('https://hooks.slack.com')
      .post('/actions/T1/1/x', (body) => posted.push(body) > 0)
      .times(2)
      .reply(200, 'ok')
    const act = door({
      actions: [
        {
          on: 'receipt:got-it',
          act: async (_, say) => {
            await say({ place: 'private', text: 'Working on it' })
            return { place: 'message', text: 'Mei has it ☕' }
          },
        },
      ],
    })
    expect(read(await act(ofPayload(click)))).toEqual({ status: 200, body: '' })
    expect(posted).toEqual([
      { text: 'Working on it', replace_original: false, response_type: 'ephemeral' },
      { text: 'Mei has it ☕', replace_original: true },
    ])
  })

  it('says whose home is another workspace', async () => {
    await door()(ofPayload({ ...click, user: { id: 'U9', team_id: 'T9ELSEWHERE' } }))
    expect(seen).toMatchObject([{ teamId: 'T1', userId: 'U9', isForeign: true }])
  })

  it.each([
    'http://169.254.169.254/latest/meta-data',
    'https://hooks.slack.com.evil.example/actions/T1/1/x',
    'https://hooks.slack.com@evil.example/actions',
    'http://hooks.slack.com/actions/T1/1/x',
  ])('is never answered at %s', async (response_url) => {
    const asked: string[] = []
    const { origin, pathname } = new URL(response_url)
    nock(origin)
      .post(pathname, () => asked.push(origin) > 0)
      .reply(200, 'ok')
    const answer = door({ actions: [{ on: /./, act: async () => ({ place: 'private', text: 'Done' }) }] })
    expect((await answer(ofPayload({ ...click, response_url }))).statusCode).toBe(200)
    expect([asked, lines.map((line) => JSON.parse(line).message)]).toEqual([[], ['A click could not be answered']])
    nock.cleanAll()
  })

  it('is answered at the one origin beside Slack that is configured', async () => {
    nock('http://127.0.0.1:4003').post('/respond/1').reply(200, 'ok')
    const responseOrigin = 'http://127.0.0.1:4003/'
    const answer = door({
      responseOrigin,
      actions: [{ on: /./, act: async () => ({ place: 'private', text: 'Done' }) }],
    })
    await answer(ofPayload({ ...click, response_url: 'http://127.0.0.1:4003/respond/1' }))
    expect(lines).toEqual([])
  })

  it('counts even if its outcome cannot be shown', async () => {
    nock('https://hooks.slack.com').post('/actions/T1/1/x').reply(404, 'expired_url')
    const answer = door({ actions: [{ on: /./, act: async () => ({ place: 'message', text: 'Done' }) }] })
    expect((await answer(ofPayload(click))).statusCode).toBe(200)
    const { response_url, channel, container, message, ...home } = click
    expect((await answer(ofPayload(home))).statusCode).toBe(200)
    expect(lines.map((line) => JSON.parse(line).message)).toEqual([
      'A click could not be answered',
      'A click could not be answered',
    ])
  })

  it('in the Home tab has no channel; a menu gives its choice; action_ts stands in for the trigger', async () => {
    const { response_url, channel, container, message, trigger_id, ...home } = click
    const chosen = { action_id: 'receipt:menu', action_ts: '5.6', selected_option: { value: 'later' } }
    expect((await door()(ofPayload({ ...home, container: { type: 'view' }, actions: [chosen] }))).statusCode).toBe(200)
    expect(seen).toEqual([
      {
        kind: 'action',
        teamId: 'T1',
        userId: 'U1',
        actionId: 'receipt:menu',
        value: 'later',
        triggerId: '',
        responseUrl: '',
        cause: 'slack:T1:U1/receipt:menu/5.6',
      },
    ])
  })

  it('that breaks is 500, so that Slack shows it', async () => {
    const act = async () => {
      throw new Error('boom')
    }
    expect(read(await door({ actions: [{ on: /./, act }] })(ofPayload(click)))).toEqual({
      status: 500,
      body: { error: 'Something broke on our side; it has been logged.' },
    })
  })

  it('on what nobody handles any more is 404', async () => {
    const gone = { ...click, actions: [{ ...click.actions[0], action_id: 'gone' }] }
    expect((await door()(ofPayload(gone))).statusCode).toBe(404)
  })
})

describe('a modal', () => {
  it('gives what was entered, and closes', async () => {
    expect(read(await door()(ofPayload(modal)))).toEqual({ status: 200, body: '' })
    expect(seen).toEqual([
      {
        kind: 'view',
        closed: false,
        teamId: 'T1',
        userId: 'U1',
        callbackId: 'contract',
        viewId: 'V1',
        hash: '',
        privateMetadata: 'UAPI-12',
        triggerId: '333.444.def',
        cause: 'slack:T1:333.444.def',
        values: {
          endpoint: { url: 'https://api.example.com/größer' },
          who: { people: 'U1 U2' },
          env: { choice: 'staging' },
          note: { text: '' },
        },
      },
    ])
  })

  it('shows what is missing beside its block', async () => {
    const empty = { ...modal, view: { ...modal.view, state: { values: {} } } }
    expect(read(await door()(ofPayload(empty)))).toEqual({
      status: 200,
      body: { response_action: 'errors', errors: { endpoint: 'Gebraucht: größer' } },
    })
  })

  it('may be followed by another', async () => {
    const view = { callbackId: 'next', title: 'Next', blocks: [{ type: 'divider' as const }] }
    const next = door({ views: { contract: async () => ({ kind: 'show', how: 'push', view }) } })
    const title = { type: 'plain_text', text: 'Next', emoji: true }
    expect(read(await next(ofPayload(modal)))).toEqual({
      status: 200,
      body: {
        response_action: 'push',
        view: { type: 'modal', callback_id: 'next', title, blocks: [{ type: 'divider' }] },
      },
    })
  })

  it('submitted twice as it stands is one occasion, and another once it has changed', async () => {
    const asSeen = (hash: string, trigger_id: string) => ({ ...modal, trigger_id, view: { ...modal.view, hash } })
    await door()(ofPayload(asSeen('17.a', '1.1.a')))
    await door()(ofPayload(asSeen('17.a', '2.2.b')))
    await door()(ofPayload(asSeen('18.b', '3.3.c')))
    expect(seen.map((input) => 'cause' in input && input.cause)).toEqual([
      'slack:T1:V1/17.a',
      'slack:T1:V1/17.a',
      'slack:T1:V1/18.b',
    ])
  })

  it('tells of a click in it, with what has been entered so far', async () => {
    const { channel, message, response_url, ...bare } = click
    const view = { ...modal.view, type: 'modal', hash: '17.a' }
    await door()(ofPayload({ ...bare, container: { type: 'view', view_id: 'V1' }, view }))
    expect(seen).toMatchObject([
      {
        kind: 'action',
        responseUrl: '',
        view: {
          surface: 'modal',
          viewId: 'V1',
          hash: '17.a',
          callbackId: 'contract',
          privateMetadata: 'UAPI-12',
          values: { env: { choice: 'staging' }, who: { people: 'U1 U2' } },
        },
      },
    ])
  })

  it('gives the choices of a menu for what is typed into it', async () => {
    expect(read(await door()(ofPayload(search)))).toEqual({
      status: 200,
      body: { options: [{ text: { type: 'plain_text', text: 'UAPI-1 Provision', emoji: true }, value: 'UAPI-1' }] },
    })
    expect(seen).toMatchObject([
      {
        kind: 'options',
        actionId: 'task.search',
        typed: 'größ',
        privateMetadata: 'UAPI-12',
        values: { env: { choice: 'staging' } },
      },
    ])
  })

  it('that was closed is told', async () => {
    expect((await door()(ofPayload({ ...modal, type: 'view_closed' }))).statusCode).toBe(200)
    expect(seen).toMatchObject([{ kind: 'view', closed: true }])
  })
})

describe('a shortcut', () => {
  const shortcut = {
    type: 'message_action',
    callback_id: 'done',
    team: { id: 'T1', domain: 'acme' },
    user: { id: 'U1' },
    channel: { id: 'C1' },
    message: { ts: '1780000000.000600', thread_ts: '1780000000.000100', text: 'x'.repeat(9_000) },
    trigger_id: '7.8.z',
    response_url: 'https://hooks.slack.com/app/1',
  }

  it('on a message brings the message, as much of it as a task can use, and its address', async () => {
    expect(read(await door()(ofPayload(shortcut)))).toEqual({ status: 200, body: '' })
    expect(seen).toEqual([
      {
        kind: 'shortcut',
        teamId: 'T1',
        userId: 'U1',
        callbackId: 'done',
        triggerId: '7.8.z',
        responseUrl: 'https://hooks.slack.com/app/1',
        message: {
          channelId: 'C1',
          ts: '1780000000.000600',
          threadTs: '1780000000.000100',
          text: 'x'.repeat(3_000),
          permalink: 'https://acme.slack.com/archives/C1/p1780000000000600?thread_ts=1780000000.000100&cid=C1',
        },
        cause: 'slack:T1:7.8.z',
      },
    ])
  })

  it.each(['', 'evil.example/', 'a b'])('has no address where the workspace is called %j', async (domain) => {
    const { thread_ts, ...message } = shortcut.message
    await door()(ofPayload({ ...shortcut, team: { id: 'T1', domain }, message }))
    expect(seen).toMatchObject([{ message: { permalink: '' } }])
  })

  it('from anywhere brings no message', async () => {
    const { channel, message, ...anywhere } = shortcut
    await door()(ofPayload({ ...anywhere, type: 'shortcut' }))
    expect(seen).toEqual([expect.not.objectContaining({ message: expect.anything() })])
  })
})
