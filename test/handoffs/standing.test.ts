import { describe, expect, it } from 'vitest'
import { standingOf } from '../../app/handoffs/standing.ts'
import { wantedNotices } from '../../app/tasks/wanted-notices.ts'
import { ANN, after, ask, aTask, BEN, CHO, minute, openSince, person } from '../support/tasks.ts'

const ready = aTask()
const subject = wantedNotices(ready)[0]!.subject

describe('what is true of a hand-off', () => {
  it('is that it stands, until somebody starts or finishes the work', () => {
    expect(standingOf(subject, ready)).toEqual({ state: 'current' })
    expect(standingOf(subject, after(ready, ask.start()))).toEqual({ state: 'started', by: person(BEN) })
    expect(standingOf(subject, after(ready, ask.done()))).toEqual({ state: 'finished' })
  })

  it('is that it is on hold, with the reasons, when the task waits again', () => {
    const blocked = after(ready, ask.block('person:per_ann', 'no certificate', { by: person(ANN) }))
    expect(standingOf(subject, blocked)).toMatchObject({
      state: 'on-hold',
      reasons: [{ kind: 'impediment', impediment: { reason: 'no certificate' } }],
    })
    const waiting = aTask({ blockers: { 'UAPI-1': openSince(1) } })
    expect(standingOf(subject, { ...waiting, readiness: 1 })).toEqual({
      state: 'on-hold',
      reasons: [{ kind: 'blocker', task: 'UAPI-1' }],
    })
  })

  it('is that a newer one has taken its place, when the task became ready once more', () => {
    const again = after(ready, ask.done(), ask.reopen({ at: minute(70) }))
    expect(standingOf(subject, again)).toEqual({ state: 'superseded' })
  })

  it('is that somebody else has the task, or that it was cancelled', () => {
    expect(standingOf(subject, after(ready, ask.assign(CHO)))).toEqual({ state: 'reassigned' })
    expect(standingOf(subject, after(ready, ask.cancel()))).toEqual({ state: 'cancelled' })
  })
})

describe('what is true of a block', () => {
  it('is that it stands until it is lifted, or the task is done with', () => {
    const blocked = after(ready, ask.start(), ask.block('person:per_ann', 'no certificate', { by: person(ANN) }))
    const about = wantedNotices(blocked)[0]!.subject
    expect(about.kind).toBe('block')
    expect(standingOf(about, blocked)).toEqual({ state: 'current' })
    expect(standingOf(about, after(blocked, ask.unblock('person:per_ann')))).toEqual({ state: 'lifted' })
    expect(standingOf(about, after(blocked, ask.cancel()))).toEqual({ state: 'cancelled' })
  })
})
