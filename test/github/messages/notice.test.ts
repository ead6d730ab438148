import { describe, expect, it } from 'vitest'
import { noticeComment } from '../../../app/github/messages/notice.ts'
import type { NoticeContent } from '../../../app/handoffs/content.ts'
import type { Message } from '../../../app/ports/channel.ts'
import { ADDRESS, BLOCK, HANDOFF, messageOf, STANDINGS } from '../notices.ts'

const mentioned: Message['delivery'] = { role: 'notice', address: { ...ADDRESS, mention: 'dev-gh' } }

describe('the comment about a hand-off', () => {
  it('says all that the next person needs', () => {
    expect(noticeComment(messageOf(HANDOFF))).toMatchInlineSnapshot(`
      "**Dev, \`UAPI-13\` is ready for you**

      \`UAPI-13\` Build the user API

      Priya finished \`UAPI-12\`, so nothing stands in your way now\\.

      [Run book](<https://docs.northwind.example/run>) holds the details\\.

      **What is finished**

      - \`UAPI-12\` Provision the Lambda (infrastructure, by Priya)

      **What you have to work with**

      - **ARN**: \`arn:aws:lambda:eu-west-1:123456789012:function:user-api\` (pull request northwind\\/user\\-api\\#<!-- -->12)
      - **API**: [\`https://api.northwind.example/v1?a=1&b=2\`](<https://api.northwind.example/v1?a=1&amp;b=2>) (given by Priya)
      - **Database**: \`user-table\` (given by Priya)
      - **Run book**: [\`https://docs.northwind.example/run\`](<https://docs.northwind.example/run>) (documents of UAPI)

      **First steps**

      1. Call [\`https://api.northwind.example/v1?a=1&b=2\`](<https://api.northwind.example/v1?a=1&amp;b=2>) once\\.
      2. Read from \`user-table\`\\.

      <sub>Priority: medium. 2 people wait for it next. Written by AI from 7 checked facts. Sent because the task is assigned to that person and no longer waits.</sub>"
    `)
  })

  it('says of one fact that it is one', () => {
    const one = {
      ...HANDOFF,
      facts: HANDOFF.facts.slice(0, 1),
      words: { ...HANDOFF.words, opening: [], body: [], steps: [] },
    }
    expect(noticeComment(messageOf(one))).toContain('Written by AI from 1 checked fact. ')
  })

  it('mentions the person only where GitHub is the place in which they are told', () => {
    const first = (message: Message) => noticeComment(message).split('\n')[0]
    expect(first(messageOf(HANDOFF, { delivery: mentioned }))).toBe('**@dev-gh, `UAPI-13` is ready for you**')
    const record: Message['delivery'] = { ...mentioned, role: 'record' }
    expect(first(messageOf(HANDOFF, { delivery: record }))).toBe('**Dev, `UAPI-13` is ready for you**')
  })

  it('says when nobody is assigned', () => {
    const { to: _, ...nobody } = HANDOFF
    expect(noticeComment(messageOf(nobody)).split('\n')[0]).toBe('**`UAPI-13` is ready, and nobody is assigned to it**')
  })

  it('tells what became of it', () => {
    const heads = STANDINGS.map((standing) => noticeComment(messageOf(HANDOFF, { standing })).split('\n')[0])
    expect(heads).toMatchInlineSnapshot(`
      [
        "**Dev, \`UAPI-13\` is ready for you**",
        "**\`UAPI-13\` is under way: Dev has started**",
        "**\`UAPI-13\` is finished**",
        "**On hold again: \`UAPI-13\` waits**",
        "**\`UAPI-13\` is with somebody else now**",
        "**\`UAPI-13\` was cancelled**",
        "**A newer message about \`UAPI-13\` has taken the place of this one**",
        "**A newer message about \`UAPI-13\` has taken the place of this one**",
      ]
    `)
  })

  it('keeps nothing standing that is no longer true', () => {
    expect(noticeComment(messageOf(HANDOFF, { standing: STANDINGS[3]! }))).toMatchInlineSnapshot(`
      "**On hold again: \`UAPI-13\` waits**

      \`UAPI-13\` Build the user API

      What stood here is no longer true: it waits for UAPI\\-12. You will be told when that is over."
    `)
  })
})

describe('the comment about a block', () => {
  it('says what failed and what to do', () => {
    expect(noticeComment(messageOf(BLOCK, { delivery: mentioned }))).toMatchInlineSnapshot(`
      "**@dev-gh, a check fails on \`UAPI-13\`**

      \`UAPI-13\` Build the user API

      The check build fails on northwind\\/user\\-api\\#<!-- -->12\\.

      - Look at what failed and push a fix\\.

      <sub>Sent because the task is assigned to that person.</sub>"
    `)
  })

  it('tells a check from a person', () => {
    const byPerson: NoticeContent = {
      ...BLOCK,
      subject: { kind: 'block', source: 'per_priya', since: 3, assignment: 1 },
    }
    expect(noticeComment(messageOf(byPerson)).split('\n')[0]).toBe('**Dev, `UAPI-13` is blocked**')
  })

  it('says when it is over, and no more', () => {
    const texts = STANDINGS.slice(4).map((standing) => noticeComment(messageOf(BLOCK, { standing })))
    expect(texts).toMatchInlineSnapshot(`
      [
        "**\`UAPI-13\` is with somebody else now**

      \`UAPI-13\` Build the user API",
        "**\`UAPI-13\` was cancelled**

      \`UAPI-13\` Build the user API",
        "**That no longer stands in the way of \`UAPI-13\`**

      \`UAPI-13\` Build the user API",
        "**That no longer stands in the way of \`UAPI-13\`**

      \`UAPI-13\` Build the user API",
      ]
    `)
  })
})
