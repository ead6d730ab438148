import { describe, expect, it } from 'vitest'
import { arrivalSubject } from '../../app/tasks/external.ts'
import { ordinal } from '../../app/tasks/ordinal.ts'
import { MAX_RESOURCES } from '../../app/tasks/resource.ts'
import {
  ANN,
  aDeployment,
  after,
  aPull,
  ask,
  aTask,
  BEN,
  CHO,
  given,
  minute,
  openSince,
  PULL,
  person,
} from '../support/tasks.ts'

const ANN_DID = person(ANN)
const BEN_DID = person(BEN)
const RANK = ordinal(minute(60), 15)
const ARN = {
  kind: 'arn',
  label: 'function',
  value: 'arn:aws:lambda:eu-west-1:1:function:x',
  source: 'given by Ben',
} as const
const waiting = aTask({ blockers: { 'UAPI-1': openSince(1) } })
const done = after(aTask(), ask.done())

describe('starting', () => {
  it('leaves ready, keeps the turn, and takes no hand-off back', () => {
    const declared = { status: 'in_progress', by: BEN_DID, ordinal: RANK }
    given(aTask())
      .when(ask.start())
      .thenEvents([{ type: 'StatusDeclared', declared }, { type: 'TaskStarted' }], {
        declared,
        status: 'in_progress',
        ready: false,
      })
  })

  it('is refused with every reason while something stands in the way', () => {
    const task = after(waiting, ask.block(CHO, 'no access to the account', { by: person(CHO) }))
    given(task)
      .when(ask.start())
      .thenRefused({
        kind: 'not-ready',
        task: 'UAPI-2',
        verb: 'start',
        reasons: [
          { kind: 'blocker', task: 'UAPI-1' },
          {
            kind: 'impediment',
            source: CHO,
            impediment: { reason: 'no access to the account', by: person(CHO), since: 2 },
          },
        ],
      })
  })

  it('is refused on what was started, reviewed or closed before', () => {
    const started = after(aTask(), ask.start())
    const reviewed = after(aTask(), ask.pull(PULL, aPull('open', 1)))
    given(started).when(ask.start()).thenRefused({ kind: 'already', task: 'UAPI-2', status: 'in_progress' })
    given(reviewed).when(ask.start()).thenRefused({ kind: 'already', task: 'UAPI-2', status: 'in_review' })
    given(done).when(ask.start()).thenRefused({ kind: 'already', task: 'UAPI-2', status: 'done' })
  })

  it('counts even when a revert carries a later time than our clock', () => {
    const reverted = after(done, ask.pull(PULL, aPull('reverted', 600)))
    expect(reverted.status).toBe('open')
    expect(after(reverted, ask.start()).status).toBe('in_progress')
  })
})

