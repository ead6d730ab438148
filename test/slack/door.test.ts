import { App } from '@slack/bolt'
import fc from 'fast-check'
import nock from 'nock'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DoorAnswer } from '../../app/door.ts'
import { jsonLog } from '../../app/log.ts'
import { createSlackApp, type SlackAppOptions } from '../../app/slack/bolt.ts'
import { boltLogger } from '../../app/slack/bolt-logger.ts'
import { slackDoor } from '../../app/slack/door.ts'
import type { SlackInput } from '../../app/slack/inputs.ts'
import { DoorReceiver } from '../../app/slack/receiver.ts'
import { form, NOW, SLACK_SECRET, signedBySlack } from '../support/requests.ts'

const lines: string[] = []
const log = jsonLog((line) => lines.push(line))
const seen: SlackInput[] = []

beforeEach(() => {
  lines.length = 0
  seen.length = 0
})
afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

const authorize = async () => ({ botToken: 'xoxb-test', botId: 'B0BOT', botUserId: 'U0BOT' })

/** The whole path: door, receiver, Bolt, and handlers that note what they were given. */
function door(handlers: Partial<SlackAppOptions> = {}) {
  const note = async <T extends SlackInput>(input: T) => void seen.push(input)
  const receiver = createSlackApp({
    authorize,
    apiUrl: 'https://slack.com/api/',
    log,
    commands: {
      '/codexflow': async (input) => {
        await note(input)
        return { text: `you said: ${input.text}` }
      },
    },
    actions: [
      {
        on: /^receipt:/,
        act: async (input) => {
          await note(input)
          return undefined
        },
      },
    ],
    views: {
      contract: async (input) => {
        await note(input)
        return input.values['endpoint']?.['url']
          ? { kind: 'close' }
          : { kind: 'errors', errors: { endpoint: 'Gebraucht: größer' } }
      },
    },
    shortcuts: { done: note },
    events: { app_mention: note },
    ...handlers,
  })
  return slackDoor({ secret: SLACK_SECRET, now: () => NOW * 1000, receiver })
}

const command = {
  command: '/codexflow',
  team_id: 'T1',
  user_id: 'U1',
  user_name: 'mei',
  channel_id: 'C1',
  channel_name: 'backend',
  text: 'done UAPI-12 größer ☕ 日本語',
  trigger_id: '13345224609.738474920.8088930838d88f008e0',
  response_url: 'https://hooks.slack.com/commands/1234/5678',
  api_app_id: 'A1',
  is_enterprise_install: 'false',
}
const click = {
  type: 'block_actions',
  team: { id: 'T1', domain: 'acme' },
  user: { id: 'U1', username: 'mei', team_id: 'T1' },
  channel: { id: 'C1', name: 'backend' },
  container: { type: 'message', message_ts: '1780000000.000100', channel_id: 'C1' },
  message: { ts: '1780000000.000100', text: 'Your turn', bot_id: 'B0BOT' },
  trigger_id: '111.222.abc',
  response_url: 'https://hooks.slack.com/actions/T1/1/x',
  actions: [{ type: 'button', block_id: 'b', action_id: 'receipt:got-it', value: 'h1', action_ts: '1780000001.5' }],
}
const modal = {
  type: 'view_submission',
  team: { id: 'T1' },
  user: { id: 'U1' },
  trigger_id: '333.444.def',
  view: {
    id: 'V1',
    callback_id: 'contract',
    private_metadata: 'UAPI-12',
    state: {
      values: {
        endpoint: { url: { type: 'plain_text_input', value: 'https://api.example.com/größer' } },
        who: { people: { type: 'multi_users_select', selected_users: ['U1', 'U2'] } },
        env: { choice: { type: 'static_select', selected_option: { value: 'staging' } } },
        note: { text: { type: 'plain_text_input', value: null } },
      },
    },
  },
}
const mention = {
  type: 'event_callback',
  team_id: 'T9',
  api_app_id: 'A1',
  event_id: 'Ev1',
  event_time: NOW,
  authorizations: [
    { enterprise_id: null, team_id: 'T1', user_id: 'U0BOT', is_bot: true, is_enterprise_install: false },
  ],
  event: { type: 'app_mention', user: 'U1', text: '<@U0BOT> why UAPI-12', ts: '1.2', channel: 'C1', event_ts: '1.2' },
}

