import { describe, expect, it } from 'vitest'
import { noticeMail } from '../../app/email/message.ts'
import { noticeComment } from '../../app/github/messages/notice.ts'
import type { Address } from '../../app/handoffs/content.ts'
import type { Hold } from '../../app/handoffs/hold.ts'
import type { Message } from '../../app/ports/channel.ts'
import { noticeBlocks } from '../../app/slack/messages/notice-blocks.ts'
import { GAIUS_CONTENT, toGaius } from '../support/gaius.ts'

const UNTIL = Date.parse('2026-03-03T08:00:00Z')
const HOLDS: readonly Hold[] = [
  { until: UNTIL, because: 'quiet-hours' },
  { until: UNTIL, because: 'budget', day: '2026-03-03' },
]
const TOPIC: Address = { channel: 'email', topicArn: 'arn:aws:sns:us-east-1:123456789012:northwind' }
const SUBJECTS: readonly Message['content']['subject'][] = [
  GAIUS_CONTENT.subject,
  { kind: 'block', source: 'person:per_devi', since: 1, assignment: 1 },
  { kind: 'question', since: 1 },
]

/** Its last lines, where each channel says why it came. */
function footers(subject: Message['content']['subject'], held?: Hold) {
  const to = (address: Address): Message => ({
    ...toGaius({ state: 'current' }, { subject }),
    delivery: { role: 'notice', address, ...(held === undefined ? {} : { held }) },
  })
  const inSlack = noticeBlocks(to({ channel: 'slack', conversation: 'U0GAIUS', isPerson: true })).text
  const github = {
    channel: 'github',
    repository: 'northwind/user-api',
    issue: 7,
    installation: 1,
    mention: 'gaius',
  } as const
  const mail = noticeMail(to(TOPIC)).text.replaceAll('\n', ' ')
  return [inSlack.split('\n').at(-1)!, noticeComment(to(github)).split('\n').at(-1)!, mail]
}

describe('a message that was held', () => {
  it('says on every channel why it came later, since when it waited, and how to hear at once', () => {
    const said = HOLDS.map((held) =>
      footers(GAIUS_CONTENT.subject, held).map((text) => text.slice(text.indexOf('It w'))),
    )
    expect(said).toMatchInlineSnapshot(`
      [
        [
          "It waited for your working hours since <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>; to hear at once: \`/codexflow settings quiet:off\`",
          "It waited for your working hours since 2026-03-02 09:00 UTC; to hear at once: \`/codexflow settings quiet:off\`</sub>",
          "It waited for your working hours since 2026-03-02 09:00 UTC; to hear at once: /codexflow settings quiet:off in Slack.",
        ],
        [
          "It was beyond your budget of a day, and waited for your digest since <!date^1772442000^{date_short_pretty} at {time}|2026-03-02 09:00 UTC>; to hear of each at once: \`/codexflow settings budget:none\`",
          "It was beyond your budget of a day, and waited for your digest since 2026-03-02 09:00 UTC; to hear of each at once: \`/codexflow settings budget:none\`</sub>",
          "It was beyond your budget of a day, and waited for your digest since 2026-03-02 09:00 UTC; to hear of each at once: /codexflow settings budget:none in Slack.",
        ],
      ]
    `)
  })

  it.each(SUBJECTS)('says so whatever it is about: $kind', (subject) => {
    for (const [at, text] of footers(subject, HOLDS[0]).entries()) {
      expect([at, text.includes('It waited for your working hours since')]).toEqual([at, true])
    }
  })

  it.each(SUBJECTS)('says nothing of it where it came at once: $kind', (subject) => {
    expect(footers(subject).filter((text) => text.includes('waited for your'))).toEqual([])
  })
})
