import { beforeAll, describe, expect, it } from 'vitest'
import { type Made, madeFor } from '../../../infra/cost/count/made.ts'
import { prices } from '../../../infra/cost/prices.ts'
import { FREE, PAID } from '../../../infra/cost/resources.ts'
import { BARE, PRODUCTION } from '../../../infra/cost/scenarios.ts'
import { type Standing, standing } from '../../../infra/cost/standing.ts'
import { readStanding, standingOf } from '../../../infra/cost/standing-file.ts'
import { stages } from '../../../infra/stages.ts'

let bare: Made
let edge: Made
let production: Made
let dev: Made
beforeAll(() => {
  bare = madeFor('production', BARE)
  edge = madeFor('production', { ...BARE, edge: true })
  production = madeFor('production', PRODUCTION)
  dev = madeFor('dev', stages.dev)
})

/** What an option of a stage makes, with the size that the bill has for it. */
const OPTIONAL: readonly (readonly [string, (stands: Standing) => number])[] = [
  ['AWS::EC2::NatGateway', ({ gateways }) => gateways],
]

describe('what infra/aws makes', () => {
  it('is paid for by a line of the bill, or known to be free', () => {
    const types = new Set([bare, edge, production, dev].flatMap(Object.keys))
    expect(types.size).toBeGreaterThan(20)
    expect([...types].filter((type) => !FREE.has(type) && PAID[type] === undefined)).toEqual([])
  })

  it('was counted: otherwise npm run cost -- --write', () => {
    expect(readStanding()).toEqual(standingOf(bare, edge))
  })

  it('is there as often as the bill says, where an option is built', () => {
    const stands = standing(PRODUCTION)
    for (const [type, counted] of OPTIONAL) expect([0, counted(stands)]).toContain(production[type] ?? 0)
  })
})

it('Every line of the bill is about something that infra/aws makes, or about what it calls', () => {
  const elsewhere = ['events', 'sent', 'modelInput', 'modelCached', 'modelOutput']
  const paid = new Set(Object.values(PAID).flat())
  expect(
    Object.keys(prices)
      .filter((name) => !paid.has(name as never))
      .toSorted(),
  ).toEqual(elsewhere.toSorted())
})
