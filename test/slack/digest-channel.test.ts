import nock from 'nock'
import { afterEach, describe, expect, it } from 'vitest'
import type { Digest } from '../../app/handoffs/digest.ts'
import { silentLog } from '../../app/log.ts'
import { slackDigests } from '../../app/slack/digest-channel.ts'
import { digestBlocks } from '../../app/slack/messages/digest-blocks.ts'
import { API, NOW, opened, refuses, slack } from '../support/slack-channel.ts'
import { WORKSPACE } from '../support/tasks.ts'

const DIGEST: Digest = {
  workspace: WORKSPACE,
  person: 'per_gaius',
  slackUser: 'U0GAIUS',
  day: '2026-03-02',
  because: 'digest',
  ready: [{ id: 'UAPI-12', title: 'Implement user CRUD endpoints', awaitedBy: 2, isNew: true }],
  begun: [],
  waiting: [],
  approvals: [],
  folded: [],
}
const MARK = { event_type: 'codexflow_digest', event_payload: { n: 'per_gaius', k: '2026-03-02' } }

function channel() {
  const tokenOf = async (workspace: string) => (workspace === WORKSPACE ? 'xoxb-test' : undefined)
  return slackDigests({ tokenOf, apiUrl: `${API}/api/`, timeout: 8_000, now: () => NOW, log: silentLog })
}

afterEach(() => nock.cleanAll())

describe('a digest in Slack', () => {
  it('is posted in the conversation with the person, under a mark of person and day', async () => {
    opened()
    slack('chat.postMessage', { ok: true, channel: 'D1', ts: '17.5' }, (form) => {
      const { text, blocks } = digestBlocks(DIGEST)
      expect({ ...form, blocks: JSON.parse(form['blocks']!), metadata: JSON.parse(form['metadata']!) }).toEqual({
        channel: 'D1',
        text,
        blocks,
        metadata: MARK,
        unfurl_links: 'false',
        unfurl_media: 'false',
      })
      return true
    })
    expect(await channel().send(DIGEST)).toEqual({ outcome: 'sent', receipt: { id: 'D1:17.5' } })
  })

  it('is found by that mark', async () => {
    opened()
    slack('auth.test', { ok: true, user_id: 'U0BOT', bot_id: 'B0BOT' })
    const other = { ...MARK, event_payload: { ...MARK.event_payload, k: '2026-03-01' } }
    const messages = [
      { ts: '9.2', bot_id: 'B0BOT', metadata: other },
      { ts: '9.1', bot_id: 'B0BOT', metadata: MARK },
    ]
    slack('conversations.history', { ok: true, messages })
    expect(await channel().find(DIGEST, NOW)).toEqual({ id: 'D1:9.1' })
  })

  it('is impossible for a person who has left, and in doubt when Slack fails half-way', async () => {
    refuses('conversations.open', 'user_disabled')
    expect(await channel().send(DIGEST)).toMatchObject({ outcome: 'impossible' })
    opened()
    refuses('chat.postMessage', 'internal_error')
    expect(await channel().send(DIGEST)).toMatchObject({ outcome: 'unknown' })
  })

  it('waits, and cannot be looked up, where nobody lets us in', async () => {
    const locked = slackDigests({
      tokenOf: async () => undefined,
      apiUrl: `${API}/api/`,
      timeout: 8_000,
      now: () => NOW,
      log: silentLog,
    })
    expect((await locked.send(DIGEST)).outcome).not.toBe('sent')
    await expect(locked.find(DIGEST, NOW)).rejects.toThrow('nobody lets us look')
  })
})
