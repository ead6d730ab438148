import { describe, expect, it } from 'vitest'
import { mentioned } from '../../../infra/local/people/mentions.ts'
import type { Said } from '../../../infra/local/people/residents.ts'
import { type Check, checkStory, type Outcome } from '../../../infra/local/story/checks.ts'
import type { News } from '../../../infra/local/story/lookout.ts'
import { DOCUMENTS, FACTS, ISSUE, story } from '../../../infra/local/story/steps.ts'
import { fits, type Scene } from '../../../infra/local/story/story.ts'
import { buttonNamed } from '../../../infra/local/terminal/buttons.ts'

const people = [
  { name: 'devi', slackId: 'U1' },
  { name: 'gaius', slackId: 'U2' },
]
const channels = [{ name: 'user-api', id: 'C1' }]

describe('what people type', () => {
  it('reaches the door as Slack would write it', () => {
    const typed = (text: string) => mentioned(text, { people, channels })
    expect(typed('assign UAPI-1 @Devi')).toBe('assign UAPI-1 <@U1|devi>')
    expect(typed('task add "R&D <now>" assign:@gaius channel:#user-api')).toBe(
      'task add "R&amp;D &lt;now&gt;" assign:<@U2|gaius> channel:<#C1|user-api>',
    )
    // Whoever is unknown, an e-mail address, an issue and what Slack has written already stay as they are.
    for (const text of ['@stranger', 'devi@gaius', 'o/r#1', 'issue:northwind/user-api#1', 'assign:<@U9|devi>']) {
      expect(typed(text)).toBe(text)
    }
  })

  it('may be a click, on a button by its label or its id', () => {
    const message = {
      blocks: [
        { type: 'section', text: {} },
        {
          type: 'actions',
          elements: [
            { type: 'button', action_id: 'task.start', value: 'v', text: { type: 'plain_text', text: 'Start' } },
            { type: 'button', action_id: 'open', url: 'https://x.example', text: { type: 'plain_text', text: 'Open' } },
          ],
        },
      ],
    }
    const start = { label: 'Start', actionId: 'task.start', value: 'v' }
    expect([buttonNamed(message, 'start'), buttonNamed(message, 'task.start')]).toEqual([start, start])
    expect(() => buttonNamed(message, 'Stop')).toThrow(
      'There is no button "Stop". There is: "Start" (task.start), "Open" (open).',
    )
    expect(() => buttonNamed({}, 'Start')).toThrow('There is: none.')
  })
})

describe('the story', () => {
  it('is played by people of the seed, and ends with everybody told', () => {
    expect(new Set(story.map(({ as }) => as))).toEqual(new Set(['amy', 'devi', 'gaius']))
    const handOff = story.find(({ act }) => act.kind === 'merge')
    expect(handOff?.brings.map(({ in: where }) => where)).toEqual(['dm', 'comment', 'check', 'mail'])
    expect(story.flatMap(({ act }) => (act.kind === 'click' ? [act.button] : []))).toEqual(['Got it', 'Approve'])
  })

  it('takes no message for another', () => {
    const dm = { in: 'dm', to: 'gaius', contains: ['UAPI-2'] } as const
    expect(fits(told.dm('gaius', '*UAPI-2* is ready'), dm)).toBe(true)
    expect(fits(told.dm('gaius', 'UAPI-3 is ready'), dm)).toBe(false)
    expect(fits(told.dm('devi', 'UAPI-2 is ready'), dm)).toBe(false)
    expect(fits(told.mail('UAPI-2', ''), dm)).toBe(false)
    const comment = { in: 'comment', on: ISSUE, contains: ['UAPI-2'] } as const
    expect(fits(told.comment('UAPI-2'), comment)).toBe(true)
    expect(fits({ ...told.comment('UAPI-2'), isBot: false } as News, comment)).toBe(false)
    const check = { in: 'check', on: 'northwind/user-api#2', contains: ['Merged'] } as const
    expect([fits(told.check('Merged'), check), fits(told.check('Merged', 'o/r#3'), check)]).toEqual([true, false])
  })
})

