import type { KnownBlock } from '@slack/types'
import { describe, expect, it } from 'vitest'
import type { NoticeContent } from '../../../app/handoffs/content.ts'
import { handoffBlocks } from '../../../app/slack/messages/handoff-blocks.ts'
import { noticeBlocks } from '../../../app/slack/messages/notice-blocks.ts'
import type { Posted } from '../../../app/slack/messages/notice-layout.ts'
import { GAIUS_CONTENT, toGaius } from '../../support/gaius.ts'

/** A message as people see it: its blocks as lines, buttons in brackets with what they carry. */
function seen({ blocks }: Posted): string {
  return blocks.map(lineOf).join('\n---\n')
}

function lineOf(block: KnownBlock): string {
  switch (block.type) {
    case 'header':
      return `# ${block.text.text}`
    case 'section':
      return block.text?.text ?? ''
    case 'actions':
      return block.elements
        .map((one) => (one.type === 'button' ? `[${one.text.text}: ${one.action_id} ${one.value}]` : one.type))
        .join(' ')
    case 'context':
      return block.elements.map((one) => ('text' in one ? `(${one.text})` : one.type)).join(' ')
    default:
      return block.type
  }
}

/** Words that refer to no fact, for messages with other facts than Gaius's. */
const PLAIN: NoticeContent['words'] = {
  opening: [{ text: 'The way is free.' }],
  body: [],
  steps: [],
  priority: 'low',
  writtenBy: 'template',
}

