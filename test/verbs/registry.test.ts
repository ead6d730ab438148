import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../../app/projects/permissions.ts'
import { parseLine } from '../../app/verbs/parse.ts'
import { findVerb, nearVerbs, VERBS } from '../../app/verbs/registry.ts'
import { distance } from '../../app/verbs/suggest.ts'
import { GROUPS } from '../../app/verbs/verb-card.ts'

const find = (text: string) => {
  const line = parseLine(text)
  if (!line.ok) throw new Error(line.error.what)
  const found = findVerb(line.value)
  return 'typed' in found ? found : { verb: found.verb.name, words: found.rest.words.length }
}

describe('the registry of verbs', () => {
  it.each(VERBS.map((verb) => [verb.name, verb] as const))('says all about %s', (name, verb) => {
    expect(verb.usage.startsWith(name)).toBe(true)
    expect(name.split(' ').length).toBeLessThanOrEqual(2)
    expect(ACTIONS).toContain(verb.action)
    expect(GROUPS).toContain(verb.group)
    expect(verb.summary).toMatch(/^[A-Z].*[^.]$/)
  })

  it.each(VERBS.flatMap((verb) => verb.examples.map((example) => [example, verb] as const)))(
    'can read its own example: %s',
    (example, verb) => {
      const line = parseLine(example)
      const found = line.ok ? findVerb(line.value) : undefined
      if (found === undefined || 'typed' in found) throw new Error('no verb')
      expect(found.verb).toBe(verb)
      expect(verb.read(found.rest).ok).toBe(true)
    },
  )

  it('has each name once', () => {
    expect(new Set(VERBS.map(({ name }) => name)).size).toBe(VERBS.length)
  })

  it('finds verbs of one word and of two, in any case', () => {
    expect(find('DONE UAPI-1')).toEqual({ verb: 'done', words: 1 })
    expect(find('Project New UAPI "x"')).toEqual({ verb: 'project new', words: 2 })
    expect(find('')).toEqual({ verb: 'help', words: 0 })
  })

  it('says what it does not know: one word, or two where two make a verb', () => {
    expect(find('strat UAPI-1')).toEqual({ typed: 'strat' })
    expect(find('project rename UAPI')).toEqual({ typed: 'project rename' })
    expect(find('project')).toEqual({ typed: 'project' })
    expect(find('<@U1|gaius>')).toEqual({ typed: '@gaius' })
  })

  it.each([
    ['strat', ['start']],
    ['dnoe', ['done']],
    ['shwo', ['show', 'project show']],
    ['project', ['project new', 'project connect', 'project list']],
    ['task', ['list', 'task add']],
    ['complet', ['done']],
    ['explane', ['why']],
    ['blok', ['block']],
    ['frobnicate', []],
    ['constructor', []],
    ['', []],
    ['x'.repeat(10_000), []],
  ])('guesses what "%s" meant', (typed, names) => {
    expect(nearVerbs(typed).map(({ name }) => name)).toEqual(names)
  })

  it('counts slips of the finger', () => {
    expect(['done', 'doen', 'don', 'dones', 'gone', ''].map((typed) => distance(typed, 'done'))).toEqual([
      0, 1, 1, 1, 1, 4,
    ])
  })
})
