import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bill } from '../../../infra/cost/bill.ts'
import { type ActionName, actions } from '../../../infra/cost/count/actions.ts'
import { services } from '../../../infra/cost/price-sources.ts'
import { prices } from '../../../infra/cost/prices.ts'
import { type Quantities, quantities } from '../../../infra/cost/quantities.ts'
import { BARE, OPTIONS, PRODUCTION } from '../../../infra/cost/scenarios.ts'
import { metricsOf, standing } from '../../../infra/cost/standing.ts'
import { readUnits } from '../../../infra/cost/units-file.ts'
import { IDLE, PER_WORKING_DAY, sizes, type Usage, usageOf } from '../../../infra/cost/usage.ts'
import type { Stage } from '../../../infra/stages.ts'

const { actions: units } = readUnits()
const names = Object.keys(actions) as ActionName[]
const stagesOfAll: readonly Stage[] = [
  BARE,
  PRODUCTION,
  ...Object.values(OPTIONS).map((change) => ({ ...BARE, ...change })),
]

const someActions = fc.dictionary(fc.constantFrom(...names), fc.integer({ min: 0, max: 1_000_000 })) as fc.Arbitrary<
  Usage['actions']
>
const someUsage = fc.record({
  actions: someActions,
  cold: fc.double({ min: 0, max: 1, noNaN: true }),
  processes: fc.integer({ min: 1, max: 50 }),
  cached: fc.double({ min: 0, max: 1, noNaN: true }),
})
const someStage = fc.constantFrom(...stagesOfAll)

/** Of the quantities, those that do not grow in proportion: what stands there, and what is only sampled or capped. */
const BENT = ['traces', 'keyRequests', 'secretCalls', 'metrics', 'managementEvents'] as const
const cost = (usage: Usage, stage: Stage) => bill(quantities(units, usage, stage)).total

describe('a bill', () => {
  it('is the sum of its lines, each its quantity at its price; what is free is never more than what was used', () => {
    fc.assert(
      fc.property(someUsage, someStage, (usage, stage) => {
        const made = quantities(units, usage, stage)
        const { lines, total, free, freeTotal } = bill(made)
        expect(lines.map(({ name, dollars }) => [name, dollars])).toEqual(
          lines.map(({ name, quantity, price }) => [name, (quantity / price.per) * price.usd]),
        )
        expect(lines.reduce((sum, { dollars }) => sum + dollars, 0)).toBeCloseTo(total, 9)
        expect(lines.map(({ name }) => name)).toEqual(
          Object.keys(prices).filter((name) => made[name as keyof Quantities] > 0),
        )
        for (const { name, quantity } of free) expect(quantity).toBeLessThanOrEqual(made[name])
        expect(freeTotal).toBeLessThanOrEqual(total)
      }),
    )
  })

  it('never falls when more is done, and never when an option is turned on', () => {
    const more = fc.tuple(someUsage, fc.constantFrom(...names), fc.integer({ min: 1, max: 100_000 }))
    fc.assert(
      fc.property(more, someStage, ([usage, name, times], stage) => {
        const actions = { ...usage.actions, [name]: (usage.actions[name] ?? 0) + times }
        expect(cost({ ...usage, actions }, stage)).toBeGreaterThanOrEqual(cost(usage, stage))
      }),
    )
    fc.assert(
      fc.property(someUsage, fc.constantFrom(...Object.values(OPTIONS)), (usage, change) => {
        expect(cost(usage, { ...BARE, ...change })).toBeGreaterThanOrEqual(cost(usage, BARE))
      }),
    )
  })

  it('is twice as much beyond what stands there when twice as much is done, but for what is sampled', () => {
    fc.assert(
      fc.property(someUsage, someStage, (usage, stage) => {
        const of = (times: number) => {
          const actions = Object.fromEntries(
            Object.entries(usage.actions).map(([name, count]) => [name, count * times]),
          )
          return quantities(units, { ...usage, actions }, stage)
        }
        const [none, once, twice] = [of(0), of(1), of(2)]
        for (const name of Object.keys(prices) as (keyof Quantities)[]) {
          if (BENT.includes(name as never)) continue
          const [grown, doubled] = [once[name] - none[name], twice[name] - none[name]]
          expect(Math.abs(doubled - 2 * grown), name).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(twice[name])))
        }
      }),
    )
  })

  it('of nobody has only what stands there and what the schedules wake', () => {
    const lines = (stage: Stage) => bill(quantities(units, IDLE, stage)).lines.map(({ name }) => name)
    const stands = standing(BARE)
    const there = (['keys', 'secrets', 'metrics', 'alarms', 'compositeAlarms', 'dashboards'] as const).filter(
      (name) => stands[name] > 0,
    )
    const woken = [
      'invocations',
      'compute',
      'reads',
      'writes',
      'emptyReceives',
      'schedules',
      'keyRequests',
      'secretCalls',
    ]
    expect(lines(BARE).toSorted()).toEqual([...there, ...woken, 'logged', 'logsKept', 'traces', 'sent'].toSorted())
    const added = (change: Partial<Stage>) =>
      lines({ ...BARE, ...change }).filter((name) => !lines(BARE).includes(name))
    expect(added({ edge: true })).toEqual(expect.arrayContaining(['firewall', 'firewallRules']))
    expect(added({ network: true })).toEqual(['gateways', 'gatewayBytes', 'endpoints'])
    expect(added({ standby: 'us-west-2' })).toEqual(['replicatedWrites'])
  })

  it('says what was never counted', () => {
    const { mine: _, ...rest } = units
    expect(() => quantities(rest, { ...IDLE, actions: { mine: 1 } }, BARE)).toThrow(
      'mine was never counted: npm run cost -- --count',
    )
  })
})

describe('the assumptions', () => {
  it('name actions that are counted, and every action but those of the schedules and of a first day', () => {
    const unused = names.filter((name) => PER_WORKING_DAY[name] === undefined)
    expect(unused.toSorted()).toEqual(['issue-imported', 'reconcile', 'rounds', 'sweep', 'visit'])
    expect(Object.keys(units).toSorted()).toEqual(names.toSorted())
  })

  it('grow with people', () => {
    const { team } = sizes
    expect(usageOf({ ...team, people: 20 }).actions.mine).toBe(2 * (usageOf(team).actions.mine ?? 0))
  })
})

it('Each combination by which a metric is told apart is one to be paid for, and so is the metric alone', () => {
  expect(
    metricsOf({ A: { unit: 'Count', by: {} }, B: { unit: 'Count', by: { x: ['1', '2'], y: ['1', '2', '3'] } } }),
  ).toBe(8)
})

describe('the prices', () => {
  it('each say where AWS has them', () => {
    for (const { service, usd, per } of Object.values(prices)) {
      expect(services[service].source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/$/)
      expect(usd / per).toBeGreaterThan(0)
    }
  })
})
