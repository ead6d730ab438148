import { beforeEach, describe, expect, it } from 'vitest'
import {
  channel,
  digestStands,
  GAIUS,
  gaiusIs,
  MARK,
  MESSAGE,
  opened,
  refuses,
  slack,
} from '../support/slack-channel.ts'

describe('looking a message up', () => {
  const self = () => slack('auth.test', { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT' })
  const ours = { ts: '9.1', bot_id: 'B0BOT', user: 'U0BOT', metadata: MARK }
  const page = (messages: readonly object[], next = '', cursor?: string, conversation = 'D1') =>
    slack('conversations.history', { ok: true, messages, response_metadata: { next_cursor: next } }, (form) => {
      expect(form).toEqual({
        channel: conversation,
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

  describe('of a person who has a new Slack user', () => {
    beforeEach(() => {
      gaiusIs('U9GAIUS')
      opened('U9GAIUS', 'D9')
      self()
    })

    it('finds it with the new one', async () => {
      page([ours], '', undefined, 'D9')
      expect(await channel().find(GAIUS, MESSAGE)).toEqual({ id: 'D9:9.1' })
    })

    it('finds what went to the old one', async () => {
      page([], '', undefined, 'D9')
      opened()
      self()
      page([ours])
      expect(await channel().find(GAIUS, MESSAGE)).toEqual({ id: 'D1:9.1' })
    })

    it('finds nothing with an old one that is gone', async () => {
      page([], '', undefined, 'D9')
      refuses('conversations.open', 'user_not_found')
      expect(await channel().find(GAIUS, MESSAGE)).toBeUndefined()
    })

    it('throws when Slack does not let it look at the old one', async () => {
      page([], '', undefined, 'D9')
      refuses('conversations.open', 'missing_scope')
      await expect(channel().find(GAIUS, MESSAGE)).rejects.toThrow('missing_scope')
    })
  })

  it('looks beneath the digest too, for what a budget kept for it', async () => {
    const held = { until: 0, because: 'budget', day: '2026-03-02' } as const
    digestStands('D1:16.1')
    opened()
    self()
    page([])
    self()
    slack('conversations.replies', { ok: true, messages: [{ ts: '16.1', bot_id: 'B0BOT' }, ours] }, (form) => {
      return form['ts'] === '16.1' && form['channel'] === 'D1'
    })
    const kept = { ...MESSAGE, delivery: { role: 'notice', address: GAIUS, held } } as const
    expect(await channel().find(GAIUS, kept)).toEqual({ id: 'D1:9.1' })
  })

  it('throws when Slack does not let it look', async () => {
    opened()
    self()
    refuses('conversations.history', 'missing_scope')
    await expect(channel().find(GAIUS, MESSAGE)).rejects.toThrow('missing_scope')
  })
})
