import { describe, expect, it } from 'vitest'
import { door, lines, seen } from '../support/slack-door.ts'
import { command, ofForm, read } from '../support/slack-samples.ts'

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
