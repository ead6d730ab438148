import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import nock from 'nock'
import { describe, expect, it } from 'vitest'
import { slackCalls } from '../../app/slack/calls.ts'
import { slackOAuth } from '../../app/slack/install/oauth.ts'
import { answerFollowUp } from '../../app/slack/response-url.ts'
import { API, channel, GAIUS, MESSAGE, NOW } from '../support/slack-channel.ts'
import { ask, CHO, WORKSPACE } from '../support/tasks.ts'
import { aThread } from '../support/thread-stage.ts'

/** The tables of `docs/operations.md`, played row by row against the code that they speak of. */

const ROOT = join(import.meta.dirname, '../..')
const PAGE = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')

type Row = { readonly answer: string; readonly fate: string }

/** The rows below a heading: one for each answer of Slack's, with its fate. */
function rowsOf(heading: string): Row[] {
  const part = PAGE.split('\n### ').find((section) => section.startsWith(heading)) ?? ''
  const lines = part.split('\n').filter((line) => /^\| (?:HTTP|`|no answer)/.test(line))
  return lines.flatMap((line) => {
    const [, answers = '', fate = ''] = line.split('|').map((cell) => cell.trim())
    return answers.split(', ').map((answer) => ({ answer: answer.replaceAll('`', ''), fate }))
  })
}

