import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { approversOf, canBeMet, openRoles, type Vote, verdictOf, withVote } from '../../app/tasks/approval.ts'
import type { PersonId } from '../../app/tasks/ids.ts'
import type { Gate, Task } from '../../app/tasks/task.ts'
import { wantedNotices } from '../../app/tasks/wanted-notices.ts'
import { ANN, after, ask, aTask, BEN, CHO, given, minute, person } from '../support/tasks.ts'

const BOTH: Gate = { kind: 'approved', roles: ['tech-lead', 'product-manager'], quorum: 2 }
const ONE: Gate = { kind: 'approved', roles: ['tech-lead'], quorum: 1 }
const BOARD = { 'tech-lead': [CHO], 'product-manager': [ANN] }

/** A release that both have to approve, asked for by Ben at ten. */
function asked(gate: Gate = BOTH, approvers: Readonly<Record<string, readonly PersonId[]>> = BOARD): Task {
  return after(aTask({ gates: [gate] }), ask.approval(approvers, { note: 'release 1.4' }))
}

const outcome = (task: Task) => task.approval?.outcome

describe('a request for approval', () => {
  it('freezes who may decide, and asks each of them', () => {
    const task = asked()
    expect(task.approval).toEqual({
      since: 2,
      by: person(BEN),
      at: minute(60),
      note: 'release 1.4',
      quorum: 2,
      approvers: BOARD,
      votes: [],
      remindAt: minute(120),
      expiresAt: minute(180),
    })
    const requests = wantedNotices(task).filter(({ subject }) => subject.kind === 'approval')
    expect(requests.map(({ to, suppressed }) => [to, suppressed])).toEqual([
      [CHO, false],
      [ANN, false],
    ])
  })

  it('does not ask the one who made it', () => {
    const task = after(aTask({ gates: [BOTH] }), ask.approval(BOARD, { by: person(ANN) }))
    const own = wantedNotices(task).find(({ to, subject }) => to === ANN && subject.kind === 'approval')
    expect(own?.suppressed).toBe(true)
  })

  it.each([
    ['a task that needs none', aTask(), { kind: 'no-approval-gate', task: 'UAPI-2' }],
    ['a closed task', after(aTask({ gates: [] }), ask.done()), { kind: 'already', task: 'UAPI-2', status: 'done' }],
    ['a task that has one', asked(), { kind: 'approval-pending', task: 'UAPI-2' }],
  ] as const)('is refused for %s', (_, task, refusal) => {
    given(task).when(ask.approval(BOARD)).thenRefused(refusal)
  })

  it.each([
    ['nobody is named for a role', { 'tech-lead': [CHO] }, ['product-manager']],
    ['one person would have to be two', { 'tech-lead': [CHO], 'product-manager': [CHO] }, []],
  ])('is refused where it can never be met: %s', (_, approvers, roles) => {
    const refusal = { kind: 'no-approvers', task: 'UAPI-2', project: 'UAPI', roles, quorum: 2 } as const
    given(aTask({ gates: [BOTH] }))
      .when(ask.approval(approvers))
      .thenRefused(refusal)
  })

  it('is refused when the one who asks is the only one who could approve', () => {
    given(aTask({ gates: [ONE] }))
      .when(ask.approval({ 'tech-lead': [BEN] }))
      .thenRefused({ kind: 'no-approvers', task: 'UAPI-2', project: 'UAPI', roles: ['tech-lead'], quorum: 1 })
  })
})

