import { describe, expect, it, vi } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { NOW } from '../support/requests.ts'
import { door, lines, seen } from '../support/slack-door.ts'
import { mention, ofEvent, read } from '../support/slack-samples.ts'

describe('an event', () => {
  it('belongs to the workspace that authorised us, and has the id of the event as cause', async () => {
    expect(read(await door()(ofEvent(mention)))).toEqual({ status: 200, body: '' })
    expect(seen).toEqual([
      {
        kind: 'event',
        teamId: 'T1',
        type: 'app_mention',
        event: mention.event,
        sentAt: NOW * 1000,
        cause: 'slack:T1:Ev1',
        botUserId: 'U0BOT',
      },
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
    await eventually(() => expect(started).toHaveBeenCalled())
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
