import { describe, expect, it } from 'vitest'
import type { Digest, DigestTask } from '../../../app/handoffs/digest.ts'
import { digestBlocks } from '../../../app/slack/messages/digest-blocks.ts'
import type { TaskId } from '../../../app/tasks/ids.ts'
import { BEN, WORKSPACE } from '../../support/tasks.ts'

function task(id: TaskId, title: string, over: Partial<DigestTask> = {}): DigestTask {
  return { id, title, awaitedBy: 0, isNew: false, ...over }
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
  approvals: [task('UAPI-8', 'Go to production')],
  folded: ['UAPI-6'],
}

describe('the digest', () => {
  it('tells of the day in its text, and of the same in its blocks', () => {
    const { text, blocks } = digestBlocks(DIGEST)
    expect(text).toMatchInlineSnapshot(`
      "*☀️ Your working day: Monday 30 November*

      *Waiting for your decision (1)*
      • *UAPI-8* Go to production: \`/codexflow approve UAPI-8\`

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
      'context',
    ])
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
      approvals: many,
      waiting,
      folded: many.map(({ id }) => id),
    })
    expect(text.length).toBeLessThan(10_000)
    expect(text.match(/…and \d+ more: `\/codexflow mine`/g)).toHaveLength(4)
    expect(text).toContain('UAPI-9, UAPI-10 and 190 more. What')
    for (const block of blocks) {
      if (block.type === 'section') expect(block.text?.text.length).toBeLessThanOrEqual(3_000)
    }
  })
})
