import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Grant } from '../../../infra/grants.ts'
import { recordIn, unusedIn, usedBy } from '../../../infra/local/grants/record.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'codexflow-used-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const granted: Readonly<Record<string, readonly Grant[]>> = {
  relay: [
    { on: 'table', may: ['dynamodb:GetItem', 'dynamodb:PutItem'] },
    { on: 'bus', may: ['events:PutEvents'] },
  ],
  digest: [{ on: 'index', name: 'by-assignee', may: ['dynamodb:Query'] }],
}

it('What a process used is put down once, however often it did', () => {
  const used = recordIn(dir)
  for (let times = 0; times < 3; times++) used('relay', { on: 'bus', action: 'events:PutEvents' })
  used('digest', { on: 'index', name: 'by-assignee', action: 'dynamodb:Query' })
  expect(readFileSync(usedBy(process.pid, dir), 'utf8')).toBe(
    'relay: events:PutEvents on bus\ndigest: dynamodb:Query on index by-assignee\n',
  )
})

it('What is left is what none of the processes used', () => {
  expect(unusedIn(dir, granted)).toHaveLength(4)
  recordIn(dir)('relay', { on: 'bus', action: 'events:PutEvents' })
  writeFileSync(usedBy(1, dir), 'relay: dynamodb:PutItem on table\ndigest: dynamodb:PutItem on table\n')
  expect(unusedIn(dir, granted)).toEqual([
    'relay: dynamodb:GetItem on table',
    'digest: dynamodb:Query on index by-assignee',
  ])
  writeFileSync(usedBy(2, dir), 'relay: dynamodb:GetItem on table\ndigest: dynamodb:Query on index by-assignee\n')
  expect(unusedIn(dir, granted)).toEqual([])
})