/** The codes that a table in the code knows. */
function codesIn(file: string): string[] {
  const code = readFileSync(join(ROOT, 'app/slack', file), 'utf8')
  return [...code.matchAll(/^ {2}(\w+): (?:never\(|again\(|doubt\(|')/gm)].map(([, name]) => name!)
}

/** Slack answers one call in that way. */
function slackAnswers(answer: string, origin: string, path: string): void {
  const call = nock(origin).post(path)
  if (answer === 'no answer') call.replyWithError('socket hang up')
  else if (answer === "not Slack's answer") call.reply(200, '<html>A proxy</html>')
  else if (answer === 'HTTP 429') call.reply(429, '', { 'retry-after': '17' })
  else if (answer.startsWith('HTTP ')) call.reply(Number(answer.slice(5)), '')
  else call.reply(200, { ok: false, error: answer === 'any other refusal' ? 'something_new' : answer })
}

const MINUTE = 60_000

describe('a notice that Slack does not take', () => {
  const NOTICES = rowsOf('A notice')
  const TEAM = { channel: 'slack', conversation: 'C0BACKEND', isPerson: false } as const

  function fateOf(sent: Awaited<ReturnType<ReturnType<typeof channel>['send']>>): string {
    switch (sent.outcome) {
      case 'sent':
        return 'sent'
      case 'impossible':
        return 'given up'
      case 'unknown':
        return 'in doubt'
      case 'refused': {
        const wait = sent.notBefore - NOW
        return wait === 17_000 ? 'again when Slack says' : `again after ${wait / MINUTE} min`
      }
    }
  }

  it.each(NOTICES)('with $answer: $fate', async ({ answer, fate }) => {
    for (const method of ['chat.postMessage', 'chat.update']) {
      slackAnswers(answer, API, `/api/${method}`)
      const goesBare = fate === 'bare text goes instead'
      if (goesBare)
        nock(API)
          .post(`/api/${method}`, ({ blocks }) => blocks === '[]')
          .reply(200, { ok: true, ts: '1.2' })
      const sent =
        method === 'chat.update'
          ? await channel().edit(TEAM, { id: 'C0BACKEND:1.2' }, MESSAGE)
          : await channel().send(TEAM, MESSAGE)
      expect(fateOf(sent)).toBe(goesBare ? 'sent' : fate)
    }
  })

  it('is on the page with every code that we know', () => {
    const named = NOTICES.map(({ answer }) => answer)
    expect(codesIn('channel-failure.ts').filter((code) => !named.includes(code))).toEqual([])
  })
})

describe('a line in a thread that Slack does not take', () => {
  it.each(rowsOf('A line in the thread'))('with $answer: $fate', async ({ answer, fate }) => {
    const { slack, happens, redraw, work, warned, provider } = await aThread()
    slack.remark = (_, __, ...line) => channel().remark!(GAIUS, { id: 'D1:1.2' }, ...line)
    slackAnswers(answer, API, '/api/chat.postMessage')
    await happens(ask.assign(CHO))
    // Whoever comes by later finds it noted, and asks Slack for nothing.
    await redraw()
    await work()
    expect({ says: provider.shown[0]?.says.state, warned, fate }).toEqual({
      says: 'reassigned',
      warned: ['A line in a thread was let go'],
      fate: 'let go',
    })
  })
})

describe('another call that Slack does not take', () => {
  const CALLS = rowsOf('Everything else')
  const calls = slackCalls({ tokenOf: async () => 'xoxb-test', apiUrl: `${API}/api/`, timeoutMs: 10_000 })(WORKSPACE)
  const view = { callbackId: 'x', title: 'X', blocks: [] }

  const METHODS: Readonly<Record<string, () => Promise<unknown>>> = {
    'views.open': () => calls.openView('1.2.a', view),
    'views.push': () => calls.pushView('1.2.a', view),
    'views.update': () => calls.updateView('V1', view, ''),
    'views.publish': () => calls.publishHome('U1', { blocks: [] }),
    'chat.postEphemeral': () => calls.postEphemeral('C1', 'U1', { text: 'Hello' }),
    'chat.postMessage': () => calls.postMessage('C1', { text: 'Hello' }),
    'files.getUploadURLExternal': () =>
      calls.uploadFile({ channel: 'C1', name: 'g.png', title: 'Graph', alt: 'Graph', bytes: new Uint8Array(1) }),
  }

  it.each(CALLS)('with $answer: $fate', async ({ answer, fate }) => {
    for (const [method, call] of Object.entries(METHODS)) {
      slackAnswers(answer, API, `/api/${method}`)
      const refusal = { ok: false, error: { why: fate.replace(' ', '-'), code: answer } }
      if (fate === 'brought again') await expect(call()).rejects.toThrow()
      else expect(await call()).toEqual(refusal)
    }
  })

  it('is on the page with every code that we know', () => {
    // Ours: no token, so that nothing was asked.
    const named = [...CALLS.map(({ answer }) => answer), 'not_installed']
    expect(codesIn('call-refusal.ts').filter((code) => !named.includes(code))).toEqual([])
  })
})

describe('a later answer that Slack does not take', () => {
  it.each(rowsOf('An answer that comes later'))('with $answer: $fate', async ({ answer, fate }) => {
    slackAnswers(answer, 'https://hooks.slack.com', '/commands/T0/1/a')
    const answered = answerFollowUp('https://hooks.slack.com/commands/T0/1/a', { text: 'Done.' })
    if (fate === 'brought again') await expect(answered).rejects.toThrow('Slack did not take a later answer')
    else expect([await answered, fate]).toEqual(['gone', 'nobody waits'])
  })
})

describe('an installation or a renewal that Slack does not take', () => {
  const app = { clientId: '1.2', clientSecret: async () => 'secret', redirectUrl: 'https://codexflow.test/slack/oauth' }
  const oauth = slackOAuth({ ...app, apiUrl: `${API}/api/`, timeoutMs: 10_000 })
  const GRANTS = rowsOf('Installing, and renewing')

  it.each(GRANTS)('with $answer: $fate', async ({ answer, fate }) => {
    slackAnswers(answer, API, '/api/oauth.v2.access')
    const asked = fate === 'begin again' ? oauth.exchange('code') : oauth.renew('refresh')
    if (fate === 'brought again') await expect(asked).rejects.toThrow()
    else expect(await asked).toEqual({ ok: false, error: fate === 'begin again' ? 'code' : answer })
  })

  it('is on the page with every code that we know', () => {
    const code = readFileSync(join(ROOT, 'app/slack/install/oauth.ts'), 'utf8')
    const sets = [...code.matchAll(/new Set\(\[([^;]*?)\]\)\n/g)].map(([, codes = '']) => codes)
    const known = sets.flatMap((codes) => [...codes.matchAll(/'(\w+)'/g)].map(([, name]) => name!))
    expect(known.length).toBeGreaterThan(8)
    expect(known.filter((each) => !GRANTS.some(({ answer }) => answer === each))).toEqual([])
  })
})

describe('the tables', () => {
  it('are read whole', () => {
    const counts = ['A notice', 'A line', 'Everything else', 'An answer', 'Installing'].map(
      (heading) => rowsOf(heading).length,
    )
    expect(counts.map((count) => count > 5)).toEqual([true, true, true, true, true])
  })
})
