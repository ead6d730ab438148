import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unmetGates } from '../../app/tasks/gates.ts'
import { failingChecks } from '../../app/tasks/impediments.ts'
import type { Gate } from '../../app/tasks/task.ts'
import { aCheck, after, aPull, ask, aTask, PULL } from '../support/tasks.ts'

const CI = { name: 'CI', sums: 'workflow' } as const
const ACTIONS = { name: 'github-actions', sums: 'suite' } as const
const named = (...names: string[]): Gate => ({ kind: 'checks', names })

function standing(wanted: Parameters<typeof aTask>[0], ...checks: readonly Parameters<typeof ask.check>[0][]) {
  const task = after(aTask(wanted), ask.pull(PULL, aPull('open', 1)), ...checks.map((check) => ask.check(check)))
  return {
    known: Object.keys(task.checks),
    failing: failingChecks(task).map(({ reason }) => reason),
    missing: unmetGates(task).flatMap(({ missing }) => missing),
  }
}

describe('a workflow that a task names', () => {
  it('opens its gate, whatever its jobs are called, and is no second thing in its way', () => {
    const wanted = { gates: [named('CI')] }
    const job = aCheck('failure', 2, { name: 'test (20)' })
    const failed = aCheck('failure', 3, CI)
    expect(standing(wanted, job, failed)).toEqual({
      known: ['northwind/user-api@aaa1:test (20)', 'northwind/user-api@aaa1 workflow:CI'],
      failing: ['the check test (20) fails on northwind/user-api#7'],
      missing: ['CI on northwind/user-api#7'],
    })
    expect(
      standing(wanted, aCheck('success', 4, { name: 'test (20)' }), failed, aCheck('success', 5, CI)),
    ).toMatchObject({
      failing: [],
      missing: [],
    })
  })

  it('stands in its way where it is required', () => {
    const wanted = { gates: [named()], requiredChecks: ['CI'] }
    expect(standing(wanted, aCheck('failure', 2, { name: 'test (20)' }), aCheck('failure', 3, CI))).toMatchObject({
      failing: ['the check CI fails on northwind/user-api#7'],
      missing: ['test (20) on northwind/user-api#7'],
    })
  })

  it('has no word where a check bears its name', () => {
    const wanted = { gates: [named('CI')], requiredChecks: ['CI'] }
    const [red, green] = [aCheck('failure', 2, CI), aCheck('success', 3, { name: 'CI' })]
    for (const checks of [
      [red, green],
      [green, red],
    ]) {
      expect(standing(wanted, ...checks)).toMatchObject({ failing: [], missing: [] })
    }
    expect(standing(wanted, aCheck('success', 4, CI), aCheck('pending', 1, { name: 'CI' }))).toMatchObject({
      missing: ['CI on northwind/user-api#7'],
    })
  })
})

describe('a workflow that a task does not name', () => {
  it.each([[{}], [{ gates: [named()] }], [{ gates: [named('build')], requiredChecks: ['build'] }]])(
    'leaves no trace: %j',
    (wanted) => {
      expect(standing(wanted, aCheck('failure', 2, CI)).known).toEqual([])
    },
  )
})

describe('an app that could not run anything', () => {
  it('stands in the way, and keeps a gate of every check closed', () => {
    const wanted = { gates: [named()] }
    expect(standing(wanted, aCheck('success', 1), aCheck('failure', 2, ACTIONS))).toMatchObject({
      failing: ['the check github-actions fails on northwind/user-api#7'],
      missing: ['github-actions on northwind/user-api#7'],
    })
  })

  it('does so no more once it is asked for again, and is no check that opens the gate', () => {
    const again = aCheck('pending', 3, ACTIONS)
    expect(standing({ gates: [named()] }, aCheck('success', 1), aCheck('failure', 2, ACTIONS), again)).toMatchObject({
      failing: [],
      missing: [],
    })
    expect(standing({ gates: [named()] }, aCheck('success', 3, ACTIONS)).missing).toEqual([
      'a check on northwind/user-api#7',
    ])
  })

  it('is of no concern where other checks are required', () => {
    expect(standing({ requiredChecks: ['build'] }, aCheck('failure', 2, ACTIONS)).failing).toEqual([])
  })
})

it('what sums up others ends the same in any order and with any repetition', () => {
  const word = fc
    .tuple(
      fc.constantFrom('success', 'failure', 'pending'),
      fc.nat(5),
      fc.constantFrom<object>(CI, ACTIONS, { name: 'CI' }, { name: 'build' }, { ...CI, name: 'build' }),
    )
    .map(([conclusion, at, over]) => aCheck(conclusion as 'success', at, over))
  const arrivals = fc
    .array(word, { maxLength: 12 })
    .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: 2 * all.length })))
  const wanted = fc.constantFrom({ gates: [named('CI')] }, { gates: [named()] }, { requiredChecks: ['CI', 'build'] })
  const sorted = ({ known, failing, missing }: ReturnType<typeof standing>) => {
    return { known: known.toSorted(), failing: failing.toSorted(), missing }
  }
  fc.assert(
    fc.property(wanted, arrivals, (task, [one, other]) => {
      expect(sorted(standing(task, ...other))).toEqual(sorted(standing(task, ...one)))
    }),
  )
})
