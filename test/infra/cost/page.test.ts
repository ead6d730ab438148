import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { page } from '../../../infra/cost/page.ts'
import { asText } from '../../../infra/cost/table.ts'
import { tables } from '../../../infra/cost/tables.ts'
import { readUnits } from '../../../infra/cost/units-file.ts'

const { actions: units } = readUnits()
const text = readFileSync(join(import.meta.dirname, '../../../docs/cost.md'), 'utf8')

describe('docs/cost.md', () => {
  it('has the tables and figures that are made today: otherwise npm run cost -- --write', () => {
    expect(text).toBe(page(text, units))
  })

  it('has every table', () => {
    for (const name of Object.keys(tables(units))) expect(text).toContain(`<!-- table ${name} -->\n\n|`)
  })

  it('is told of a table or a figure that there is not', () => {
    expect(() => page('<!-- table nosuch -->\n<!-- end -->', units)).toThrow('There is no table "nosuch": sizes, idle')
    expect(() => page('<!-- figure nosuch --><!-- -->', units)).toThrow('There is no figure "nosuch": ')
  })

  it('is changed between the marks and nowhere else', () => {
    const given = 'Before <!-- figure queues -->old<!-- --> after.\n'
    expect(page(given, units)).toMatch(/^Before <!-- figure queues -->\d+<!-- --> after\.\n$/)
  })
})

it('A table of the terminal has aligned columns and no marks', () => {
  const table = {
    head: ['what', 'costs'],
    rows: [
      ['`mine`', '**$1**'],
      ['a standby region', '$12.50'],
    ],
    numbers: [1],
  }
  expect(`\n${asText(table)}\n`).toMatchInlineSnapshot(`
    "
    what               costs
    ────────────────────────
    mine                  $1
    a standby region  $12.50
    "
  `)
})
