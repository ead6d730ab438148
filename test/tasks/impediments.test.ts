import { describe, expect, it } from 'vitest'
import { arrivalSubject, attemptSubject } from '../../app/tasks/external.ts'
import { MAX_IMPEDIMENTS } from '../../app/tasks/task.ts'
import {
  ANN,
  aCheck,
  aDeployment,
  after,
  aPull,
  ask,
  aTask,
  BEN,
  CHO,
  given,
  minute,
  PULL,
  person,
} from '../support/tasks.ts'

const reviewed = after(aTask(), ask.pull(PULL, aPull('open', 1)))
const failing = after(reviewed, ask.check(aCheck('failure', 2)))
const SOURCE = `check:${PULL}:build`

describe('what people say is in the way', () => {
  it('takes readiness back and owes the news', () => {
    const impediment = { reason: 'no access', by: person(CHO), since: 2 }
    given(aTask())
      .when(ask.block(CHO, 'no access', { by: person(CHO) }))
      .thenEvents(
        [
          { type: 'ImpedimentRaised', source: CHO, reason: 'no access' },
          { type: 'TaskUnready', reasons: [{ kind: 'impediment', source: CHO, impediment }] },
          { type: 'TaskBlocked', sources: [CHO] },
        ],
        { impediments: { [CHO]: impediment }, ready: false, owed: { notice: 2 } },
      )
  })

  it('is refused when said twice, and is a new impediment when the reason is new', () => {
    const blocked = after(aTask(), ask.block(CHO, 'no access'))
    given(blocked)
      .when(ask.block(CHO, 'no access'))
      .thenRefused({ kind: 'already-blocked', task: 'UAPI-2', reason: 'no access' })
    const impediment = { reason: 'no budget', by: person(BEN), since: 3 }
    given(blocked)
      .when(ask.block(CHO, 'no budget'))
      .thenEvents(
        [
          { type: 'ImpedimentRaised', source: CHO, reason: 'no budget' },
          { type: 'TaskBlocked', sources: [CHO] },
        ],
        { impediments: { [CHO]: impediment }, owed: { notice: 3 } },
      )
  })

  it('is refused on a closed task, under the name of a check, and beyond fifty', () => {
    given(after(aTask(), ask.cancel()))
      .when(ask.block(CHO, 'no access'))
      .thenRefused({ kind: 'already', task: 'UAPI-2', status: 'cancelled' })
    given(aTask())
      .when(ask.block('check:x', 'no access'))
      .thenRefused({ kind: 'invalid', what: 'check:x is the name of a check', hint: 'let the check speak for itself' })
    const full = after(
      aTask(),
      ...Array.from({ length: MAX_IMPEDIMENTS }, (_, i) => ask.block(`per_${i}`, 'no access')),
    )
    given(full)
      .when(ask.block(CHO, 'no access'))
      .thenRefused({ kind: 'too-many', what: 'things in the way of one task', limit: MAX_IMPEDIMENTS })
  })

  it('is lifted by its source, which makes the task ready again: a new turn', () => {
    const blocked = after(aTask(), ask.block(CHO, 'no access'))
    given(blocked)
      .when(ask.unblock(CHO, { by: person(ANN) }))
      .thenEvents(
        [
          { type: 'ImpedimentCleared', source: CHO },
          { type: 'TaskReady', readiness: 2 },
          { type: 'TaskUnblocked', sources: [CHO] },
        ],
        { impediments: {}, ready: true, readiness: 2, turnBy: person(ANN), turnAt: minute(60), owed: { notice: 3 } },
      )
  })

  it('is not lifted by another, who hears what is in the way', () => {
    given(aTask()).when(ask.unblock(CHO)).thenRefused({ kind: 'no-impediment', task: 'UAPI-2', others: [] })
    given(after(failing, ask.block(BEN, 'no access')))
      .when(ask.unblock(CHO))
      .thenRefused({
        kind: 'no-impediment',
        task: 'UAPI-2',
        others: [`the check build fails on ${PULL} (a green run lifts it)`, 'no access'],
      })
  })

  it('is no longer told of once the task is finished without it', () => {
    const blocked = after(aTask(), ask.block(CHO, 'no access', { by: person(CHO) }))
    given(blocked)
      .when(ask.pull(PULL, aPull('merged', 1)))
      .thenEvents(
        [
          { type: 'PullRecorded', subject: PULL, pull: aPull('merged', 1) },
          { type: 'TaskCompleted', status: 'done', hasBlockers: false },
          { type: 'TaskUnblocked', sources: [CHO] },
        ],
        {
          pulls: { [PULL]: aPull('merged', 1) },
          status: 'done',
          changed: 3,
          closedBy: aPull('merged', 1).by,
          closedAt: minute(60),
          owed: { notice: 3, propagation: 3 },
        },
      )
  })
})

