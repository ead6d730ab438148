import { describe, expect, it } from 'vitest'
import { issueNews, mergeIssue } from '../../app/tasks/issue.ts'
import { after, ask, aTask, BEN, CHO, given } from '../support/tasks.ts'

/** What every object inherits is nobody's name: people and roles may be called so. */
describe('somebody or something called constructor', () => {
  it('is a role like any other, which somebody fills or nobody does', () => {
    const gated = aTask({ gates: [{ kind: 'approved', roles: ['constructor'], quorum: 1 }] })
    expect(given(gated).when(ask.approval({ 'tech-lead': [CHO] })).result).toMatchObject({
      ok: false,
      error: { kind: 'no-approvers' },
    })
    expect(after(gated, ask.approval({ constructor: [CHO] })).approval?.approvers).toEqual({ constructor: [CHO] })
  })

  it('is assigned an issue like anybody else', () => {
    const assignees = { constructor: { person: BEN, assigned: true, by: { kind: 'system' }, ordinal: 16 } } as const
    expect(issueNews({ assignees: {} }, { assignees })).toEqual({ assignees })
    expect(mergeIssue({ assignees: {} }, { assignees })).toEqual({ assignees })
  })
})
