import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { silentLog } from '../../app/log.ts'
import type { Message } from '../../app/ports.ts'
import { slackChannel } from '../../app/slack/channel.ts'
import { noticeBlocks } from '../../app/slack/messages/notice-blocks.ts'
import { toGaius } from '../support/gaius.ts'

const NOW = Date.parse('2026-03-02T10:00:00Z')
const API = 'https://slack.test'
const MESSAGE = toGaius({ state: 'current' })
const GAIUS = { channel: 'slack', conversation: 'U0GAIUS', isPerson: true } as const
const TEAM = { channel: 'slack', conversation: 'C0BACKEND', isPerson: false } as const
const MARK = {
  event_type: 'codexflow_notice',
  event_payload: { n: 'n_0123456789abcdef0123456789abcdef', k: 'slack#U0GAIUS' },
}

function channel(apiUrl = `${API}/api/`, timeout = 8_000) {
  return slackChannel({ botToken: 'xoxb-test', apiUrl, timeout, now: () => NOW, log: silentLog })
}

type Form = Readonly<Record<string, string>>

/** One call that Slack answers. */
function slack(method: string, answer: object, check: (form: Form) => boolean = () => true): nock.Scope {
  return nock(API, { reqheaders: { authorization: 'Bearer xoxb-test' } })
    .post(`/api/${method}`, (form: Form) => check(form))
    .reply(200, answer)
}

const opened = () =>
  slack('conversations.open', { ok: true, channel: { id: 'D1' } }, ({ users }) => users === 'U0GAIUS')
const refuses = (method: string, error: string) => slack(method, { ok: false, error })

function isWhole(form: Form, { text, blocks }: ReturnType<typeof noticeBlocks>): boolean {
  expect(form['text']).toBe(text)
  expect(JSON.parse(form['blocks'] ?? 'null')).toEqual(blocks)
  expect(JSON.parse(form['metadata'] ?? 'null')).toEqual(MARK)
  return true
}

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

describe('sending', () => {
  it('opens the conversation with a person, and posts there with our mark and no previews', async () => {
    opened()
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '17.5' }, (form) => {
      expect({ ...form, text: '', blocks: '', metadata: '' }).toEqual({
        channel: 'D1',
        text: '',
        blocks: '',
        metadata: '',
        unfurl_links: 'false',
        unfurl_media: 'false',
      })
      return isWhole(form, noticeBlocks(MESSAGE))
    })
    expect(await channel().send(GAIUS, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: 'D1:17.5' } })
  })

  it('posts to a channel directly', async () => {
    slack('chat.postMessage', { ok: true, channel: 'C0BACKEND', ts: '1.2' }, (form) => form['channel'] === 'C0BACKEND')
    expect(await channel().send(TEAM, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: 'C0BACKEND:1.2' } })
  })

  it('waits as long as Slack asks, and never tries again by itself', async () => {
    opened()
    nock(API).post('/api/chat.postMessage').reply(429, '', { 'retry-after': '17' })
    expect(await channel().send(GAIUS, MESSAGE)).toEqual({
      outcome: 'refused',
      notBefore: NOW + 17_000,
      why: 'Slack asks for a pause',
    })
  })

  it.each([
    ['channel_not_found', 'impossible', 'the conversation does not exist, or the app cannot see it'],
    ['is_archived', 'impossible', 'the channel is archived'],
    ['user_disabled', 'impossible', 'the person has left, or takes no messages from apps'],
    ['msg_too_long', 'impossible', 'Slack does not take the form of the message'],
    ['not_in_channel', 'refused', 'the app is not in the channel: invite it'],
    ['token_revoked', 'refused', 'the app is not let in: its token or a permission is missing'],
    ['account_inactive', 'refused', 'the app is not let in: its token or a permission is missing'],
    ['something_new', 'refused', 'Slack refused it'],
    ['constructor', 'refused', 'Slack refused it'],
    ['internal_error', 'unknown', 'Slack failed half-way'],
  ])('knows what %s means: %s', async (error, outcome, why) => {
    refuses('chat.postMessage', error)
    const sent = await channel().send(TEAM, MESSAGE)
    expect(sent).toMatchObject({ outcome, why: `${why} (${error})` })
    if (sent.outcome === 'refused') expect(sent.notBefore).toBeGreaterThan(NOW)
  })

  it('sends the bare text when Slack refuses the blocks', async () => {
    refuses('chat.postMessage', 'invalid_blocks')
    slack('chat.postMessage', { ok: true, channel: 'C0BACKEND', ts: '1.2' }, (form) => {
      expect({ text: form['text'], blocks: form['blocks'], mark: JSON.parse(form['metadata']!) }).toEqual({
        text: noticeBlocks(MESSAGE).text,
        blocks: '[]',
        mark: MARK,
      })
      return true
    })
    expect(await channel().send(TEAM, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: 'C0BACKEND:1.2' } })
  })

  it('gives up when Slack refuses the bare text too', async () => {
    refuses('chat.postMessage', 'invalid_blocks')
    refuses('chat.postMessage', 'invalid_blocks')
    expect(await channel().send(TEAM, MESSAGE)).toMatchObject({ outcome: 'impossible' })
  })

  it('posts nothing when the conversation cannot be opened', async () => {
    refuses('conversations.open', 'user_disabled')
    expect(await channel().send(GAIUS, MESSAGE)).toMatchObject({ outcome: 'impossible' })
  })

  it.each([500, 502, 503])('is in doubt after a %i', async (status) => {
    nock(API).post('/api/chat.postMessage').reply(status, 'oops')
    expect(await channel().send(TEAM, MESSAGE)).toEqual({ outcome: 'unknown', why: `Slack answered ${status}` })
  })

  it('is refused by a 403 of something in between', async () => {
    nock(API).post('/api/chat.postMessage').reply(403, 'no')
    expect(await channel().send(TEAM, MESSAGE)).toMatchObject({ outcome: 'refused', why: 'Slack answered 403' })
  })

  it('is in doubt after an answer that names no message, and after one that is no JSON', async () => {
    slack('chat.postMessage', { ok: true })
    expect(await channel().send(TEAM, MESSAGE)).toMatchObject({ outcome: 'unknown' })
    nock(API).post('/api/chat.postMessage').reply(200, '<html>')
    expect(await channel().send(TEAM, MESSAGE)).toMatchObject({ outcome: 'unknown' })
  })
})

