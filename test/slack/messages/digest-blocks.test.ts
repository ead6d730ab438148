import { describe, expect, it } from 'vitest'
import type { Digest, DigestApproval, DigestTask } from '../../../app/handoffs/digest.ts'
import { digestBlocks } from '../../../app/slack/messages/digest-blocks.ts'
import type { TaskId } from '../../../app/tasks/ids.ts'
import { BEN, WORKSPACE } from '../../support/tasks.ts'

function task(id: TaskId, title: string, over: Partial<DigestTask> = {}): DigestTask {
  return { id, title, awaitedBy: 0, isNew: false, ...over }
}

function approval(id: TaskId, title: string): DigestApproval {
  return { ...task(id, title), since: '2026-11-26T15:00:00.000Z', until: '2026-12-01T15:00:00.000Z' }
}

const DIGEST: Digest = {
  workspace: WORKSPACE,
  person: BEN,
  slackUser: 'U0BEN',
  day: '2026-11-30',
  because: 'digest',
  ready: [
    task('UAPI-6', 'Build the endpoint', { awaitedBy: 2, isNew: true }),
    task('UAPI-5', 'Fix <!here> & <@U0EVE>', { awaitedBy: 1 }),
  ],
  begun: [task('UAPI-3', 'Migrate the users', { awaitedBy: 1 })],
  waiting: [{ ...task('UAPI-4', 'Deploy'), reasons: [{ kind: 'blocker', task: 'UAPI-3' }] }],
  approvals: [approval('UAPI-8', 'Go to production')],
  folded: ['UAPI-6'],
}

describe('the digest', () => {
  it('tells of the day in its text, and of the same in its blocks', () => {
    const { text, blocks } = digestBlocks(DIGEST)
    expect(text).toMatchInlineSnapshot(`
      "*☀️ Your working day: Monday 30 November*

      *Waiting for your decision (1)*
      • *UAPI-8* Go to production · since <!date^1795705200^{date_short_pretty} at {time}|2026-11-26 15:00 UTC>, to be decided by <!date^1796137200^{date_short_pretty} at {time}|2026-12-01 15:00 UTC>

      *Ready for you (2)*
      • *UAPI-6* Build the endpoint · 2 tasks wait for it · new
      • *UAPI-5* Fix &lt;!here&gt; &amp; &lt;@U0EVE&gt; · 1 task waits for it

      *Begun by you, and others wait (1)*
      • *UAPI-3* Migrate the users · 1 task waits for it

      *Not yet (1)*
      • *UAPI-4* Deploy: it waits for UAPI-3

      *Beyond your budget (1)*
      Kept for this morning: UAPI-6. What was written for you follows in the thread of this message.

      You get this because you switched the digest on; to stop it: \`/codexflow settings digest:off\`"
    `)
    expect(blocks.map(({ type }) => type)).toEqual([
      'header',
      'section',
      'section',
      'section',
      'section',
      'section',
      'actions',
      'context',
    ])
  })

  it('offers what comes first of what is to be decided and to be begun, and each button names its task', () => {
    const { blocks } = digestBlocks(DIGEST)
    const row = blocks.find((block) => block.type === 'actions')
    const buttons = row?.elements.map((each) => each.type === 'button' && [each.text.text, each.accessibility_label])
    expect(buttons).toEqual([
      ['Approve UAPI-8', 'Approve UAPI-8'],
      ['Reject UAPI-8…', 'Reject UAPI-8'],
      ['Start UAPI-6', 'Start UAPI-6'],
    ])
    const waiting = digestBlocks({ ...DIGEST, approvals: [], ready: [] })
    expect(waiting.blocks.some(({ type }) => type === 'actions')).toBe(false)
  })

  it('says why it comes to one who asked for no digest, and only of what there is', () => {
    const { text } = digestBlocks({
      ...DIGEST,
      because: 'budget',
      begun: [],
      waiting: [],
      approvals: [],
      folded: ['UAPI-6', 'UAPI-5'],
    })
    expect(text).toMatchInlineSnapshot(`
      "*☀️ Your working day: Monday 30 November*

      *Ready for you (2)*
      • *UAPI-6* Build the endpoint · 2 tasks wait for it · new
      • *UAPI-5* Fix &lt;!here&gt; &amp; &lt;@U0EVE&gt; · 1 task waits for it

      *Beyond your budget (2)*
      Kept for this morning: UAPI-6 and UAPI-5. What was written for you follows in the thread of this message.

      You get this because more hand-offs came than your budget of a day; to hear of each at once: \`/codexflow settings budget:none\`"
    `)
  })

  it('stays short however much there is, and says where the rest is', () => {
    const many = Array.from({ length: 200 }, (_, n) => task(`UAPI-${n + 1}`, '&'.repeat(200), { isNew: true }))
    const waiting = many.map((each) => ({ ...each, reasons: [{ kind: 'blocker', task: 'UAPI-3' } as const] }))
    const { text, blocks } = digestBlocks({
      ...DIGEST,
      ready: many,
      begun: many,
      approvals: many.map(({ id, title }) => approval(id, title)),
      waiting,
      folded: many.map(({ id }) => id),
    })
    expect(text.length).toBeLessThan(10_000)
    expect(text.match(/…and \d+ more: `\/codexflow mine`/g)).toHaveLength(3)
    expect(text).toMatch(/\n…and \d+ more: on my Home tab\n/)
    expect(text).toContain('UAPI-9, UAPI-10 and 190 more. What')
    for (const block of blocks) {
      if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(3_000)
    }
  })
})