describe('finishing', () => {
  it('keeps the resources, says who closed it, and owes the news to those who wait', () => {
    const declared = { status: 'done', by: BEN_DID, ordinal: RANK }
    const resource = { ...ARN, by: BEN_DID, ordinal: RANK }
    given(aTask())
      .when(ask.done({ resources: [ARN] }))
      .thenEvents(
        [
          { type: 'ResourcesRecorded', resources: [resource] },
          { type: 'StatusDeclared', declared },
          { type: 'TaskCompleted', status: 'done', hasBlockers: false },
        ],
        {
          declared,
          resources: { 'arn:function': resource },
          status: 'done',
          ready: false,
          changed: 2,
          closedBy: BEN_DID,
          closedAt: minute(60),
          owed: { notice: 1, propagation: 2 },
        },
      )
  })

  it('is refused the second time', () => {
    given(done).when(ask.done()).thenRefused({ kind: 'already', task: 'UAPI-2', status: 'done' })
  })

  it('is refused while the task waits', () => {
    given(waiting)
      .when(ask.done())
      .thenRefused({ kind: 'not-ready', task: 'UAPI-2', verb: 'done', reasons: [{ kind: 'blocker', task: 'UAPI-1' }] })
  })

  it('is refused while the pull request that decides is open, and allowed where the project says `manual`', () => {
    const reviewed = after(aTask(), ask.pull(PULL, aPull('open', 1)))
    given(reviewed)
      .when(ask.done())
      .thenRefused({
        kind: 'gates-unmet',
        task: 'UAPI-2',
        unmet: [{ gate: { kind: 'merged' }, missing: ['northwind/user-api#7'] }],
        byHand: false,
      })
    const manual = after(aTask({ gates: [{ kind: 'manual' }] }), ask.pull(PULL, aPull('open', 1)))
    expect(after(manual, ask.done()).status).toBe('done')
  })

  it('names every gate that is not met', () => {
    const gates = [{ kind: 'merged' }, { kind: 'deployed', environment: 'production' }] as const
    given(aTask({ gates }))
      .when(ask.done())
      .thenRefused({
        kind: 'gates-unmet',
        task: 'UAPI-2',
        unmet: [
          { gate: gates[0], missing: ['a pull request that names the task'] },
          { gate: gates[1], missing: ['a deployment to production'] },
        ],
        byHand: false,
      })
  })

  it('is refused when a resource would not fit into the task any more, rather than losing it', () => {
    const resources = Array.from({ length: 20 }, (_, n) => {
      return { kind: 'note', label: `Note ${n}`, value: '漢'.repeat(2_000), source: 'a test' } as const
    })
    given(aTask())
      .when(ask.done({ resources }))
      .thenRefused({ kind: 'too-many', what: 'bytes of resources of one task', limit: 48_000 })
    const some = resources.slice(0, 7)
    expect(Object.keys(after(aTask(), ask.done({ resources: some })).resources)).toHaveLength(7)
  })

  it('tells whether facts alone will finish it, or a person has to speak as well', () => {
    const both = aTask({ gates: [{ kind: 'manual' }, { kind: 'merged' }] })
    const unmet = [{ gate: { kind: 'merged' } as const, missing: ['a pull request that names the task'] }]
    given(both).when(ask.done()).thenRefused({ kind: 'gates-unmet', task: 'UAPI-2', unmet, byHand: true })
    const merged = after(both, ask.pull(PULL, aPull('merged', 1)))
    expect([merged.status, after(merged, ask.done()).status]).toEqual(['open', 'done'])
  })

  it('refuses resources of which one would be lost: two values under one name, or too many', () => {
    const other = { ...ARN, label: 'Function', value: 'arn:aws:lambda:eu-west-1:1:function:y' }
    given(aTask())
      .when(ask.done({ resources: [ARN, other] }))
      .thenRefused({
        kind: 'invalid',
        what: 'two different things are called Function (arn)',
        hint: 'name each differently',
      })
    const many = Array.from({ length: MAX_RESOURCES + 1 }, (_, i) => ({ ...ARN, label: `function ${i}` }))
    given(aTask())
      .when(ask.done({ resources: many }))
      .thenRefused({ kind: 'too-many', what: 'resources of one task', limit: MAX_RESOURCES })
    expect(Object.keys(after(aTask(), ask.done({ resources: many.slice(1) })).resources)).toHaveLength(MAX_RESOURCES)
  })

  it('lets what a person gives replace what a fact of a later clock gave before', () => {
    const fromPull = { ...ARN, value: 'old', by: person(CHO), ordinal: ordinal(minute(600), 4) }
    const task = after(aTask({ gates: [{ kind: 'manual' }] }), ask.pull(PULL, aPull('draft', 1), [fromPull]))
    expect(after(task, ask.done({ resources: [ARN] })).resources).toEqual({
      'arn:function': { ...ARN, by: BEN_DID, ordinal: fromPull.ordinal + 1 },
    })
  })
})

