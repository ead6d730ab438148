import { describe, expect, it } from 'vitest'
import { noticeMail } from '../../app/email/message.ts'
import { noticeComment } from '../../app/github/messages/notice.ts'
import { notGiven, notGivenWords } from '../../app/handoffs/not-given.ts'
import type { Contract } from '../../app/projects/contract.ts'
import { handoffBlocks } from '../../app/slack/messages/handoff-blocks.ts'
import type { Resource } from '../../app/tasks/resource.ts'
import { toGaius } from '../support/gaius.ts'
import { anOrchestrator } from '../support/orchestration.ts'
import { ANN, aTask, person } from '../support/tasks.ts'

const CONTRACTS: readonly Contract[] = [
  { from: 'infrastructure', to: 'backend', needs: [{ kind: 'api' }, { kind: 'arn' }], ifMissing: 'warn' },
  { from: 'design', to: 'backend', needs: [{ kind: 'url', label: 'States' }], ifMissing: 'block' },
]

const api: Resource = {
  kind: 'api',
  label: 'Users',
  value: 'https://a.example',
  source: 'Dev',
  by: person(ANN),
  ordinal: 1,
}

describe('what the work before should have brought along', () => {
  it('is missing where none of the finished tasks of that phase has it', () => {
    const bare = aTask({ id: 'UAPI-1', phase: 'infrastructure' }, { status: 'done' })
    const withApi = aTask(
      { id: 'UAPI-3', phase: 'infrastructure' },
      { status: 'done', resources: { 'api:users': api } },
    )
    expect(notGiven(CONTRACTS, 'backend', [bare])).toEqual([{ from: 'infrastructure', names: ['API', 'ARN'] }])
    expect(notGiven(CONTRACTS, 'backend', [bare, withApi])).toEqual([{ from: 'infrastructure', names: ['ARN'] }])
    expect(notGiven(CONTRACTS, 'frontend', [bare])).toEqual([])
  })

  it('is not asked of what was cancelled, nor of phases in which nothing was to do', () => {
    const cancelled = aTask({ id: 'UAPI-1', phase: 'infrastructure' }, { status: 'cancelled' })
    expect(notGiven(CONTRACTS, 'backend', [cancelled])).toEqual([])
  })

  it('reads well', () => {
    const missing = [
      { from: 'infrastructure', names: ['API', 'ARN'] },
      { from: 'design', names: ['States'] },
    ] as const
    expect(notGivenWords(missing)).toMatchInlineSnapshot(
      `"Agreed, and not given yet: from infrastructure the API and the ARN; from design the States. Ask for what you need."`,
    )
    expect(notGivenWords([])).toBe('')
  })

  it('is frozen with the hand-off, so that its receiver knows what to ask for', async () => {
    const { world, wake, content } = anOrchestrator(undefined, { contracts: CONTRACTS })
    const before = aTask({ id: 'UAPI-1', phase: 'infrastructure' }, { status: 'done', closedBy: person(ANN) })
    world.seed(before, aTask({ id: 'UAPI-2', blockers: { 'UAPI-1': { open: false, at: 1 } } }))
    await wake('UAPI-2')
    expect((await content('UAPI-2'))?.notGiven).toEqual([{ from: 'infrastructure', names: ['API', 'ARN'] }])
  })

  it('stands in every message of it, and in none where nothing is missing', () => {
    const missing = [{ from: 'infrastructure', names: ['API', '<!channel>'] }] as const
    const [with_, without] = [toGaius({ state: 'current' }, { notGiven: missing }), toGaius({ state: 'current' })]
    const said = [handoffBlocks(with_).text, noticeComment(with_), noticeMail(with_).text]
    expect(said.map((text) => text.split('\n').find((line) => line.includes('not given yet')))).toMatchInlineSnapshot(`
      [
        "Agreed, and not given yet: from infrastructure the API and the &lt;!channel&gt;. Ask for what you need.",
        "Agreed, and not given yet\\: from infrastructure the API and the &lt;\\!channel&gt;\\. Ask for what you need\\.",
        "Agreed, and not given yet: from infrastructure the API and the",
      ]
    `)
    const silent = [handoffBlocks(without).text, noticeComment(without), noticeMail(without).text]
    expect(silent.filter((text) => text.includes('not given yet'))).toEqual([])
  })
})
