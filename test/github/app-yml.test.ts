import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sources, UNASKED } from '../../app/github/sources/registry.ts'

const manifest = readFileSync(new URL('../../app.yml', import.meta.url), 'utf8')

/** The lines below a key of the manifest, comments left out. */
function section(key: string): string[] {
  const lines = manifest.split('\n')
  const begin = lines.indexOf(`${key}:`) + 1
  expect(begin, `${key} stands in app.yml`).toBeGreaterThan(0)
  const rest = lines.slice(begin)
  const end = rest.findIndex((line) => /^\S/.test(line))
  return rest.slice(0, end < 0 ? undefined : end).filter((line) => line.trim() !== '')
}
const entries = (key: string) => section(key).filter((line) => !line.trim().startsWith('#'))

it('app.yml asks for exactly the events that some source acts on', () => {
  const events = entries('default_events').map((line) => line.replace(/^ {2}- /, ''))
  const subscribed = sources.map(({ event }) => event).filter((event) => !UNASKED.includes(event))
  expect(events.toSorted()).toEqual(subscribed.toSorted())
})

it('app.yml asks for the least that works, each with its reason', () => {
  expect(entries('default_permissions').map((line) => line.trim())).toEqual([
    'metadata: read',
    'pull_requests: write',
    'checks: write',
    'actions: read',
    'statuses: read',
    'deployments: read',
    'contents: read',
    'issues: write',
  ])
  const lines = section('default_permissions')
  for (const [index, line] of lines.entries()) {
    if (!line.trim().startsWith('#')) expect(lines[index - 1], `a reason above ${line}`).toMatch(/^ {2}# \S/)
  }
})
