import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sources, UNASKED } from '../../app/github/sources/registry.ts'
import { CALLS, callsIn, EVENTS, together } from '../support/github-permissions.ts'

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

/** Every call of GitHub's API that stands in the code. */
function calls(): string[] {
  const folder = new URL('../../app/github/', import.meta.url)
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  return [...new Set(files.flatMap((name) => callsIn(readFileSync(new URL(name, folder), 'utf8'))))].toSorted()
}

it('every call of the code is looked up here, and none that it does not make', () => {
  expect(calls()).toEqual(Object.keys(CALLS).toSorted())
})

it('every event that some source acts on is looked up here, and no other', () => {
  expect([...new Set(sources.map(({ event }) => event))].toSorted()).toEqual(Object.keys(EVENTS).toSorted())
})

it('app.yml asks for just what some call or event needs, each with its reason', () => {
  const asked = entries('default_permissions').map((line) => line.trim().split(': '))
  expect(Object.fromEntries(asked)).toEqual(together([...Object.values(CALLS), ...Object.values(EVENTS)]))
  const lines = section('default_permissions')
  for (const [index, line] of lines.entries()) {
    if (!line.trim().startsWith('#')) expect(lines[index - 1], `a reason above ${line}`).toMatch(/^ {2}# \S/)
  }
})

it('a call is found however it is written', () => {
  const text = `request('POST /repos/{owner}/{repo}/issues', x); get('/repos/\${nameOf(a.b(c))}/pulls/\${n}'); log('GET it')`
  expect(callsIn(text)).toEqual(['POST /repos/{}/{}/issues', 'GET /repos/{}/{}/pulls/{}'])
})
