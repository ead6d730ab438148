import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import { slackCalls } from '../../app/slack/calls.ts'
import { WORKSPACE } from '../support/tasks.ts'

const API = 'https://slack.com'
const VIEW = {
  callbackId: 'task.new',
  title: 'New task',
  submit: 'Make it',
  privateMetadata: '{}',
  blocks: [{ type: 'divider' as const }],
}

function calls(over: Partial<Parameters<typeof slackCalls>[0]> = {}) {
  return slackCalls({
    tokenOf: async (workspace) => `xoxb-of-${workspace}`,
    apiUrl: `${API}/api/`,
    timeoutMs: 10_000,
    ...over,
  })(WORKSPACE)
}

/** Answers one call of a method, and notes what it was given. */
function slack(method: string, answer: object, status = 200) {
  const asked: Record<string, unknown>[] = []
  nock(API)
    .post(`/api/${method}`, (form: Record<string, unknown>) => asked.push(form) > 0)
    .matchHeader('authorization', `Bearer xoxb-of-${WORKSPACE}`)
    .reply(status, answer)
  return asked
}

afterEach(() => {
  const pending = nock.pendingMocks()
  nock.cleanAll()
  expect(pending).toEqual([])
})

describe('a call to Slack', () => {
  it('opens a modal for a trigger, with the token of that workspace', async () => {
    const asked = slack('views.open', { ok: true, view: { id: 'V1' } })
    expect(await calls().openView('1.2.abc', VIEW)).toEqual({ ok: true, value: { viewId: 'V1' } })
    expect(asked.map(({ view, ...rest }) => ({ ...rest, view: JSON.parse(String(view)) }))).toEqual([
      {
        trigger_id: '1.2.abc',
        view: {
          type: 'modal',
          callback_id: 'task.new',
          title: { type: 'plain_text', text: 'New task', emoji: true },
          submit: { type: 'plain_text', text: 'Make it', emoji: true },
          private_metadata: '{}',
          blocks: [{ type: 'divider' }],
        },
      },
    ])
  })

  it('replaces a modal only as it was seen', async () => {
    const seen = slack('views.update', { ok: true })
    await calls().updateView('V1', VIEW, '17.abc')
    expect(seen).toMatchObject([{ view_id: 'V1', hash: '17.abc' }])
    const blind = slack('views.update', { ok: true })
    await calls().updateView('V1', VIEW, '')
    expect(blind).toMatchObject([{ view_id: 'V1' }])
    expect(blind[0]).not.toHaveProperty('hash')
  })

  it('publishes a Home tab', async () => {
    const asked = slack('views.publish', { ok: true })
    await calls().publishHome('U1', { blocks: [{ type: 'divider' }] })
    expect(asked).toEqual([{ user_id: 'U1', view: '{"type":"home","blocks":[{"type":"divider"}]}' }])
  })

  it('answers one person in a thread, and everybody in it', async () => {
    const one = slack('chat.postEphemeral', { ok: true, message_ts: '5.6' })
    const all = slack('chat.postMessage', { ok: true, channel: 'C1', ts: '7.8' })
    await calls().postEphemeral('C1', 'U1', { text: 'größer' }, '1.2')
    expect(await calls().postMessage('C1', { text: 'made' }, '1.2')).toEqual({
      ok: true,
      value: { channel: 'C1', ts: '7.8' },
    })
    expect([one, all]).toEqual([
      [{ channel: 'C1', user: 'U1', text: 'größer', thread_ts: '1.2' }],
      [{ channel: 'C1', text: 'made', thread_ts: '1.2', unfurl_links: 'false', unfurl_media: 'false' }],
    ])
  })

  it.each([
    ['expired_trigger_id', 'too-late'],
    ['exchanged_trigger_id', 'too-late'],
    ['hash_conflict', 'overtaken'],
    ['not_found', 'gone'],
    ['is_archived', 'gone'],
    ['not_in_channel', 'shut-out'],
    ['token_revoked', 'shut-out'],
  ])('that Slack refuses with %s is a value: %s', async (code, why) => {
    slack('views.open', { ok: false, error: code })
    expect(await calls().openView('1.2.abc', VIEW)).toEqual({ ok: false, error: { why, code } })
  })

  it('for a workspace without a token is refused before anything is asked', async () => {
    expect(await calls({ tokenOf: async () => undefined }).openView('1.2.abc', VIEW)).toEqual({
      ok: false,
      error: { why: 'shut-out', code: 'not_installed' },
    })
  })

  it.each([
    ['an error that only a bug explains', { ok: false, error: 'invalid_blocks' }, 200, 'Slack refused a call'],
    ['a name of every object', { ok: false, error: 'constructor' }, 200, 'Slack refused a call'],
    ['a failure half-way', { ok: false, error: 'internal_error' }, 200, 'Slack refused a call'],
    ['a limit', { ok: false, error: 'ratelimited' }, 429, 'Slack did not take a call'],
    ['a broken server', {}, 503, 'Slack did not take a call'],
    ['somebody else', { hello: 1 }, 200, "an answer was not Slack's"],
  ])('answered by %s is a fault, asked once', async (_, answer, status, message) => {
    const asked = slack('views.open', answer, status)
    await expect(calls().openView('1.2.abc', VIEW)).rejects.toThrow(message)
    expect(asked).toHaveLength(1)
  })

  it('without an answer in time is a fault', async () => {
    nock.enableNetConnect('127.0.0.1')
    const asked: string[] = []
    const server = createServer(({ url = '' }) => void asked.push(url)).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`
    await expect(calls({ apiUrl, timeoutMs: 50 }).openView('1.2.abc', VIEW)).rejects.toThrow('Slack gave no answer')
    // A busy machine may not even have connected by then; what counts is that nothing is tried again.
    expect(asked.length).toBeLessThanOrEqual(1)
    server.closeAllConnections()
    server.close()
    nock.disableNetConnect()
  })
})

describe('a file', () => {
  const FILE = {
    channel: 'C1',
    thread: '1.2',
    name: 'graph.png',
    title: 'The graph',
    alt: 'UAPI-2 waits for UAPI-1',
    bytes: new Uint8Array([1, 2, 3]),
  }
  const place = (upload_url: string) => slack('files.getUploadURLExternal', { ok: true, upload_url, file_id: 'F1' })

  it('is put where Slack says, and shown in the thread with words for those who cannot see it', async () => {
    const asked = place('https://files.slack.com/upload/v1/abc')
    const bytes: unknown[] = []
    nock('https://files.slack.com')
      .post('/upload/v1/abc', (body) => bytes.push(body) > 0)
      .reply(200, 'OK - 3')
    const shown = slack('files.completeUploadExternal', { ok: true })
    expect(await calls().uploadFile(FILE)).toEqual({ ok: true, value: undefined })
    expect(asked).toEqual([{ filename: 'graph.png', length: '3', alt_txt: 'UAPI-2 waits for UAPI-1' }])
    expect(bytes).toHaveLength(1)
    expect(shown).toEqual([{ files: '[{"id":"F1","title":"The graph"}]', channel_id: 'C1', thread_ts: '1.2' }])
  })

  it.each(['https://files.slack.com.evil.example/up', 'http://169.254.169.254/latest', 'file:///etc/passwd', ''])(
    'is never put at %s',
    async (address) => {
      place(address)
      await expect(calls().uploadFile(FILE)).rejects.toThrow('Slack named no place for a file')
    },
  )

  it('that the workspace does not take is refused as a value', async () => {
    slack('files.getUploadURLExternal', { ok: false, error: 'file_uploads_disabled' })
    expect(await calls().uploadFile(FILE)).toEqual({
      ok: false,
      error: { why: 'shut-out', code: 'file_uploads_disabled' },
    })
  })
})

describe('what Slack says of a person', () => {
  it('is the time zone that they are set to, if it says one', async () => {
    const asked = slack('users.info', { ok: true, user: { id: 'U1', tz: 'Africa/Lagos' } })
    expect(await calls().profileOf('U1')).toEqual({ ok: true, value: { zone: 'Africa/Lagos' } })
    expect(asked).toEqual([{ user: 'U1' }])
    slack('users.info', { ok: true, user: { id: 'U1' } })
    expect(await calls().profileOf('U1')).toEqual({ ok: true, value: {} })
  })

  it.each(['is_restricted', 'is_ultra_restricted', 'is_stranger'])(
    'is that they are no colleague: %s',
    async (flag) => {
      slack('users.info', { ok: true, user: { id: 'U1', [flag]: true } })
      expect(await calls().profileOf('U1')).toEqual({ ok: true, value: { isGuest: true } })
    },
  )

  it('is a no of Slack for whom it does not know', async () => {
    slack('users.info', { ok: false, error: 'user_not_found' })
    expect(await calls().profileOf('U1')).toEqual({ ok: false, error: { why: 'gone', code: 'user_not_found' } })
  })
})
