import { describe, expect, it } from 'vitest'
import { MAX_BLOCKERS } from '../../app/tasks/task.ts'
import { ANN, after, ask, aTask, CHO, given, minute, openSince, person } from '../support/tasks.ts'

const waiting = aTask({ blockers: { 'UAPI-1': openSince(3), 'OPS-4': openSince(1) } })

describe('settling a blocker', () => {
  it('the last one makes the task ready, in the name of the one who closed it', () => {
    const one = after(waiting, ask.settle('OPS-4', false, 2))
    expect(one).toMatchObject({ ready: false, readiness: 0, owed: {} })
    given(one)
      .when(ask.settle('UAPI-1', false, 4))
      .thenEvents(
        [
          { type: 'BlockerSettled', blocker: 'UAPI-1', open: false, changed: 4 },
          { type: 'TaskReady', readiness: 1 },
        ],
        {
          blockers: { 'UAPI-1': { open: false, at: 4 }, 'OPS-4': { open: false, at: 2 } },
          ready: true,
          readiness: 1,
          turnBy: person(CHO),
          turnAt: minute(60),
          owed: { notice: 3 },
        },
      )
  })

  it('is once, whatever is repeated or late, and not at all for what nobody waits for', () => {
    given(waiting)
      .when(ask.settle('UAPI-1', false, 3))
      .thenNothing()
    given(waiting)
      .when(ask.settle('UAPI-1', false, 2))
      .thenNothing()
    given(waiting)
      .when(ask.settle('WEB-9', false, 9))
      .thenNothing()
  })

  it('one that opens again takes readiness back, with the reason', () => {
    const ready = after(waiting, ask.settle('OPS-4', false, 2), ask.settle('UAPI-1', false, 4))
    given(ready)
      .when(ask.settle('OPS-4', true, 3))
      .thenEvents(
        [
          { type: 'BlockerSettled', blocker: 'OPS-4', open: true, changed: 3 },
          { type: 'TaskUnready', reasons: [{ kind: 'blocker', task: 'OPS-4' }] },
        ],
        {
          blockers: { 'UAPI-1': { open: false, at: 4 }, 'OPS-4': { open: true, at: 3 } },
          ready: false,
          owed: { notice: 4 },
        },
      )
  })

  it('is applied to started tasks too, and takes nothing from them', () => {
    const started = after(aTask({ blockers: { 'UAPI-1': { open: false, at: 3 } } }), ask.start())
    given(started)
      .when(ask.settle('UAPI-1', true, 4))
      .thenEvents([{ type: 'BlockerSettled', blocker: 'UAPI-1', open: true, changed: 4 }], {
        blockers: { 'UAPI-1': { open: true, at: 4 } },
      })
  })
})

describe('adding and removing blockers', () => {
  it('an open one takes readiness back; a closed one does not', () => {
    given(aTask())
      .when(ask.addBlocker('UAPI-1', true, 5))
      .thenEvents(
        [
          { type: 'BlockerAdded', blocker: 'UAPI-1', open: true, changed: 5 },
          { type: 'TaskUnready', reasons: [{ kind: 'blocker', task: 'UAPI-1' }] },
        ],
        { blockers: { 'UAPI-1': { open: true, at: 5 } }, ready: false, owed: { notice: 2 } },
      )
    given(aTask())
      .when(ask.addBlocker('UAPI-1', false, 5))
      .thenEvents([{ type: 'BlockerAdded', blocker: 'UAPI-1', open: false, changed: 5 }], {
        blockers: { 'UAPI-1': { open: false, at: 5 } },
      })
  })

  it('is refused when it is there, when it is the task itself, and beyond a hundred', () => {
    given(waiting)
      .when(ask.addBlocker('UAPI-1', true, 5))
      .thenRefused({ kind: 'already-waits', task: 'UAPI-2', blocker: 'UAPI-1' })
    given(waiting)
      .when(ask.addBlocker('UAPI-2', true, 5))
      .thenRefused({ kind: 'cycle', path: ['UAPI-2', 'UAPI-2'] })
    const blockers = Object.fromEntries(Array.from({ length: MAX_BLOCKERS }, (_, i) => [`WEB-${i + 1}`, openSince(1)]))
    given(aTask({}, { blockers }))
      .when(ask.addBlocker('UAPI-1', true, 5))
      .thenRefused({ kind: 'too-many', what: 'blockers of one task', limit: MAX_BLOCKERS })
  })

  it('removing the last open one makes the task ready; removing what is not there changes nothing', () => {
    const one = aTask({ blockers: { 'UAPI-1': openSince(3) } })
    given(one)
      .when(ask.removeBlocker('UAPI-1'))
      .thenEvents(
        [
          { type: 'BlockerRemoved', blocker: 'UAPI-1' },
          { type: 'TaskReady', readiness: 1 },
        ],
        { blockers: {}, ready: true, readiness: 1, turnBy: person(ANN), turnAt: minute(60), owed: { notice: 2 } },
      )
    given(one).when(ask.removeBlocker('WEB-9')).thenNothing()
  })
})