describe('the message of a hand-off in Slack', () => {
  it('gives Gaius all he needs to begin', () => {
    expect(seen(handoffBlocks(toGaius({ state: 'current' })))).toMatchInlineSnapshot(`
      "# 🟢 Ready for you: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      👋 Hi Gaius! Great news! Devi finished *UAPI-11* (Provision Lambda for user-api), so the way is free for *UAPI-12* (Implement user CRUD endpoints).
      Requests come in at <https://api.example.com/v1/users> and are answered by the function behind it.
      ---
      *What you have to work with*
      • *ARN:* \`arn:aws:lambda:us-east-1:123456789012:function:user-api\`
      • *API Gateway:* \`https://api.example.com/v1/users\` (<https://api.example.com/v1/users|open>)
      • *Runtime:* \`Node.js 24.x\`
      • *Database:* \`prod DocumentDB\`
      ---
      *Links*
      • <https://docs.example.com/deployment|Deployment Guide>
      • <https://docs.example.com/schema|Database Schema>
      • <https://docs.example.com/api|API Specs>
      ---
      *First steps*
      1. Answer one simple read request behind <https://api.example.com/v1/users> first.
      2. Read <https://docs.example.com/schema|Database Schema> before you model the data.
      ---
      *Finished for you*
      • *UAPI-11* Provision Lambda for user-api (infrastructure, by Devi)
      ---
      *Who waits for you next:* 2 people
      ---
      [Start: task.start UAPI-12 n_0123456789abcdef0123456789abcdef] [Got it: handoff.got UAPI-12 n_0123456789abcdef0123456789abcdef] [Need something…: handoff.need UAPI-12 n_0123456789abcdef0123456789abcdef] [Not mine…: handoff.notmine UAPI-12 n_0123456789abcdef0123456789abcdef] [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [Why am I getting this?: task.why UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (Written by AI from 10 checked facts. You get this because UAPI-12 is assigned to you.)"
    `)
  })

  it('says all of it in its text too, for those who do not see blocks', () => {
    expect(handoffBlocks(toGaius({ state: 'current' })).text).toMatchInlineSnapshot(`
      "*🟢 Ready for you: UAPI-12*

      *Implement user CRUD endpoints*
      backend · User API

      👋 Hi Gaius! Great news! Devi finished *UAPI-11* (Provision Lambda for user-api), so the way is free for *UAPI-12* (Implement user CRUD endpoints).
      Requests come in at <https://api.example.com/v1/users> and are answered by the function behind it.

      *What you have to work with*
      • *ARN:* \`arn:aws:lambda:us-east-1:123456789012:function:user-api\`
      • *API Gateway:* \`https://api.example.com/v1/users\` (<https://api.example.com/v1/users|open>)
      • *Runtime:* \`Node.js 24.x\`
      • *Database:* \`prod DocumentDB\`

      *Links*
      • <https://docs.example.com/deployment|Deployment Guide>
      • <https://docs.example.com/schema|Database Schema>
      • <https://docs.example.com/api|API Specs>

      *First steps*
      1. Answer one simple read request behind <https://api.example.com/v1/users> first.
      2. Read <https://docs.example.com/schema|Database Schema> before you model the data.

      *Finished for you*
      • *UAPI-11* Provision Lambda for user-api (infrastructure, by Devi)

      *Who waits for you next:* 2 people

      Written by AI from 10 checked facts. You get this because UAPI-12 is assigned to you."
    `)
  })

  it('asks the channel when nobody is assigned', () => {
    const { to: _, ...nobody } = GAIUS_CONTENT
    const message = { ...toGaius({ state: 'current' }), content: nobody }
    expect(
      seen(handoffBlocks({ ...message, content: { ...nobody, facts: [], finished: [], words: PLAIN } })),
    ).toMatchInlineSnapshot(`
      "# 🟢 Ready, and nobody is assigned: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      The way is free.
      Take it: \`/codexflow assign UAPI-12 me\`
      ---
      *Who waits for you next:* 2 people
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [Why am I getting this?: task.why UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (Written from 0 recorded facts. This channel hears of it because nobody is assigned to UAPI-12.)"
    `)
  })

  it('shows who has started, keeps the facts and takes the start button away', () => {
    const by = { kind: 'person', id: 'per_gaius' } as const
    const few = { facts: GAIUS_CONTENT.facts.slice(3, 4), finished: [], waitingNext: 1, words: PLAIN }
    expect(seen(handoffBlocks(toGaius({ state: 'started', by }, few)))).toMatchInlineSnapshot(`
      "# 🔵 In progress: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      Gaius has started.
      ---
      *What you have to work with*
      • *ARN:* \`arn:aws:lambda:us-east-1:123456789012:function:user-api\`
      ---
      *Who waits for you next:* 1 person
      ---
      [Done…: task.done UAPI-12 n_0123456789abcdef0123456789abcdef] [Block…: task.block UAPI-12 n_0123456789abcdef0123456789abcdef] [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [Why am I getting this?: task.why UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (Written from 1 recorded fact. You get this because UAPI-12 is assigned to you.)"
    `)
  })

  it.each([
    [{ kind: 'github', login: 'gaius-b' } as const, 'gaius-b has started, on GitHub.'],
    [{ kind: 'person', id: 'per_eve' } as const, 'It has been started.'],
    [{ kind: 'system' } as const, 'It has been started.'],
  ])('names whom it can name of those who start: %j', (by, line) => {
    expect(seen(handoffBlocks(toGaius({ state: 'started', by })))).toContain(line)
  })

  it('waits again, and says nothing of being ready', () => {
    const impediment = { reason: 'the VPC is <wrong>', by: { kind: 'system' }, since: 4 } as const
    const reasons = [
      { kind: 'blocker', task: 'UAPI-11' },
      { kind: 'impediment', source: 'per_devi', impediment },
    ] as const
    const message = handoffBlocks(toGaius({ state: 'on-hold', reasons }))
    expect(seen(message)).toMatchInlineSnapshot(`
      "# ⏸️ On hold again: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      Not yet after all: it waits for UAPI-11, and it is blocked ("the VPC is &lt;wrong&gt;").
      ---
      What stood here no longer counts. You will hear of it as soon as you can begin.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef] [Why am I getting this?: task.why UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (You get this because UAPI-12 is assigned to you.)"
    `)
    expect(JSON.stringify(message)).not.toMatch(/ready/i)
  })

  it('says in one line what else became of it, and starts nothing any more', () => {
    const states = ['reassigned', 'cancelled', 'superseded', 'finished'] as const
    const messages = states.map((state) =>
      seen(handoffBlocks(toGaius({ state }, { facts: [], finished: [], waitingNext: 0, words: PLAIN }))),
    )
    expect(messages.join('\n\n')).not.toContain('task.start')
    expect(messages.join('\n\n')).toMatchInlineSnapshot(`
      "# ↪️ With somebody else now: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      There is nothing to do for you here any more.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (You get this because UAPI-12 was assigned to you.)

      # ✖️ Cancelled: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      Nothing has to be done for it any more.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (You get this because UAPI-12 is assigned to you.)

      # 🕓 Out of date: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      A newer message about this task has taken the place of this one.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (You get this because UAPI-12 is assigned to you.)

      # ✅ Finished: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      Nothing is left to do for it.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (Written from 0 recorded facts. You get this because UAPI-12 is assigned to you.)"
    `)
  })

  it('says how many facts there are beyond the room, and where', () => {
    const facts = Array.from({ length: 60 }, (_, index) => ({
      id: `f${index + 1}`,
      kind: 'url',
      label: `Endpoint ${index + 1}`,
      value: `https://api.example.com/v1/${'long/'.repeat(10)}${index + 1}`,
      source: 'given by Devi',
    })) as typeof GAIUS_CONTENT.facts
    expect(seen(handoffBlocks(toGaius({ state: 'current' }, { facts, words: PLAIN })))).toMatch(
      /Endpoint 1:\*[\s\S]*…and \d+ more: `\/codexflow show UAPI-12`/,
    )
  })

  it('never cuts an address in half: what is too long is only named', () => {
    const facts = [{ id: 'f1', kind: 'arn', label: 'ARN', value: `arn:${'x'.repeat(1500)}`, source: 's' }] as const
    const text = seen(handoffBlocks(toGaius({ state: 'current' }, { facts, words: PLAIN })))
    expect(text).toContain('• *ARN:* too long for here: `/codexflow show UAPI-12`')
    expect(text).not.toContain('arn:x')
  })
})

