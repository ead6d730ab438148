import { amount, dollars } from './money.ts'
import { services } from './price-sources.ts'
import type { ModelName, PriceName } from './prices.ts'
import type { Units } from './quantities.ts'
import { BARE, billWhen, OPTIONS, PRODUCTION, WHEN, type When } from './scenarios.ts'
import type { Table } from './table.ts'
import { sizes } from './usage.ts'

const HEADS: Readonly<Record<When, string>> = {
  idle: 'nobody',
  team: sizes.team.name,
  company: sizes.company.name,
  platform: sizes.platform.name,
}
const COLUMNS = WHEN.map((when) => HEADS[when])
const ALL_NUMBERS = WHEN.map((_, index) => index + 1)

/** Services by how many people there are. */
export function sizesTable(units: Units): Table {
  const bills = WHEN.map((when) => billWhen(units, when, BARE))
  const rows = Object.keys(services).flatMap((service) => {
    const each = bills.map(({ lines }) =>
      lines.filter(({ price }) => price.service === service).reduce((sum, line) => sum + line.dollars, 0),
    )
    return each.every((sum) => sum === 0) ? [] : [[service, ...each.map(dollars)]]
  })
  const people = WHEN.map((when) => (when === 'idle' ? undefined : sizes[when].people))
  return {
    head: ['a month', ...COLUMNS],
    numbers: ALL_NUMBERS,
    rows: [
      ...rows,
      ['**all of it**', ...bills.map(({ total }) => `**${dollars(total)}**`)],
      ['of which AWS gives away', ...bills.map(({ freeTotal }) => dollars(-freeTotal))],
      ['**left to pay**', ...bills.map(({ total, freeTotal }) => `**${dollars(total - freeTotal)}**`)],
      [
        'for each person',
        ...bills.map(({ total }, index) => (people[index] === undefined ? '' : dollars(total / people[index]))),
      ],
      ['with all that `production` turns on', ...WHEN.map((when) => dollars(billWhen(units, when, PRODUCTION).total))],
    ],
  }
}

/** What is paid for though nobody calls, line by line. */
export function idleTable(units: Units): Table {
  const [bare, production] = [billWhen(units, 'idle', BARE), billWhen(units, 'idle', PRODUCTION)]
  const cell = (bill: typeof bare, name: PriceName) => {
    const line = bill.lines.find((each) => each.name === name)
    return line === undefined ? '' : dollars(line.dollars)
  }
  const rows = production.lines.map(({ name, price, quantity }) => [
    `${price.service}: ${price.what}`,
    amount(quantity),
    price.unit,
    cell(bare, name),
    cell(production, name),
  ])
  return {
    head: ['what stands there, or turns by itself', 'how much', 'of what', 'bare', '`production`'],
    numbers: [1, 3, 4],
    rows: [
      ...rows,
      ['**all of it**', '', '', `**${dollars(bare.total)}**`, `**${dollars(production.total)}**`],
      ['of which AWS gives away', '', '', dollars(-bare.freeTotal), dollars(-production.freeTotal)],
      [
        '**left to pay**',
        '',
        '',
        `**${dollars(bare.total - bare.freeTotal)}**`,
        `**${dollars(production.total - production.freeTotal)}**`,
      ],
    ],
  }
}

/** What each option of a stage adds. */
export function optionsTable(units: Units): Table {
  const rows = Object.entries(OPTIONS).map(([name, change]) => [
    name,
    ...WHEN.map((when) => {
      const more = billWhen(units, when, { ...BARE, ...change }).total - billWhen(units, when, BARE).total
      return Math.abs(more) < 1e-9 ? '$0' : dollars(more)
    }),
  ])
  return { head: ['what the option adds a month', ...COLUMNS], rows, numbers: ALL_NUMBERS }
}

/** What the words cost, by who writes them. */
export function modelsTable(units: Units): Table {
  const { model: _, ...silent } = BARE
  const named = (['Claude Sonnet 4.5', 'Claude Haiku 4.5'] as const satisfies readonly ModelName[]).map((model) => [
    model,
    ...WHEN.map((when) => dollars(billWhen(units, when, BARE, model).total - billWhen(units, when, silent).total)),
  ])
  return {
    head: ['who writes the words', ...COLUMNS],
    numbers: ALL_NUMBERS,
    rows: [...named, ['the fallback writers', ...WHEN.map(() => '$0')]],
  }
}

/** All lines of one bill, dearest first. */
export function linesTable(units: Units): Table {
  const { lines, total } = billWhen(units, 'company', PRODUCTION)
  const rows = lines
    .toSorted((a, b) => b.dollars - a.dollars)
    .map(({ price, quantity, dollars: costs }) => [
      `${price.service}: ${price.what}`,
      amount(quantity),
      price.unit,
      dollars(costs),
    ])
  return {
    head: ['a company of 500, `production`', 'how much', 'of what', 'a month'],
    numbers: [1, 3],
    rows: [...rows, ['**all of it**', '', '', `**${dollars(total)}**`]],
  }
}
