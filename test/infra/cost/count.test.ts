import { describe, expect, it } from 'vitest'
import type { ActionName } from '../../../infra/cost/count/actions.ts'
import { count } from '../../../infra/cost/count/count.ts'
import { readUnits } from '../../../infra/cost/units-file.ts'
import { type Counted, type Counter, sumOf } from '../../../infra/cost/use.ts'

/** What the same action takes each time. Milliseconds differ, and so do batches: how many records one invocation gets. */
const SAME: readonly Counter[] = ['messages', 'events', 'schedules', 'mails', 'requests', 'model', 'slack', 'github']
/** Actions of one function after another; and those in which two may meet on one task, when one of them reads it again. */
const ALONE: readonly ActionName[] = ['mine', 'webhook-ignored', 'task-added', 'task-started', 'reconcile']
const MEETING: readonly ActionName[] = ['done-0', 'done-1']
/** So many units more or fewer are no news then. */
const READ_AGAIN = 3

function counted(action: Pick<Counted, 'functions'> | undefined) {
  const sum = (counter: Counter) => sumOf(action?.functions ?? {}, counter)
  const calls = Object.fromEntries(SAME.map((counter) => [counter, sum(counter)]))
  return { calls, reads: sum('reads'), writes: sum('writes') }
}

describe('infra/cost/units.json', () => {
  it('has what these actions take today: otherwise npm run cost -- --count', async () => {
    const today = await count([...ALONE, ...MEETING], 1, () => {})
    const { actions } = readUnits()
    for (const name of [...ALONE, ...MEETING]) {
      const [is, was] = [counted(today[name]), counted(actions[name])]
      expect([name, is.calls]).toEqual([name, was.calls])
      const slack = ALONE.includes(name) ? 0 : READ_AGAIN
      expect(Math.abs(is.reads - was.reads), `${name}: ${was.reads} read units, ${is.reads} today`).toBeLessThanOrEqual(
        slack,
      )
      expect(
        Math.abs(is.writes - was.writes),
        `${name}: ${was.writes} write units, ${is.writes} today`,
      ).toBeLessThanOrEqual(slack)
    }
  })
})