describe('a decision', () => {
  it('is made when the last role has approved; the task is done by it, in that name', () => {
    const first = after(asked(), ask.vote(CHO, 'approved'))
    expect([outcome(first), openRoles(first.approval!), first.status]).toEqual([undefined, ['product-manager'], 'open'])
    const task = after(first, ask.vote(ANN, 'approved', 'good to go', { at: minute(70) }))
    expect(outcome(task)).toMatchObject({ verdict: 'approved', by: person(ANN), at: minute(70) })
    expect([task.status, task.closedBy]).toEqual(['done', person(ANN)])
  })

  it('is made by the first rejection, with its reason, and nobody else decides after it', () => {
    const task = after(asked(), ask.vote(CHO, 'rejected', 'no rollback plan'))
    expect(outcome(task)).toMatchObject({ verdict: 'rejected', by: person(CHO), comment: 'no rollback plan' })
    expect(task.status).toBe('open')
    given(task)
      .when(ask.vote(ANN, 'approved'))
      .thenRefused({ kind: 'approval-decided', task: 'UAPI-2', verdict: 'rejected' })
    const told = wantedNotices(task).filter(({ subject }) => subject.kind === 'outcome')
    expect(told.map(({ to, suppressed }) => [to, suppressed])).toEqual([[BEN, false]])
  })

  it.each([
    ['somebody who may not', ask.vote(BEN, 'approved'), 'not-approver'],
    ['a rejection without a reason', ask.vote(CHO, 'rejected'), 'invalid'],
    [
      'an account that nobody linked',
      ask.vote(CHO, 'approved', undefined, { by: { kind: 'github', login: 'cho' } }),
      'not-approver',
    ],
  ])('is refused from %s', (_, command, kind) => {
    const { result } = given(asked()).when(command)
    expect(result).toMatchObject({ ok: false, error: { kind } })
  })

  it('is not made twice by the same person', () => {
    given(after(asked(), ask.vote(CHO, 'approved')))
      .when(ask.vote(CHO, 'approved'))
      .thenRefused({ kind: 'already-voted', task: 'UAPI-2', verdict: 'approved' })
  })

  it('may be taken back as long as nothing is decided', () => {
    const task = after(asked(), ask.vote(CHO, 'approved'), ask.vote(CHO, 'rejected', 'found a bug'))
    expect(outcome(task)?.verdict).toBe('rejected')
  })

  it('is never made alone by the one who asked', () => {
    const task = after(aTask({ gates: [ONE] }), ask.approval({ 'tech-lead': [BEN, CHO] }))
    given(task).when(ask.vote(BEN, 'approved')).thenRefused({ kind: 'own-request', task: 'UAPI-2' })
    expect(outcome(after(task, ask.vote(CHO, 'approved')))?.verdict).toBe('approved')
  })

  it('is one human’s once, under whatever ids they were known before they linked their accounts', () => {
    const cho = { also: ['per_cho_on_github'] } as const
    const [bens, chos] = ['per_ben_on_github', 'per_cho_on_github'] as const
    const own = after(aTask({ gates: [ONE] }), ask.approval({ 'tech-lead': [BEN, CHO] }, { by: person(bens) }))
    given(own)
      .when(ask.vote(BEN, 'approved', undefined, { also: [bens] }))
      .thenRefused({ kind: 'own-request', task: 'UAPI-2' })
    const both = after(
      aTask({ gates: [BOTH] }),
      ask.approval({ 'tech-lead': [chos, ANN], 'product-manager': [CHO] }),
      ask.vote(chos, 'approved'),
    )
    given(both)
      .when(ask.vote(CHO, 'approved', undefined, cho))
      .thenRefused({ kind: 'already-voted', task: 'UAPI-2', verdict: 'approved' })
    expect(outcome(after(both, ask.vote(CHO, 'rejected', 'found a bug', cho)))?.verdict).toBe('rejected')
    // Whoever was asked under the id that they had is still asked.
    const early = after(aTask({ gates: [ONE] }), ask.approval({ 'tech-lead': [chos] }))
    expect(outcome(after(early, ask.vote(CHO, 'approved', undefined, cho)))?.verdict).toBe('approved')
  })

  it('counts the one who asked beside another', () => {
    const task = after(aTask({ gates: [BOTH] }), ask.approval({ 'tech-lead': [BEN], 'product-manager': [ANN] }))
    expect(outcome(after(task, ask.vote(BEN, 'approved'), ask.vote(ANN, 'approved')))?.verdict).toBe('approved')
  })

  it('waits with the merge: the gates are met in either order', () => {
    const gates: Gate[] = [{ kind: 'merged' }, ONE]
    const task = after(aTask({ gates }), ask.approval({ 'tech-lead': [CHO] }), ask.vote(CHO, 'approved'))
    expect(task.status).toBe('open')
    given(task)
      .when(ask.done())
      .thenRefused({
        kind: 'gates-unmet',
        task: 'UAPI-2',
        unmet: [{ gate: { kind: 'merged' }, missing: ['a pull request that names the task'] }],
        byHand: false,
      })
  })

  it('does not outlive a reopening: what was approved has to be approved again', () => {
    const task = after(asked(ONE, { 'tech-lead': [CHO] }), ask.vote(CHO, 'approved'), ask.reopen({ at: minute(90) }))
    expect(task.status).toBe('open')
    const again = after(task, ask.approval({ 'tech-lead': [CHO] }, { at: minute(91) }))
    expect(again.status).toBe('open')
    expect(after(again, ask.vote(CHO, 'approved', undefined, { at: minute(92) })).status).toBe('done')
  })

  it('is not needed any more once the task is cancelled', () => {
    const task = after(asked(), ask.cancel())
    expect(outcome(task)).toMatchObject({ verdict: 'withdrawn', by: person(ANN) })
  })
})

