import nock from 'nock'
import { beforeEach, describe, expect, it } from 'vitest'
import { jsonLog } from '../../app/log.ts'
import { err, ok } from '../../app/result.ts'
import { answer } from '../../app/slack/answer.ts'
import type { CallRefusal } from '../../app/slack/call-refusal.ts'
import type { AskedInSlack } from '../../app/verbs/asked.ts'
import { minute, WORKSPACE } from '../support/tasks.ts'

const MENTION: AskedInSlack = {
  workspace: WORKSPACE,
  slackUser: 'U1',
  userName: '',
  channel: 'C1',
  thread: '1.1',
  at: minute(1),
  cause: 'slack:T1:Ev1',
  responseUrl: '',
}
const REPLY = { text: 'It waits for UAPI-1.' }
const SHUT_OUT: CallRefusal = { why: 'shut-out', code: 'not_in_channel' }

let lines: string[]
let made: unknown[][]
beforeEach(() => {
  lines = []
  made = []
})

/** Slack, which refuses the calls that are named. */
function ports(...refuses: string[]) {
  const called = (name: string, given: readonly unknown[]) => {
    made.push([name, ...given])
    return refuses.includes(name)
  }
  return {
    calls: () => ({
      postEphemeral: async (...given: unknown[]) => (called('postEphemeral', given) ? err(SHUT_OUT) : ok(undefined)),
      updateView: async (...given: unknown[]) => (called('updateView', given) ? err(SHUT_OUT) : ok(undefined)),
      postMessage: async (...given: unknown[]) =>
        called('postMessage', given) ? err(SHUT_OUT) : ok({ channel: 'D1', ts: '1.9' }),
    }),
    localOrigin: '',
    log: jsonLog((line) => lines.push(line)),
  }
}

describe('an answer from behind the queue', () => {
  it('goes to the gesture where there was one', async () => {
    nock('https://hooks.slack.com')
      .post('/commands/1', { response_type: 'ephemeral', replace_original: true, text: REPLY.text })
      .reply(200, 'ok')
    await answer({ ...MENTION, responseUrl: 'https://hooks.slack.com/commands/1' }, REPLY, { replaces: true }, ports())
    expect([made, nock.isDone()]).toEqual([[], true])
  })

  it.each<[string, Partial<AskedInSlack>, unknown[][]]>([
    ['into the thread of a mention, for its writer alone', {}, [['postEphemeral', 'C1', 'U1', REPLY, '1.1']]],
    ['into the channel', { thread: undefined as never }, [['postEphemeral', 'C1', 'U1', REPLY, undefined]]],
    ['into a direct message as an ordinary one', { channel: 'D1' }, [['postMessage', 'D1', REPLY, '1.1']]],
    ['to a person who asked from nowhere, as in the Home tab', { channel: '' }, [['postMessage', 'U1', REPLY]]],
  ])('goes %s', async (_, over, calls) => {
    await answer({ ...MENTION, ...over }, REPLY, {}, ports())
    expect([made, lines]).toEqual([calls, []])
  })

  it('goes onto the page of a modal that is still open', async () => {
    await answer({ ...MENTION, channel: '', viewId: 'V1' }, REPLY, {}, ports())
    expect(made.map(([name, where]) => [name, where])).toEqual([['updateView', 'V1']])
  })

  it('goes to the direct messages where the channel is closed to us', async () => {
    await answer(MENTION, REPLY, {}, ports('postEphemeral'))
    expect([made.map(([name, channel]) => [name, channel]), lines]).toEqual([
      [
        ['postEphemeral', 'C1'],
        ['postMessage', 'U1'],
      ],
      [],
    ])
  })

  it('is given up, and logged without its words, when Slack lets us in nowhere', async () => {
    await answer(MENTION, REPLY, {}, ports('postEphemeral', 'postMessage'))
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      {
        level: 'warn',
        message: 'An answer reached nobody',
        cause: 'slack:T1:Ev1',
        why: { why: 'shut-out', code: 'not_in_channel' },
      },
    ])
  })
})
