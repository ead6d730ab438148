import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '../..')
/** What GitHub itself says, and not our log. */
const OF_GITHUB = ['archived', 'Resource not accessible by integration']

it('the lines that operators are told to watch for, about sweeps and visits, are those that are written', () => {
  const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8')
  const sections = page.split('\n## ').filter((section) => /^(The sweep|Visits to connected)/.test(section))
  const told = sections.flatMap((section) => section.replace(/\s+/g, ' ').match(/"[^"]{5,80}"/g) ?? [])
  const lines = [...new Set(told.map((line) => line.slice(1, -1)))].filter((line) => !OF_GITHUB.includes(line))
  const code = globSync(join(ROOT, '{app,handlers}/**/*.ts')).map((file) => readFileSync(file, 'utf8'))
  expect(sections).toHaveLength(2)
  expect(lines.length).toBeGreaterThan(6)
  expect(lines.filter((line) => !code.some((text) => text.includes(line)))).toEqual([])
})
