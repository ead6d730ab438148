import { describe, expect, it } from 'vitest'
import type { EventInput } from '../../app/slack/inputs.ts'
import { writtenToUs } from '../../app/slack/written.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { minute } from '../support/tasks.ts'

const MENTION = { type: 'app_mention', user: 'U1', text: '<@U0BOT> why UAPI-12', ts: '1.2', channel: 'C1' }
const DIRECT = { type: 'message', channel_type: 'im', user: 'U1', text: 'mine', ts: '1.2', channel: 'D1' }

function event(over: Readonly<Record<string, unknown>>, botUserId: string | undefined = 'U0BOT'): EventInput {
  const event = { ...MENTION, ...over }
  const base = { kind: 'event', teamId: 'T1', type: event.type, event, cause: 'slack:T1:Ev1' } as const
  return botUserId === undefined ? base : { ...base, botUserId }
}

const heard = (over: Readonly<Record<string, unknown>>, bot?: string) =>
  writtenToUs(event(over, bot), workspaceOf('T1'), minute(1))

describe('what is written to us', () => {
  it('is a command of its writer, answered where it was written', () => {
    expect(heard({ thread_ts: '1.1' })).toEqual({
      text: 'why UAPI-12',
      asked: {
        workspace: 'T1',
        slackUser: 'U1',
        userName: '',
        channel: 'C1',
        thread: '1.1',
        at: minute(1),
        cause: 'slack:T1:Ev1',
        responseUrl: '',
      },
    })
    expect(heard(DIRECT)).toMatchObject({ text: 'mine', asked: { channel: 'D1' } })
    expect(heard(DIRECT)?.asked).not.toHaveProperty('thread')
  })

  it.each([
    ['<@U0BOT> done UAPI-1', 'done UAPI-1'],
    ['<@U0BOT|codexflow>: done UAPI-1', 'done UAPI-1'],
    ['  <@U0BOT>,  done UAPI-1 ', 'done UAPI-1'],
    ['done UAPI-1 <@U0BOT>', 'done UAPI-1'],
    ['thanks! <@U0BOT> done UAPI-1', 'done UAPI-1'],
    ['<@U0GAIUS> says it is over <@U0BOT> done UAPI-1', 'done UAPI-1'],
    ['<@U0BOT> assign UAPI-1 <@U0GAIUS>', 'assign UAPI-1 <@U0GAIUS>'],
    ['<@U0BOT> /codexflow done UAPI-1', 'done UAPI-1'],
    ['<@U0BOT> /CodexFlow', ''],
    ['<@U0BOT>', ''],
    ['<@U0BOT> why\nUAPI-1', 'why\nUAPI-1'],
  ])('says behind the mention what is meant, or before it: %s', (text, command) => {
    expect(heard({ text })?.text).toBe(command)
  })

  it('begins with the mention where Slack does not say who we are', () => {
    const unnamed: EventInput = { ...event({ text: '<@U0US> done UAPI-1' }, '') }
    const { botUserId: _, ...rest } = unnamed
    expect(writtenToUs(rest, workspaceOf('T1'), minute(1))?.text).toBe('done UAPI-1')
  })

  it('may come from somebody of another workspace', () => {
    expect(heard({ user_team: 'T9' })?.asked.isForeign).toBe(true)
    expect(heard({ user_team: 'T1' })?.asked).not.toHaveProperty('isForeign')
  })

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['what we say ourselves, or another bot', { ...DIRECT, bot_id: 'B1' }],
    ['an edit', { ...DIRECT, subtype: 'message_changed', message: {} }],
    ['a deletion', { ...DIRECT, subtype: 'message_deleted' }],
    ['somebody joining', { ...DIRECT, subtype: 'channel_join' }],
    ['a mention that was edited in', { edited: { user: 'U1', ts: '1.3' } }],
    ['a message in a channel, should Slack ever send one', { ...DIRECT, channel_type: 'channel' }],
    ['nobody', { ...DIRECT, user: undefined }],
    ['what is no text', { text: 7 }],
    ['a user that is none', { user: '<@U1>' }],
  ])('is not %s', (_, over) => {
    expect(heard(over)).toBeUndefined()
  })
})