const ofForm = (fields: Record<string, string>) => signedBySlack(form(fields))
const ofPayload = (payload: unknown) => signedBySlack(form({ payload: JSON.stringify(payload) }))
const ofEvent = (body: unknown, headers: Record<string, string> = {}) =>
  signedBySlack(JSON.stringify(body), { headers: { 'content-type': 'application/json', ...headers } })
const read = ({ statusCode, body }: DoorAnswer) => ({ status: statusCode, body: body === '' ? '' : JSON.parse(body) })

describe('a slash command', () => {
  it('is answered in its acknowledgement, to its sender alone', async () => {
    const answer = await door()(ofForm(command))
    expect(answer).toEqual({
      statusCode: 200,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: '{"response_type":"ephemeral","text":"you said: done UAPI-12 größer ☕ 日本語"}',
    })
    expect(seen).toEqual([
      {
        kind: 'command',
        teamId: 'T1',
        userId: 'U1',
        userName: 'mei',
        channelId: 'C1',
        channelName: 'backend',
        command: '/codexflow',
        text: 'done UAPI-12 größer ☕ 日本語',
        triggerId: command.trigger_id,
        responseUrl: command.response_url,
        cause: `slack:T1:${command.trigger_id}`,
      },
    ])
  })

  it('shows the blocks of the reply', async () => {
    const blocks = [{ type: 'divider' as const }]
    const answer = await door({ commands: { '/codexflow': async () => ({ text: 'a', blocks }) } })(ofForm(command))
    expect(read(answer)).toEqual({ status: 200, body: { response_type: 'ephemeral', text: 'a', blocks } })
  })

  it('without trigger or names is still told from every other, and known again', async () => {
    const { trigger_id, user_name, channel_name, response_url, ...bare } = command
    const answer = door()
    for (const text of ['a', 'a', 'b']) expect((await answer(ofForm({ ...bare, text }))).statusCode).toBe(200)
    const causes = seen.map((input) => 'cause' in input && input.cause)
    expect(causes[0]).toMatch(/^slack:T1:[0-9a-f]{32}$/)
    expect(causes[1]).toBe(causes[0])
    expect(causes[2]).not.toBe(causes[0])
  })

  it('that breaks is apologised for, and logged with its cause', async () => {
    const broken = async () => {
      throw new Error('table on fire, token xoxb-1-secret')
    }
    const answer = await door({ commands: { '/codexflow': broken } })(ofForm(command))
    expect(read(answer)).toEqual({
      status: 200,
      body: {
        response_type: 'ephemeral',
        text: 'Something broke on our side, and it has been logged. Please try again in a minute.',
      },
    })
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'error',
        message: 'A Slack command failed',
        command: '/codexflow',
        cause: `slack:T1:${command.trigger_id}`,
        error: { name: 'Error', message: 'table on fire, token [masked]' },
      },
    ])
  })

  it('of another name finds nothing here', async () => {
    expect(read(await door()(ofForm({ ...command, command: '/other' })))).toEqual({
      status: 404,
      body: {
        response_type: 'ephemeral',
        text: 'Nothing here answers that any more. Try `/codexflow help` for what does.',
      },
    })
  })
})

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

  it('that was closed is told', async () => {
    expect((await door()(ofPayload({ ...modal, type: 'view_closed' }))).statusCode).toBe(200)
    expect(seen).toMatchObject([{ kind: 'view', closed: true }])
  })
})

it('a shortcut on a message brings the message', async () => {
  const shortcut = {
    type: 'message_action',
    callback_id: 'done',
    team: { id: 'T1' },
    user: { id: 'U1' },
    channel: { id: 'C1' },
    message: { ts: '5.6', thread_ts: '1.2', text: 'x' },
    trigger_id: '7.8.z',
    response_url: 'https://hooks.slack.com/app/1',
  }
  expect(read(await door()(ofPayload(shortcut)))).toEqual({ status: 200, body: '' })
  expect(seen).toEqual([
    {
      kind: 'shortcut',
      teamId: 'T1',
      userId: 'U1',
      callbackId: 'done',
      triggerId: '7.8.z',
      responseUrl: 'https://hooks.slack.com/app/1',
      message: { channelId: 'C1', ts: '5.6', threadTs: '1.2' },
      cause: 'slack:T1:7.8.z',
    },
  ])
})