describe('a Slack that does not answer in time', () => {
  let server: Server | undefined
  afterEach(() => {
    server?.closeAllConnections()
    server?.close()
  })

  /** Takes every call; answers it never, or with headers whose body never comes. */
  async function silent(headers: boolean): Promise<string> {
    server = createServer((_, answer) => {
      if (headers) answer.writeHead(200, { 'content-type': 'application/json' }).write('{"ok":')
    })
    await new Promise<void>((resolve) => server!.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
  }

  it('leaves the message in doubt', async () => {
    expect(await channel(await silent(false), 200).send(TEAM, MESSAGE)).toEqual({
      outcome: 'unknown',
      why: 'Slack gave no answer',
    })
  })

  it('leaves it in doubt when the answer breaks off', async () => {
    expect(await channel(await silent(true), 200).send(TEAM, MESSAGE)).toEqual({
      outcome: 'unknown',
      why: 'Slack gave no answer',
    })
  })

  it('cannot be looked through', async () => {
    await expect(channel(await silent(false), 200).find(TEAM, MESSAGE)).rejects.toThrow()
  })
})

describe('looking a message up', () => {
  const self = () => slack('auth.test', { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT' })
  const ours = { ts: '9.1', bot_id: 'B0BOT', user: 'U0BOT', metadata: MARK }
  const page = (messages: readonly object[], next = '', cursor?: string) =>
    slack('conversations.history', { ok: true, messages, response_metadata: { next_cursor: next } }, (form) => {
      expect(form).toEqual({
        channel: 'D1',
        // Five seconds before the notice was written.
        oldest: '1772441995.000000',
        include_all_metadata: 'true',
        limit: '200',
        ...(cursor === undefined ? {} : { cursor }),
      })
      return true
    })

  it('finds our message on whichever page', async () => {
    opened()
    self()
    page([{ ts: '8.1', user: 'U0EVE' }], 'more')
    page([{ ts: '8.0', user: 'U0EVE', metadata: { event_type: 'other', event_payload: {} } }, ours], '', 'more')
    expect(await channel().find(GAIUS, MESSAGE)).toEqual({ id: 'D1:9.1' })
  })

  it.each([
    ["another bot's message", { ...ours, bot_id: 'B0EVE' }],
    ["a person's message", { ...ours, bot_id: undefined, user: 'U0EVE' }],
    ['another notice', { ...ours, metadata: { ...MARK, event_payload: { ...MARK.event_payload, n: 'n_x' } } }],
    ['another delivery', { ...ours, metadata: { ...MARK, event_payload: { ...MARK.event_payload, k: 'slack#C1' } } }],
    ['another event', { ...ours, metadata: { ...MARK, event_type: 'other' } }],
  ])('does not take %s for ours', async (_, message) => {
    opened()
    self()
    page([message])
    expect(await channel().find(GAIUS, MESSAGE)).toBeUndefined()
  })

  it('throws when Slack does not let it look', async () => {
    opened()
    self()
    refuses('conversations.history', 'missing_scope')
    await expect(channel().find(GAIUS, MESSAGE)).rejects.toThrow('missing_scope')
  })
})

describe('editing', () => {
  const lifted: Message = toGaius({ state: 'cancelled' })

  it('shows what is true now, in the same message', async () => {
    slack('chat.update', { ok: true, channel: 'D1', ts: '17.5' }, (form) => {
      expect([form['channel'], form['ts']]).toEqual(['D1', '17.5'])
      return isWhole(form, noticeBlocks(lifted))
    })
    expect(await channel().edit(GAIUS, { id: 'D1:17.5' }, lifted)).toEqual({
      outcome: 'sent',
      receipt: { id: 'D1:17.5' },
    })
  })

  it('takes the old blocks away when Slack refuses the new ones', async () => {
    refuses('chat.update', 'invalid_blocks')
    slack('chat.update', { ok: true, channel: 'D1', ts: '17.5' }, (form) => form['blocks'] === '[]')
    expect(await channel().edit(GAIUS, { id: 'D1:17.5' }, lifted)).toMatchObject({ outcome: 'sent' })
  })

  it('is impossible for a message that was deleted', async () => {
    refuses('chat.update', 'message_not_found')
    expect(await channel().edit(GAIUS, { id: 'D1:17.5' }, lifted)).toEqual({
      outcome: 'impossible',
      why: 'the message was deleted (message_not_found)',
    })
  })

  it('is a fault with a receipt of another channel', async () => {
    await expect(channel().edit(GAIUS, { id: '77' }, lifted)).rejects.toThrow('a receipt is not of Slack')
  })
})

describe('the pace', () => {
  it('is a second for each conversation', () => {
    expect([channel().pace(GAIUS), channel().pace(TEAM)]).toEqual([
      { name: 'slack#U0GAIUS', intervalMs: 1000 },
      { name: 'slack#C0BACKEND', intervalMs: 1000 },
    ])
  })
})