describe('time', () => {
  it('reminds those who have said nothing, once, and then it is too late', () => {
    const voted = after(asked(), ask.vote(CHO, 'approved'), ask.tick(minute(121)))
    const reminded = wantedNotices(voted).filter(({ subject }) => subject.kind === 'reminder')
    expect(reminded.map(({ to }) => to)).toEqual([ANN])
    given(voted)
      .when(ask.tick(minute(130)))
      .thenNothing()
    const late = after(voted, ask.tick(minute(181)))
    expect(outcome(late)).toMatchObject({ verdict: 'expired', by: { kind: 'system' } })
    given(late)
      .when(ask.vote(ANN, 'approved'))
      .thenRefused({ kind: 'approval-decided', task: 'UAPI-2', verdict: 'expired' })
    expect(outcome(after(late, ask.approval(BOARD)))).toBeUndefined()
  })

  it('changes nothing before it has come', () => {
    given(asked())
      .when(ask.tick(minute(119)))
      .thenNothing()
  })
})

const people = fc.constantFrom<PersonId>('per_a', 'per_b', 'per_c', 'per_d')
const approvers = fc.dictionary(fc.constantFrom('lead', 'qa', 'pm'), fc.uniqueArray(people, { maxLength: 4 }), {
  minKeys: 1,
})
const quorum = fc.integer({ min: 1, max: 4 })
const yes = (by: PersonId): Vote => ({ by, verdict: 'approved', at: minute(1) })

describe('whatever the roles and the votes', () => {
  it('more approvals never take an approval back, and their order does not matter', () => {
    fc.assert(
      fc.property(approvers, quorum, fc.uniqueArray(people), people, (roles, needed, voters, more) => {
        const votes = voters.filter((voter) => approversOf({ approvers: roles }).includes(voter)).map(yes)
        const request = { approvers: roles, quorum: needed, votes }
        const verdict = verdictOf(request)
        expect(verdictOf({ ...request, votes: votes.toReversed() })).toBe(verdict)
        const added = approversOf(request).includes(more) ? withVote(votes, yes(more)) : votes
        if (verdict === 'approved') expect(verdictOf({ ...request, votes: added })).toBe('approved')
      }),
    )
  })

  it('fewer different people than asked for never approve, and nobody fills two roles', () => {
    fc.assert(
      fc.property(approvers, quorum, fc.uniqueArray(people), (roles, needed, voters) => {
        const votes = voters.filter((voter) => approversOf({ approvers: roles }).includes(voter)).map(yes)
        const filled = Object.keys(roles).length - openRoles({ approvers: roles, votes }).length
        expect(filled).toBeLessThanOrEqual(votes.length)
        if (verdictOf({ approvers: roles, quorum: needed, votes }) !== 'approved') return
        expect(votes.length).toBeGreaterThanOrEqual(needed)
        expect(filled).toBeGreaterThanOrEqual(Math.min(needed, Object.keys(roles).length))
      }),
    )
  })

  it('a request that can be met is met when everybody approves, and one rejection always decides', () => {
    fc.assert(
      fc.property(approvers, quorum, (roles, needed) => {
        const everybody = approversOf({ approvers: roles }).map(yes)
        const request = { approvers: roles, quorum: needed }
        expect(verdictOf({ ...request, votes: everybody }) === 'approved').toBe(canBeMet(request))
        for (const { by } of everybody) {
          const votes = withVote(everybody, { by, verdict: 'rejected', at: minute(2), comment: 'no' })
          expect(verdictOf({ ...request, votes })).toBe('rejected')
        }
      }),
    )
  })
})
