import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import type { Message } from '../../app/ports/channel.ts'
import { noticeBlocks } from '../../app/slack/messages/notice-blocks.ts'
import { threadLine } from '../../app/slack/messages/thread-line.ts'
import { toGaius } from '../support/gaius.ts'
import {
  API,
  channel,
  digestStands,
  type Form,
  GAIUS,
  gaiusIs,
  MARK,
  MESSAGE,
  NOW,
  opened,
  refuses,
  slack,
  uninstalled,
} from '../support/slack-channel.ts'

const TEAM = { channel: 'slack', conversation: 'C0BACKEND', isPerson: false } as const

function isWhole(form: Form, { text, blocks }: ReturnType<typeof noticeBlocks>): boolean {
  expect(form['text']).toBe(text)
  expect(JSON.parse(form['blocks'] ?? 'null')).toEqual(blocks)
  expect(JSON.parse(form['metadata'] ?? 'null')).toEqual(MARK)
  return true
}

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

  it('goes to the Slack user that the person has by now, under the mark of the delivery', async () => {
    gaiusIs('U9GAIUS')
    opened('U9GAIUS', 'D9')
    slack('chat.postMessage', { ok: true, channel: 'D9', ts: '17.5' }, (form) => {
      expect(form['channel']).toBe('D9')
      return isWhole(form, noticeBlocks(MESSAGE))
    })
    expect(await channel().send(GAIUS, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: 'D9:17.5' } })
  })

  it.each([
    ['a person who is in Slack no more', MESSAGE],
    ['somebody whom we know only by Slack', toGaius({ state: 'current' }, { to: { name: 'Gaius' } })],
  ])('goes to the Slack user of old for %s', async (_, message) => {
    gaiusIs(undefined)
    opened()
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '17.5' })
    expect(await channel().send(GAIUS, message)).toEqual({ outcome: 'sent', receipt: { id: 'D1:17.5' } })
  })

  it('posts nothing when it took too long to find out whom to send to', async () => {
    let reads = 0
    const late = channel(undefined, 8_000, () => NOW + 2_001 * reads++)
    await expect(late.send(GAIUS, MESSAGE)).rejects.toThrow('it took too long to find out whom to send to')
  })

  it('goes out in a time that does not divide into whole parts of a millisecond', async () => {
    opened()
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '17.5' })
    const odd = channel(undefined, 5_333)
    expect(await odd.send(GAIUS, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: 'D1:17.5' } })
  })

  it('posts to a channel directly, whoever is told there', async () => {
    gaiusIs('U9GAIUS')
    slack('chat.postMessage', { ok: true, channel: 'C0BACKEND', ts: '1.2' }, (form) => form['channel'] === 'C0BACKEND')
    expect(await channel().send(TEAM, MESSAGE)).toEqual({ outcome: 'sent', receipt: { id: 'C0BACKEND:1.2' } })
  })

  it('goes beneath the digest that announced it, and stands by itself where there is none', async () => {
    const held = { until: NOW, because: 'budget', day: '2026-03-02' } as const
    const kept = { ...MESSAGE, delivery: { role: 'notice', address: GAIUS, held } } as const
    opened()
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '17.5' }, (form) => form['thread_ts'] === undefined)
    expect(await channel().send(GAIUS, kept)).toEqual({ outcome: 'sent', receipt: { id: 'D1:17.5' } })
    digestStands('D1:16.1')
    opened()
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '17.6' }, (form) => form['thread_ts'] === '16.1')
    expect(await channel().send(GAIUS, kept)).toEqual({ outcome: 'sent', receipt: { id: 'D1:17.6' } })
    // Of another conversation: the person has a new Slack user since this morning.
    digestStands('D9:16.1')
    opened()
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '17.7' }, (form) => form['thread_ts'] === undefined)
    expect(await channel().send(GAIUS, kept)).toEqual({ outcome: 'sent', receipt: { id: 'D1:17.7' } })
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

  it('waits, without a call, where CodexFlow is not installed', async () => {
    uninstalled()
    const why = 'the app is not let in: its token or a permission is missing'
    const waits = { outcome: 'refused', notBefore: NOW + 900_000, why }
    expect(await channel().send(GAIUS, MESSAGE)).toEqual(waits)
    expect(await channel().edit(GAIUS, { id: 'D1:17.5' }, MESSAGE)).toEqual(waits)
    await expect(channel().find(GAIUS, MESSAGE)).rejects.toThrow('nobody lets us look into this workspace')
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

  it('stays where the message is when the person has a new Slack user', async () => {
    gaiusIs('U9GAIUS')
    slack('chat.update', { ok: true, channel: 'D1', ts: '17.5' }, (form) => form['channel'] === 'D1')
    expect(await channel().edit(GAIUS, { id: 'D1:17.5' }, lifted)).toMatchObject({ outcome: 'sent' })
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

describe('a line in the thread of a message', () => {
  const event = {
    type: 'TaskStarted',
    by: { kind: 'person', id: 'per_gaius' },
    at: '2026-03-02T10:00:00.000Z',
  } as const
  const remark = { event, events: [event], people: new Map([['per_gaius', { name: 'Gaius' }]] as const) }
  const started = toGaius({ state: 'started', by: event.by })
  const say = (receipt = 'D1:17.5') => channel().remark!(GAIUS, { id: receipt }, started, remark)

  it('stands beneath it, whole in its text, without our mark, previews or a word in the channel', async () => {
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '18.1' }, ({ text, blocks, ...form }) => {
      const line = threadLine(started, remark)
      expect({ text, blocks: JSON.parse(blocks!) }).toEqual({ text: line.text, blocks: line.blocks })
      expect(form).toEqual({ channel: 'D1', thread_ts: '17.5', unfurl_links: 'false', unfurl_media: 'false' })
      return true
    })
    expect(await say()).toEqual({ outcome: 'sent', receipt: { id: 'D1:18.1' } })
  })

  it('tells what Slack said of it, and never tries again by itself', async () => {
    refuses('chat.postMessage', 'cannot_reply_to_message')
    expect(await say()).toMatchObject({ outcome: 'refused', why: 'Slack refused it (cannot_reply_to_message)' })
  })

  it('is not said where CodexFlow is not installed', async () => {
    uninstalled()
    expect(await say()).toMatchObject({ outcome: 'refused' })
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