describe('an event', () => {
  it('belongs to the workspace that authorised us, and has the id of the event as cause', async () => {
    expect(read(await door()(ofEvent(mention)))).toEqual({ status: 200, body: '' })
    expect(seen).toEqual([
      { kind: 'event', teamId: 'T1', type: 'app_mention', event: mention.event, cause: 'slack:T1:Ev1' },
    ])
  })

  it('is 500 when its listener fails, although Bolt had acknowledged it', async () => {
    const app_mention = async () => {
      throw new Error('boom')
    }
    expect((await door({ events: { app_mention } })(ofEvent(mention, { 'x-slack-retry-num': '1' }))).statusCode).toBe(
      500,
    )
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'error',
        message: 'A Slack listener failed',
        kind: 'event',
        error: { name: 'Error', message: 'boom' },
        retry: { count: 1, reason: '' },
      },
    ])
  })

  it('is answered only when its listener has finished', async () => {
    let finish = () => {}
    const started = vi.fn()
    const app_mention = () => {
      started()
      return new Promise<void>((resolve) => {
        finish = resolve
      })
    }
    const answered = vi.fn()
    const answer = door({ events: { app_mention } })(ofEvent(mention)).then(answered)
    await vi.waitFor(() => expect(started).toHaveBeenCalled())
    await new Promise(setImmediate)
    expect(answered).not.toHaveBeenCalled()
    finish()
    await answer
    expect(answered).toHaveBeenCalledOnce()
  })

  it('that we caused ourselves, or that nobody listens to, is taken and dropped', async () => {
    const own = { ...mention, event: { ...mention.event, user: 'U0BOT' } }
    const other = {
      ...mention,
      event: { type: 'reaction_added', user: 'U1', item: { type: 'message', channel: 'C1' } },
    }
    for (const body of [own, other]) expect(read(await door()(ofEvent(body)))).toEqual({ status: 200, body: '' })
    expect(seen).toEqual([])
  })

  it('of a workspace without a record of ours is 500', async () => {
    const none = async () => {
      throw new Error('no such workspace')
    }
    expect((await door({ authorize: none })(ofEvent(mention))).statusCode).toBe(500)
    expect(seen).toEqual([])
  })
})

describe('what Slack asks of the door itself', () => {
  it('is answered: the challenge, the check of the certificate, the warning of too many events', async () => {
    const answer = door()
    expect(read(await answer(ofEvent({ type: 'url_verification', challenge: 'c ü' })))).toEqual({
      status: 200,
      body: { challenge: 'c ü' },
    })
    expect(read(await answer(ofForm({ ssl_check: '1', token: 'x' })))).toEqual({ status: 200, body: '' })
    expect(read(await answer(ofEvent({ type: 'app_rate_limited', team_id: 'T1' })))).toEqual({ status: 200, body: '' })
  })

  it('is not answered to a stranger', async () => {
    const challenge = signedBySlack('{"type":"url_verification","challenge":"c"}', { secret: 'another' })
    expect((await door()(challenge)).statusCode).toBe(401)
  })
})