const facts = [...FACTS, ...DOCUMENTS.map(([, url]) => url)].join('\n')
const told = {
  dm: (to: string, text: string): News => ({
    kind: 'dm',
    to,
    edited: false,
    message: { ts: '1.1', user: 'U0', text, channel: 'D1', thread: [] },
  }),
  comment: (body: string, on = ISSUE): News => ({
    ...{ kind: 'comment', on, by: 'codexflow[bot]', isBot: true, body, edited: false },
  }),
  check: (title: string, on = 'northwind/user-api#2'): News => ({
    ...{ kind: 'check', on, title, conclusion: 'success', summary: 'Nothing.', edited: false },
  }),
  mail: (subject: string, message: string): News => ({ kind: 'mail', to: 'updates@x.example', subject, message }),
}
const answered = (said: Partial<Said>): Scene => ({
  ...{ kind: 'act', at: new Date(0), as: 'amy', act: { kind: 'slack', text: 'help' } },
  answer: { status: 200, body: {}, tookMs: 9, responses: [], text: '', ...said },
})
const good: Outcome = {
  scenes: [answered({})],
  told: [
    told.dm('devi', 'UAPI-1 is yours'),
    told.dm('gaius', `UAPI-2 is ready: Devi Rao finished UAPI-1\n${facts}\nGaius Okoro got it`),
    told.comment(facts),
    told.mail('UAPI-2 is ready', facts),
    told.check('Merged: UAPI-1 is done'),
    told.dm('devi', 'UAPI-3 is yours'),
    told.dm('devi', 'Approved: UAPI-3'),
    told.dm('amy', 'Approved: UAPI-3, by Amy Adeyemi'),
  ],
  webhooks: [{ event: 'pull_request', state: 'delivered', attempts: [1] }],
  deadLetters: 0,
  errors: [],
}
const wrong = (outcome: Partial<Outcome>): readonly Check[] =>
  checkStory({ ...good, ...outcome }).filter(({ missing }) => missing !== undefined)

describe('the demonstration', () => {
  it('finds nothing wrong with a story that came true', () => {
    expect(wrong({})).toEqual([])
  })

  it('misses each thing that did not come', () => {
    const without = (index: number) => good.told.filter((_, at) => at !== index)
    expect(wrong({ told: without(3) }).map(({ what }) => what)).toEqual([
      'the e-mail topic carried UAPI-2 once',
      'with every fact',
    ])
    expect(wrong({ told: without(2) })[0]).toEqual({
      what: `one comment of CodexFlow stands on ${ISSUE}`,
      missing: 'there are 0, not 1',
    })
    expect(wrong({ told: without(4) }).map(({ what }) => what)).toEqual([
      'one check of CodexFlow stands on the pull request',
      'it says what came of it',
    ])
    expect(wrong({ told: without(1) }).map(({ what }) => what)).toContain('Gaius got one Slack DM about UAPI-2')
  })

  it('misses each single fact in the message', () => {
    for (const fact of [...FACTS, ...DOCUMENTS.map(([, url]) => url)]) {
      const lacking = told.dm(
        'gaius',
        `UAPI-2: Devi Rao finished UAPI-1\nGaius Okoro got it\n${facts.replace(fact, '')}`,
      )
      expect(wrong({ told: good.told.map((news, at) => (at === 1 ? lacking : news)) })).toHaveLength(1)
    }
  })

  it('notices whatever came twice, or to somebody else', () => {
    const more = (news: News) => wrong({ told: [...good.told, news] }).map(({ what }) => what)
    expect(more(good.told[1]!)).toEqual(['Gaius got one Slack DM about UAPI-2', 'and no other'])
    expect(more(told.dm('fern', 'UAPI-2 is ready'))).toEqual(['nobody else got a DM about UAPI-2'])
    expect(more(told.dm('devi', 'You finished UAPI-1'))).toEqual([
      'Devi got three DMs, her tasks and what came of her request, and none about what she did',
    ])
    expect(more(told.dm('amy', 'Approved: UAPI-3'))).toEqual(['Amy got one DM, the request'])
    expect(more(told.comment('again', 'northwind/user-api#2'))).toEqual([
      'no other comment of CodexFlow stands anywhere',
    ])
    expect(more(told.check('Merged: UAPI-1 is done', 'northwind/user-api#3'))).toEqual([
      'one check of CodexFlow stands on the pull request',
    ])
    expect(more(told.mail('UAPI-2 is ready', facts))).toEqual(['the e-mail topic carried UAPI-2 once'])
  })

  it('notices mentions, late answers, webhooks taken late, dead letters and failures', () => {
    const mention = good.told.map((news, at) => (at === 2 ? told.comment(`@gaius-okoro\n${facts}`) : news))
    expect(wrong({ told: mention })).toEqual([{ what: 'it mentions nobody', missing: 'it says @g' }])
    expect(wrong({ scenes: [answered({ tookMs: 3001 })] })).toHaveLength(1)
    expect(wrong({ scenes: [answered({ status: 500 })] })).toHaveLength(1)
    expect(wrong({ webhooks: [{ event: 'issues', state: 'delivered', attempts: [1, 2] }] })).toHaveLength(1)
    expect(wrong({ deadLetters: 1 })).toHaveLength(1)
    expect(wrong({ errors: ['a function failed'] })).toEqual([
      { what: 'no function failed', missing: 'there are 1, not 0: a function failed' },
    ])
  })
})
