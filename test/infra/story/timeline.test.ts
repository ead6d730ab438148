import { describe, expect, it } from 'vitest'
import type { Said } from '../../../infra/local/people/residents.ts'
import type { News } from '../../../infra/local/story/lookout.ts'
import type { Act } from '../../../infra/local/story/steps.ts'
import type { Scene } from '../../../infra/local/story/story.ts'
import { timeline } from '../../../infra/local/story/timeline.ts'
import { fromMarkdown, fromMrkdwn, wrapped } from '../../../infra/local/terminal/plain-text.ts'

const people = [
  { name: 'amy', fullName: 'Amy Adeyemi', slackId: 'U1', login: 'amy-adeyemi' },
  { name: 'gaius', fullName: 'Gaius Okoro', slackId: 'U2', login: 'gaius-okoro' },
]
const options = { people, channels: [{ id: 'C1', name: 'user-api' }], width: 72, clock: () => '10:00:00' }
const at = new Date(0)
const said = (text: string): Said => ({ status: 200, body: {}, tookMs: 5, responses: [], text })
const message = (text: string, blocks: Record<string, unknown>[] = []) => ({
  ...{ ts: '1.1', user: 'U0', text, blocks, channel: 'D1', thread: [] },
})
const show = (scene: Scene, colours = false) => timeline({ ...options, colours })(scene)
const news = (each: News) => show({ kind: 'news', at, news: each })