describe('reopening', () => {
  it('is a new entry into ready, moved by the one who reopened, and owes the news', () => {
    const declared = { status: 'open', by: BEN_DID, ordinal: RANK }
    const { closedAt: _, ...rest } = done
    given(done)
      .when(ask.reopen())
      .thenEvents(
        [
          { type: 'StatusDeclared', declared, overruled: {} },
          { type: 'TaskReopened', status: 'open' },
          { type: 'TaskReady', readiness: 2 },
        ],
        {
          ...rest,
          closedAt: undefined,
          declared,
          status: 'open',
          ready: true,
          readiness: 2,
          turnBy: BEN_DID,
          turnAt: minute(60),
          closedBy: BEN_DID,
          changed: 3,
          owed: { propagation: 3, notice: 3 },
          version: 3,
        },
      )
  })

  it('is refused on what is not closed', () => {
    given(aTask()).when(ask.reopen()).thenRefused({ kind: 'not-closed', task: 'UAPI-2', status: 'open' })
  })

  it('takes readiness back, with reasons, when something came into the way meanwhile', () => {
    const blocked = after(done, ask.addBlocker('UAPI-1', true, 4))
    const declared = { status: 'open', by: BEN_DID, ordinal: RANK }
    given(blocked)
      .when(ask.reopen())
      .thenEvents(
        [
          { type: 'StatusDeclared', declared, overruled: {} },
          { type: 'TaskReopened', status: 'open' },
          { type: 'TaskUnready', reasons: [{ kind: 'blocker', task: 'UAPI-1' }] },
        ],
        {
          declared,
          status: 'open',
          closedAt: undefined,
          changed: 4,
          owed: { propagation: 4, notice: 4 },
        },
      )
  })

  it('overrules the merge and the deployment seen so far, and lets a later one count again', () => {
    const merged = after(aTask(), ask.pull(PULL, aPull('merged', 1)))
    const reopened = after(merged, ask.reopen())
    expect(reopened).toMatchObject({ status: 'open', ready: true, overruled: { [PULL]: aPull('merged', 1).ordinal } })
    expect(after(reopened, ask.pull('northwind/user-api#8', aPull('merged', 90))).status).toBe('done')

    const gates = [{ kind: 'deployed', environment: 'production' }] as const
    const arrives = (pull: string, at: number) =>
      ask.deployment(arrivalSubject(pull, 'production'), aDeployment('success', at))
    const deployed = after(aTask({ gates }), ask.pull(PULL, aPull('merged', 1)), arrives(PULL, 2))
    expect(deployed.status).toBe('done')
    const back = after(deployed, ask.reopen())
    // The next deployment brings the same merge along, and finishes nothing; only what is merged since then counts.
    expect([back.status, after(back, arrives(PULL, 90)).status]).toEqual(['open', 'open'])
    const again = ask.pull('northwind/user-api#8', aPull('merged', 90))
    expect(after(back, again, arrives('northwind/user-api#8', 91)).status).toBe('done')
  })

  it('tells anew of what stands in the way', () => {
    const closed = after(
      after(aTask(), ask.block(CHO, 'no access', { by: person(CHO) })),
      ask.pull(PULL, aPull('merged', 1)),
    )
    const back = after(closed, ask.reopen())
    expect(back.impediments).toEqual({ [CHO]: { reason: 'no access', by: person(CHO), since: 4 } })
    expect(back.owed.notice).toBe(4)
  })
})

describe('cancelling', () => {
  it('closes the task, releases those who wait, and takes the hand-off back', () => {
    const declared = { status: 'cancelled', by: ANN_DID, ordinal: RANK }
    given(aTask())
      .when(ask.cancel())
      .thenEvents(
        [
          { type: 'StatusDeclared', declared },
          { type: 'TaskCancelled' },
          { type: 'TaskUnready', reasons: [{ kind: 'status', status: 'cancelled' }] },
        ],
        {
          declared,
          status: 'cancelled',
          ready: false,
          changed: 2,
          closedBy: ANN_DID,
          closedAt: minute(60),
          owed: { notice: 2, propagation: 2 },
        },
      )
  })

  it('is refused on what is closed', () => {
    given(done).when(ask.cancel()).thenRefused({ kind: 'already', task: 'UAPI-2', status: 'done' })
    given(after(aTask(), ask.cancel()))
      .when(ask.cancel())
      .thenRefused({ kind: 'already', task: 'UAPI-2', status: 'cancelled' })
  })

  it('stands against a later merge', () => {
    const cancelled = after(aTask(), ask.cancel())
    expect(after(cancelled, ask.pull(PULL, aPull('merged', 90))).status).toBe('cancelled')
  })
})

describe('assigning', () => {
  it('is a new assignment turn, moved by the one who assigned', () => {
    given(aTask())
      .when(ask.assign(CHO))
      .thenEvents([{ type: 'TaskReassigned', from: BEN, to: CHO }], {
        assignee: CHO,
        assignment: 2,
        turnBy: ANN_DID,
        turnAt: minute(60),
        owed: { notice: 2 },
      })
  })

  it('says from whom only if there was somebody', () => {
    const { assignee: _, ...nobodys } = aTask()
    given(nobodys)
      .when(ask.assign(CHO, { by: person(CHO) }))
      .thenEvents([{ type: 'TaskReassigned', to: CHO }], {
        assignee: CHO,
        assignment: 2,
        turnBy: person(CHO),
        turnAt: minute(60),
        owed: { notice: 2 },
      })
  })

  it('is refused to the one who has it, and on what is closed', () => {
    given(aTask()).when(ask.assign(BEN)).thenRefused({ kind: 'already-assigned', task: 'UAPI-2' })
    given(done).when(ask.assign(CHO)).thenRefused({ kind: 'already', task: 'UAPI-2', status: 'done' })
  })
})
