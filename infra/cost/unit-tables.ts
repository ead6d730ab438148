import { actions } from './count/actions.ts'
import { amount, cents, dollars } from './money.ts'
import { services } from './price-sources.ts'
import { type PriceName, prices } from './prices.ts'
import type { Units } from './quantities.ts'
import { billOfOne } from './scenarios.ts'
import type { Table } from './table.ts'
import { PER_WORKING_DAY } from './usage.ts'
import { type Counter, sumOf } from './use.ts'

const SHOWN: readonly (readonly [string, Counter])[] = [
  ['reads', 'reads'],
  ['writes', 'writes'],
  ['invocations', 'invocations'],
  ['messages', 'messages'],
  ['events', 'events'],
  ['to Slack', 'slack'],
  ['to GitHub', 'github'],
  ['model', 'model'],
]

/** One hand-off, dearest line first. */
export function handoffTable(units: Units): Table {
  const [without, one] = [billOfOne(units, 'done-0'), billOfOne(units, 'done-1')]
  const before = (name: PriceName) => without.lines.find((line) => line.name === name)
  const rows = one.lines
    .map(({ name, price, quantity, dollars: all }) => ({
      what: `${price.service}: ${price.what}`,
      quantity: quantity - (before(name)?.quantity ?? 0),
      unit: price.unit,
      costs: all - (before(name)?.dollars ?? 0),
    }))
    .filter(({ costs }) => costs > 0)
    .toSorted((a, b) => b.costs - a.costs)
  const whole = one.total - without.total
  return {
    head: ['one hand-off', 'how much', 'of what', 'costs', 'share'],
    numbers: [1, 3, 4],
    rows: [
      ...rows.map(({ what, quantity, unit, costs }) => [
        what,
        Number(quantity.toPrecision(2)).toLocaleString('en-US', { maximumFractionDigits: 8 }),
        unit,
        cents(costs),
        `${((100 * costs) / whole).toFixed(1)} %`,
      ]),
      ['**all of it**', '', '', `**${cents(whole)}**`, ''],
    ],
  }
}

/** What was counted of each action. */
export function actionsTable(units: Units): Table {
  const rows = Object.entries(actions).map(([name, { about }]) => [
    about,
    ...SHOWN.map(([, counter]) => amount(sumOf(units[name]?.functions ?? {}, counter))),
    dollars(1_000 * billOfOne(units, name).total),
  ])
  return {
    head: ['action', ...SHOWN.map(([head]) => head), '1,000 of it'],
    numbers: [...SHOWN.map((_, index) => index + 1), SHOWN.length + 1],
    rows,
  }
}

/** What people are assumed to do. */
export function assumptionsTable(): Table {
  const rows = Object.entries(PER_WORKING_DAY).map(([name, times]) => [
    actions[name as keyof typeof actions].about,
    String(times),
  ])
  return { head: ['what a person does or causes', 'on a working day'], rows, numbers: [1] }
}

/** Every price with where it comes from. */
export function pricesTable(): Table {
  const rows = Object.values(prices).map(({ service, what, usd, per, unit, ...more }) => [
    `[${service}](${services[service].source}): ${what}`,
    `$${usd} for ${per === 1 ? 'one' : amount(per)} of ${unit}`,
    'free' in more ? amount(more.free) : '',
    'read' in more ? more.read : services[service].read,
  ])
  return { head: ['price', 'us-east-1', 'free a month', 'read in'], rows, numbers: [2] }
}
