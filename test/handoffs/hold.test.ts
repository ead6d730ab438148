import { describe, expect, it } from 'vitest'
import { heldFor } from '../../app/handoffs/hold.ts'
import { DEFAULTS } from '../../app/projects/preferences.ts'
import { after, ask, aTask } from '../support/tasks.ts'

const handoff = { kind: 'handoff', readiness: 1, assignment: 1 } as const
const block = { kind: 'block', source: 'person:per_ann', since: 2, assignment: 1 } as const
const quiet = { ...DEFAULTS, zone: 'Africa/Lagos', quiet: true }
const evening = Date.parse('2026-11-27T21:00:00Z')
const monday = { until: Date.parse('2026-11-30T08:00:00Z'), because: 'quiet-hours' }

describe('a notice outside working hours', () => {
  it('waits until they begin', () => {
    expect(heldFor(handoff, aTask(), quiet, evening)).toEqual(monday)
  })

  it('does not wait for somebody who has not asked for quiet', () => {
    expect(heldFor(handoff, aTask(), { ...quiet, quiet: false }, evening)).toBeUndefined()
  })

  it('does not wait within working hours', () => {
    expect(heldFor(handoff, aTask(), quiet, Date.parse('2026-11-27T10:00:00Z'))).toBeUndefined()
  })

  it('does not wait when it stops what somebody has begun', () => {
    expect(heldFor(block, after(aTask(), ask.start()), quiet, evening)).toBeUndefined()
    expect(heldFor(block, aTask(), quiet, evening)).toEqual(monday)
  })
})