describe('a signed payload of the wrong shape', () => {
  it.each([
    ['a challenge without text', { type: 'url_verification' }, 400, 'challenge'],
    ['a command without user', { command: '/codexflow', team_id: 'T1', channel_id: 'C1' }, 400, 'user_id'],
    ['a team id that is a name of ours', { ...command, team_id: 'constructor' }, 400, 'team_id'],
    ['a text that is a list', { ...command, text: ['a'] }, 400, 'text'],
    ['a text without end', { ...command, text: 'x'.repeat(12_001) }, 400, 'text'],
    ['an answer address that is a script', { ...command, response_url: 'javascript:1' }, 400, 'response_url'],
    ['a click on nothing', { ...click, actions: [] }, 400, 'actions'],
    ['a click on null', { ...click, actions: [null] }, 400, 'actions.0'],
    ['a click without actions', { ...click, actions: undefined }, 400, 'actions'],
    ['a click with a numeric id', { ...click, actions: [{ action_id: 7 }] }, 400, 'actions.0.action_id'],
    ['a click by nobody', { ...click, user: null }, 400, 'user'],
    ['a click in no team', { ...click, team: null, user: { id: 'U1' } }, 400, 'team.id'],
    ['a modal without view', { ...modal, view: undefined }, 400, 'view'],
    [
      'a modal with odd values',
      { ...modal, view: { ...modal.view, state: { values: { a: 'b' } } } },
      400,
      'view.state.values.a',
    ],
    ['an event that is null', { ...mention, event: null }, 400, 'event'],
    ['an event in a channel that is null', { ...mention, event: { type: 'x', channel: null } }, 400, 'event.channel'],
    ['an event about a text', { ...mention, event: { type: 'x', item: 'y' } }, 400, 'event.item'],
    ['an event without id', { ...mention, event_id: undefined }, 400, 'event_id'],
    ['two kinds in one', { ...mention, command: '/codexflow' }, 400, 'both event and command'],
    ['a modal with actions', { ...modal, actions: [] }, 404, 'help'],
    ['a kind that we never asked for', { type: 'block_suggestion', value: 'x' }, 404, 'help'],
    ['a kind that is no text', { type: { a: 1 } }, 404, 'help'],
    ['nothing at all', {}, 404, 'help'],
  ])('%s is refused in words', async (_, body, status, words) => {
    const answer = await door()(ofEvent(body))
    expect(answer.statusCode).toBe(status)
    expect(answer.body).toContain(words)
    expect(seen).toEqual([])
  })

  it('does not mislead Bolt through fields that we do not read', async () => {
    const extra = {
      response_urls: null,
      function_data: null,
      enterprise: null,
      is_enterprise_install: 'maybe',
      event_ts: [],
    }
    expect((await door()(ofPayload({ ...modal, ...extra }))).statusCode).toBe(200)
    expect(seen).toHaveLength(1)
  })

  it('never throws and never reaches a handler with what it does not promise', async () => {
    const answer = door()
    const paths = (value: object, at: string[] = []): string[][] =>
      Object.entries(value).flatMap(([key, child]) => [
        [...at, key],
        ...(typeof child === 'object' && child !== null ? paths(child, [...at, key]) : []),
      ])
    const bodies = [command, click, modal, mention]
    const anything = fc.oneof(
      fc.constantFrom(undefined, null, 0, '', 'x'.repeat(20_000), [], {}, [null], true),
      fc.string(),
      fc.object(),
    )
    const mutant = fc.constantFrom(...bodies).chain((body) =>
      fc.tuple(fc.constantFrom(...paths(body)), anything).map(([path, value]) => {
        const copy = structuredClone<Record<string, unknown>>(body)
        const parent = path.slice(0, -1).reduce((at, key) => at[key] as Record<string, unknown>, copy)
        parent[path.at(-1) ?? ''] = value
        return copy
      }),
    )
    const text = (value: unknown, max: number) => typeof value === 'string' && value.length <= max
    await fc.assert(
      fc.asyncProperty(mutant, async (body) => {
        seen.length = 0
        const { statusCode } = await answer(ofEvent(body))
        expect([200, 400, 404]).toContain(statusCode)
        for (const input of seen) {
          expect('cause' in input && text(input.cause, 1_000) && /^[A-Z0-9]\w{0,63}$/.test(input.teamId)).toBe(true)
          if (input.kind === 'command') expect(text(input.text, 12_000) && text(input.userName, 200)).toBe(true)
          if (input.kind === 'action') expect(text(input.value, 2_000) && text(input.actionId, 255)).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

it('an acknowledgement given twice is a fault', async () => {
  const receiver = new DoorReceiver(log)
  const app = new App({ receiver, authorize, logger: boltLogger(log) })
  app.error(async (error) => {
    throw error
  })
  app.command('/codexflow', async ({ ack }) => {
    await ack('once')
    await ack('again')
  })
  const answer = slackDoor({ secret: SLACK_SECRET, now: () => NOW * 1000, receiver })
  expect((await answer(ofForm(command))).statusCode).toBe(500)
  expect(lines.join()).toContain('acknowledged twice')
})

it('an empty secret opens no door', () => {
  const receiver = { answer: async () => ({ statusCode: 200, headers: {}, body: '' }) }
  expect(() => slackDoor({ secret: '', now: () => 0, receiver })).toThrow('empty')
})
