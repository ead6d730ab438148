import { describe, expect, it } from 'vitest'
import { auditedEvents } from '../../app/projects/audited-events.ts'
import { ANN, after, ask, aTask, CHO, changed, github, minute } from '../support/tasks.ts'

describe('what of a task stands in the audit', () => {
  it('is that somebody cancelled it, and who', () => {
    const { task, events } = changed(aTask(), ask.cancel())
    const act = { action: 'task.cancelled', actor: ANN, subject: 'UAPI-2', at: minute(60) }
    expect(auditedEvents(task, events)).toEqual([{ ...act, cause: `UAPI-2@${task.version}.1` }])
    expect(auditedEvents(task, events)).toEqual(auditedEvents(task, events))
  })

  it('names an account that nobody has linked by nothing but where it is from', () => {
    const { task, events } = changed(aTask(), ask.cancel({ by: github('octocat') }))
    expect(auditedEvents(task, events).map(({ actor }) => actor)).toEqual(['github'])
  })

  it("is each approver's decision, whether or not it settles the request", () => {
    const gate = { kind: 'approved', roles: ['tech-lead', 'product-manager'], quorum: 2 } as const
    const board = { 'tech-lead': [CHO], 'product-manager': [ANN] }
    const asked = after(aTask({ gates: [gate] }), ask.approval(board))
    const first = changed(asked, ask.vote(CHO, 'approved'))
    const second = changed(first.task, ask.vote(ANN, 'rejected', 'not yet'))
    const acts = [first, second].flatMap(({ task, events }) => auditedEvents(task, events))
    expect(acts.map(({ action, actor, subject }) => [action, actor, subject])).toEqual([
      ['approval.decided', CHO, 'UAPI-2'],
      ['approval.decided', ANN, 'UAPI-2'],
    ])
  })

  it('is nothing of what people do to their own work', () => {
    const { task, events } = changed(aTask({ by: { kind: 'person', id: ANN } }), ask.start())
    expect([auditedEvents(task, events), events.length > 0]).toEqual([[], true])
  })
})