describe('the message of a block in Slack', () => {
  const subject = { kind: 'block', source: 'check:northwind/user-api#7:build', since: 4, assignment: 1 } as const
  const facts = [
    { id: 'f1', kind: 'task', label: 'Implement user CRUD endpoints', value: 'UAPI-12', source: 'task' },
    { id: 'f2', kind: 'check', label: 'build', value: 'https://github.com/northwind/user-api/runs/1', source: 'check' },
  ] as const
  const words = {
    opening: [{ text: 'The check ' }, { fact: 'f2' }, { text: ' fails on your pull request.' }],
    body: [],
    steps: [[{ text: 'Open it and read the first error.' }]],
    priority: 'high',
    writtenBy: 'template',
  } as const
  const about = { subject, facts, words }

  it('says what stands in the way, and what helps', () => {
    expect(seen(noticeBlocks(toGaius({ state: 'current' }, about)))).toMatchInlineSnapshot(`
      "# ⛔ A check fails: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      The check <https://github.com/northwind/user-api/runs/1|build> fails on your pull request.
      ---
      *What is known*
      • *build:* \`https://github.com/northwind/user-api/runs/1\` (<https://github.com/northwind/user-api/runs/1|open>)
      ---
      *What helps*
      1. Open it and read the first error.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [Why am I getting this?: task.why UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (Written from 2 recorded facts. You get this because UAPI-12 is assigned to you.)"
    `)
  })

  it('says who blocks by another head than a check does', () => {
    const message = toGaius({ state: 'current' }, { ...about, subject: { ...subject, source: 'per_devi' } })
    expect(seen(noticeBlocks(message))).toContain('# ⛔ Blocked: UAPI-12')
  })

  it('says in one line what became of it', () => {
    const states = ['lifted', 'reassigned', 'cancelled'] as const
    const messages = states.map((state) => seen(noticeBlocks(toGaius({ state }, about))))
    expect(messages.join('\n\n')).toMatchInlineSnapshot(`
      "# ✅ No longer in the way: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      This is over: The check <https://github.com/northwind/user-api/runs/1|build> fails on your pull request.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (You get this because UAPI-12 is assigned to you.)

      # ↪️ With somebody else now: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      There is nothing to do for you here any more.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (You get this because UAPI-12 was assigned to you.)

      # ✖️ Cancelled: UAPI-12
      ---
      *Implement user CRUD endpoints*
      backend · User API
      ---
      Nothing has to be done for it any more.
      ---
      [Show: task.show UAPI-12 n_0123456789abcdef0123456789abcdef] [History: task.history UAPI-12 n_0123456789abcdef0123456789abcdef]
      ---
      (You get this because UAPI-12 is assigned to you.)"
    `)
  })
})

describe('a message that was held', () => {
  it('says why it came later, and how to hear at once', () => {
    const held = { until: Date.parse('2026-03-03T08:00:00Z'), because: 'quiet-hours' } as const
    const address = { channel: 'slack', conversation: 'U0GAIUS', isPerson: true } as const
    const { text } = noticeBlocks({ ...toGaius({ state: 'current' }), delivery: { role: 'notice', address, held } })
    expect(text.split('\n').at(-1)).toMatchInlineSnapshot(
      `"Written by AI from 10 checked facts. You get this because UAPI-12 is assigned to you. It waited for your working hours since <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>; to hear at once: \`/codexflow settings quiet:off\`"`,
    )
  })
})