describe('what checks say is in the way', () => {
  it('a failing check on the head of an open pull request blocks', () => {
    const check = aCheck('failure', 2)
    const impediment = { reason: `the check build fails on ${PULL}`, by: check.by, url: check.url, since: 3 }
    given(reviewed)
      .when(ask.check(check))
      .thenEvents(
        [
          { type: 'CheckRecorded', subject: 'northwind/user-api@aaa1:build', check },
          { type: 'ImpedimentRaised', source: SOURCE, reason: impediment.reason, url: check.url },
          { type: 'TaskBlocked', sources: [SOURCE] },
        ],
        {
          checks: { 'northwind/user-api@aaa1:build': check },
          impediments: { [SOURCE]: impediment },
          owed: { notice: 3 },
        },
      )
  })

  it('a green run lifts it, and so do a new head, a merge and a closed pull request', () => {
    expect(after(failing, ask.check(aCheck('success', 3))).impediments).toEqual({})
    expect(after(failing, ask.pull(PULL, aPull('open', 3, { sha: 'bbb2' }))).impediments).toEqual({})
    expect(after(failing, ask.pull(PULL, aPull('merged', 3))).impediments).toEqual({})
    expect(after(failing, ask.pull(PULL, aPull('closed', 3))).impediments).toEqual({})
  })

  it('a person cannot lift it', () => {
    given(failing)
      .when(ask.unblock(SOURCE))
      .thenRefused({
        kind: 'no-impediment',
        task: 'UAPI-2',
        others: [`the check build fails on ${PULL} (a green run lifts it)`],
      })
  })

  it('another commit, a check nobody requires and a pending run block nothing', () => {
    expect(after(reviewed, ask.check(aCheck('failure', 2, { sha: 'old' }))).impediments).toEqual({})
    expect(after(reviewed, ask.check(aCheck('pending', 2))).impediments).toEqual({})
    const strict = after(aTask({ requiredChecks: ['test'] }), ask.pull(PULL, aPull('open', 1)))
    expect(after(strict, ask.check(aCheck('failure', 2))).impediments).toEqual({})
    expect(Object.keys(after(strict, ask.check(aCheck('failure', 2, { name: 'test' }))).impediments)).toEqual([
      `check:${PULL}:test`,
    ])
  })

  it('a check known before its pull request blocks as soon as that arrives', () => {
    const early = after(aTask(), ask.check(aCheck('failure', 1)))
    expect(early).toMatchObject({ ready: true, impediments: {} })
    expect(after(early, ask.pull(PULL, aPull('draft', 2)))).toMatchObject({ ready: false, status: 'open' })
  })

  it('a second failing run brings its own link, and is the same impediment', () => {
    const check = aCheck('failure', 3, { url: 'https://github.com/northwind/user-api/runs/2' })
    const again = after(failing, ask.check(check))
    expect(again.impediments).toEqual({
      [SOURCE]: { reason: `the check build fails on ${PULL}`, by: check.by, url: check.url, since: 3 },
    })
    expect(again.owed).toEqual(failing.owed)
  })

  it('of more than are named, the same are named in whatever order their pull requests came', () => {
    const checks = Array.from({ length: 21 }, (_, n) => ask.check(aCheck('failure', 2, { name: `c${n}` })))
    const pulls = [PULL, 'northwind/web#1', 'northwind/web#2'].map((subject) => ask.pull(subject, aPull('open', 1)))
    const named = (...all: typeof pulls) => Object.keys(after(aTask(), ...all, ...checks).impediments).toSorted()
    expect(named(...pulls)).toHaveLength(20)
    expect(named(...pulls.toReversed())).toEqual(named(...pulls))
  })

  it('an older or repeated run changes nothing', () => {
    given(failing)
      .when(ask.check(aCheck('failure', 2)))
      .thenNothing()
    given(failing)
      .when(ask.check(aCheck('success', 1)))
      .thenNothing()
  })
})

describe('a failing deployment', () => {
  const gates = [{ kind: 'deployed', environment: 'Production' }] as const
  const merged = after(aTask({ gates }), ask.pull(PULL, aPull('merged', 1)))
  const attempt = (state: 'failure' | 'pending', at: number) =>
    ask.deployment(attemptSubject('northwind/user-api', 'production'), aDeployment(state, at))
  const arrival = (state: 'success' | 'superseded', at: number) =>
    ask.deployment(arrivalSubject(PULL, 'production'), aDeployment(state, at))
  const inTheWay = (task: typeof merged) =>
    Object.entries(task.impediments).map(([source, { reason }]) => [source, reason])

  it('stands in the way of what waits for it, until another one begins or goes well', () => {
    const failed = after(merged, attempt('failure', 2))
    expect(inTheWay(failed)).toEqual([
      ['deployment:northwind/user-api:production', 'the deployment of northwind/user-api to Production failed'],
    ])
    expect(inTheWay(after(failed, attempt('pending', 3)))).toEqual([])
    // It went well, without bringing this one along.
    expect(inTheWay(after(failed, arrival('superseded', 3)))).toEqual([])
    expect(after(failed, arrival('success', 3))).toMatchObject({ status: 'done', impediments: {} })
  })

  it('is old news where something went well since, and where the merge is there anyway', () => {
    expect(inTheWay(after(merged, arrival('superseded', 3), attempt('failure', 2)))).toEqual([])
    const waits = [{ kind: 'approved', roles: ['qa'], quorum: 1 }, ...gates] as const
    const there = after(aTask({ gates: waits }), ask.pull(PULL, aPull('merged', 1)), arrival('success', 2))
    expect([there.status, inTheWay(after(there, attempt('failure', 3)))]).toEqual(['open', []])
  })

  it('is of no concern to a task that waits for another environment, or for nothing merged yet', () => {
    const staging = aTask({ gates: [{ kind: 'deployed', environment: 'staging' }] })
    expect(inTheWay(after(staging, ask.pull(PULL, aPull('merged', 1)), attempt('failure', 2)))).toEqual([])
    expect(inTheWay(after(aTask({ gates }), ask.pull(PULL, aPull('open', 1)), attempt('failure', 2)))).toEqual([])
  })

  it('is lifted by no person', () => {
    given(after(merged, attempt('failure', 2)))
      .when(ask.unblock('deployment:northwind/user-api:production'))
      .thenRefused({
        kind: 'no-impediment',
        task: 'UAPI-2',
        others: ['the deployment of northwind/user-api to Production failed (a deployment that goes well lifts it)'],
      })
  })
})