describe('the timeline', () => {
  it('shows what somebody typed, and the answer as they read it', () => {
    const scene: Scene = {
      kind: 'act',
      at,
      as: 'amy',
      act: { kind: 'slack', text: 'assign UAPI-2 @gaius' },
      answer: said('*UAPI-2* is assigned to <@U2> &amp; waits in <#C1>, as far as anything is there to wait for.'),
    }
    expect(show(scene)).toMatchInlineSnapshot(`
      "10:00:00  Amy Adeyemi types in Slack: /codexflow assign UAPI-2 @gaius
                │ UAPI-2 is assigned to @Gaius Okoro & waits in #user-api, as
                │ far as anything is there to wait for."
    `)
  })

  it('never lets foreign text speak to the terminal, wherever it stands', () => {
    const evil = 'a\u001b[2Jb\u001b]0;owned\u0007c\u009b31md\u202egro\u2069\u0000\b\r!'
    const acts: readonly Act[] = [
      { kind: 'slack', text: evil },
      { kind: 'comment', on: evil, body: evil },
      {
        kind: 'open-pull',
        repository: evil,
        title: evil,
        branch: evil,
        body: evil,
        file: { path: evil, content: evil },
      },
      { kind: 'check', on: evil, name: evil, conclusion: 'failure' },
    ]
    const buttons = [{ type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: evil } }] }]
    const told: readonly News[] = [
      { kind: 'dm', to: evil, message: message(evil, buttons), edited: false },
      { kind: 'channel', channel: evil, message: message(evil), edited: true },
      { kind: 'private', to: evil, text: evil },
      { kind: 'comment', on: evil, by: evil, body: evil, isBot: false, edited: false },
      { kind: 'mail', to: evil, subject: evil, message: evil },
    ]
    const shown = [
      ...acts.map((act) => show({ kind: 'act', at, as: evil, act, answer: said(evil) })),
      ...told.map(news),
    ].join('\n')
    expect(shown).toContain('a[2Jb]0;ownedc31mdgro!')
    expect(shown).not.toMatch(/[^\P{Cc}\n]|[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u)
    // Colours of ours still work.
    expect(show({ kind: 'act', at, as: 'amy', act: { kind: 'slack', text: evil } }, true)).toContain(
      '\u001b[36m/codexflow a[2Jb',
    )
  })

  it('shows what happened on GitHub', () => {
    const acts: readonly Act[] = [
      { kind: 'comment', on: 'o/r#1', body: '/codexflow link AAAAA-BBBBB' },
      {
        ...{ kind: 'open-pull', repository: 'o/r', title: 'Provision', branch: 'UAPI-1', body: 'Completes UAPI-1' },
        file: { path: 'a', content: 'b' },
      },
      { kind: 'check', on: 'o/r#2', name: 'build', conclusion: 'success' },
      { kind: 'merge', on: 'o/r#2' },
    ]
    expect(acts.map((act) => show({ kind: 'act', at, as: 'amy', act })).join('\n')).toMatchInlineSnapshot(`
      "10:00:00  Amy Adeyemi comments on o/r#1
                │ /codexflow link AAAAA-BBBBB
      10:00:00  Amy Adeyemi opens a pull request in o/r: Provision (branch UAPI-1)
                │ Completes UAPI-1
      10:00:00  Amy Adeyemi sees the check build end in success on o/r#2
      10:00:00  Amy Adeyemi merges o/r#2"
    `)
  })

  it('shows who was told what, and where', () => {
    const start = { type: 'actions', elements: [button('Start'), button('Why?')] }
    const told: readonly News[] = [
      { kind: 'dm', to: 'gaius', message: message('*Ready:* UAPI-2\n• ARN: arn:aws:x', [start]), edited: false },
      { kind: 'dm', to: 'gaius', message: message('No longer ready'), edited: true },
      { kind: 'dm', to: 'gaius', message: { ...message('Amy did it'), thread_ts: '0.9' }, edited: false },
      { kind: 'channel', channel: 'user-api', message: message('Nobody is assigned'), edited: false },
      {
        kind: 'channel',
        channel: 'user-api',
        message: { ...message('The graph'), thread_ts: '0.9', files: [{ name: 'graph.png' }] },
        edited: false,
      },
      { kind: 'private', to: 'amy', text: 'Connected.' },
      {
        kind: 'comment',
        on: 'o/r#1',
        by: 'codexflow[bot]',
        isBot: true,
        body: '**UAPI\\-2** <!-- m -->',
        edited: false,
      },
      { kind: 'comment', on: 'o/r#1', by: 'gaius-okoro', isBot: false, body: 'Thanks', edited: true },
      { kind: 'sign', on: 'o/r#1', sign: 'rocket', body: '/codexflow start' },
      { kind: 'mail', to: 'a@b.example', subject: 'UAPI-2 is ready', message: 'Start now.' },
    ]
    expect(told.map(news).join('\n')).toMatchInlineSnapshot(`
      "10:00:00  CodexFlow tells Gaius Okoro in a Slack DM
                │ Ready: UAPI-2
                │ • ARN: arn:aws:x
                │ [ Start ] [ Why? ]
      10:00:00  CodexFlow edits its Slack DM to Gaius Okoro
                │ No longer ready
      10:00:00  CodexFlow tells Gaius Okoro in a thread of its Slack DM
                │ Amy did it
      10:00:00  CodexFlow posts in #user-api
                │ Nobody is assigned
      10:00:00  CodexFlow posts in a thread of #user-api
                │ The graph
                │ (picture: graph.png)
      10:00:00  CodexFlow answers Amy Adeyemi alone
                │ Connected.
      10:00:00  CodexFlow comments on o/r#1
                │ UAPI-2
      10:00:00  Gaius Okoro edits the comment on o/r#1
                │ Thanks
      10:00:00  CodexFlow signs a comment on o/r#1: 🚀
      10:00:00  CodexFlow mails a@b.example: UAPI-2 is ready
                │ Start now."
    `)
  })

  it('has colours only where they are wanted', () => {
    const scene: Scene = { kind: 'act', at, as: 'amy', act: { kind: 'merge', on: 'o/r#2' } }
    expect(show(scene)).not.toContain('\u001b[')
    expect(show(scene, true)).toContain('\u001b[')
  })
})

describe('plain text', () => {
  it('says an address and its own link once', () => {
    expect(fromMrkdwn('API: `https://x.example/v1` (<https://x.example/v1|open>)')).toBe('API: https://x.example/v1')
    expect(fromMrkdwn('<https://x.example|Guide> and <https://y.example>')).toBe(
      'Guide (https://x.example) and https://y.example',
    )
  })

  it('leaves signs alone that mark up nothing', () => {
    expect(fromMrkdwn('2 * 3 * 4, snake_case_name, a&lt;b')).toBe('2 * 3 * 4, snake_case_name, a<b')
    expect(fromMarkdown('a \\* b, `code`, [Guide](https://x.example)')).toBe('a * b, code, Guide (https://x.example)')
  })

  it('wraps at blanks, hangs lists, and never breaks what people copy', () => {
    expect(wrapped('• one two three four', 12)).toEqual(['• one two', '  three four'])
    expect(wrapped('arn:aws:lambda:us-east-1:1:function:x', 10)).toEqual(['arn:aws:lambda:us-east-1:1:function:x'])
    expect(wrapped('a\n\nb', 10)).toEqual(['a', '', 'b'])
  })
})

function button(label: string) {
  return { type: 'button', action_id: label.toLowerCase(), text: { type: 'plain_text', text: label } }
}
