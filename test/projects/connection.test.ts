import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterLook, type GithubSays, isNamed, nameNow, reconnected } from '../../app/projects/connection.ts'
import type { ConnectedRepository } from '../../app/projects/project.ts'

const API: ConnectedRepository = { id: 1, fullName: 'northwind/user-api', installation: 7, owner: 3 }
const THERE: GithubSays = { name: 'northwind/user-api', installation: 7, owner: 3, lacks: [] }
const iso = (at: number) => new Date(at).toISOString()

describe('a look at a connected repository', () => {
  it('finds everything as it was, and changes only when that was', () => {
    expect(afterLook(API, THERE, 10)).toEqual({ ...API, lookedAt: 10 })
  })

  it('marks it while it is away, and keeps since when; back again, that is over, and what was missed is news', () => {
    const away = afterLook(API, { away: 'suspended' }, 10)
    expect(away).toEqual({ ...API, away: { why: 'suspended', since: iso(10) }, lookedAt: 10, untold: 'away' })
    const { untold: _, ...told } = away
    const still = afterLook(told, { away: 'suspended' }, 20)
    expect(still).toEqual({ ...API, away: { why: 'suspended', since: iso(10) }, lookedAt: 20 })
    expect(afterLook(still, { away: 'uninstalled' }, 30)).toMatchObject({
      away: { why: 'uninstalled', since: iso(30) },
      untold: 'away',
    })
    expect(afterLook(still, THERE, 30)).toEqual({ ...API, lookedAt: 30, untold: 'back' })
  })

  it('has nothing to tell of an absence that was over before anybody heard of it', () => {
    expect(afterLook(afterLook(API, { away: 'gone' }, 10), THERE, 20)).toEqual({ ...API, lookedAt: 20 })
  })

  it('follows a new name without changing that of its facts, and a new installation of the same owner', () => {
    const renamed = afterLook(API, { ...THERE, name: 'northwind/accounts', installation: 8 }, 10)
    expect(renamed).toEqual({
      ...API,
      installation: 8,
      nameNow: 'northwind/accounts',
      lookedAt: 10,
      untold: 'renamed',
    })
    expect(nameNow(renamed)).toBe('northwind/accounts')
    const names = ['Northwind/Accounts', 'northwind/user-api', 'northwind/other']
    expect(names.map((name) => isNamed(renamed, name))).toEqual([true, true, false])
  })

  it('notes what the app may not do, tells it once, and forgets it when it is granted', () => {
    const lacking = afterLook(API, { ...THERE, lacks: ['issues: write', 'checks: read'] }, 10)
    expect(lacking).toMatchObject({ lacks: ['checks: read', 'issues: write'], untold: 'lacks' })
    const { untold: _, ...told } = lacking
    expect(afterLook(told, { ...THERE, lacks: ['checks: read'] }, 20)).not.toHaveProperty('untold')
    expect(afterLook(told, THERE, 20)).toEqual({ ...API, lookedAt: 20 })
  })

  it('ends the same in any order and with any repetition: the latest look counts', () => {
    const says = fc.record({
      away: fc.constantFrom(undefined, 'suspended' as const, 'archived' as const, 'uninstalled' as const),
      name: fc.constantFrom('northwind/user-api', 'northwind/accounts'),
      installation: fc.constantFrom(7, 8),
      lacks: fc.constantFrom([], ['checks: read']),
    })
    const looks = fc
      .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 100 }), says), { selector: ([at]) => at, minLength: 1 })
      .chain((all) => {
        const twice = [...all, ...all]
        return fc.tuple(
          fc.constant(all.toSorted(([a], [b]) => a - b)),
          fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length }),
        )
      })
    const end = (all: readonly (readonly [number, { readonly away: unknown }])[]) => {
      const {
        untold: _,
        away,
        ...rest
      } = all.reduce(
        (seen, [at, { away, ...more }]) =>
          afterLook(seen, away === undefined ? more : { ...more, away: away as 'gone' }, at),
        API,
      )
      return { ...rest, away: away?.why }
    }
    const property = fc.property(looks, ([inOrder, shuffled]) => {
      expect(end(shuffled)).toEqual(end(inOrder))
    })
    fc.assert(property, { numRuns: 300 })
  })
})

it('a repository that moved and is connected again belongs there, and its facts keep their name', () => {
  const moved = afterLook(API, { away: 'moved', name: 'contoso/user-api' }, 10)
  const given = { id: 1, fullName: 'contoso/user-api', installation: 9, owner: 4 }
  expect(reconnected(moved, given)).toEqual({
    id: 1,
    fullName: 'northwind/user-api',
    nameNow: 'contoso/user-api',
    installation: 9,
    owner: 4,
    lookedAt: 10,
  })
  expect(reconnected(undefined, given)).toEqual(given)
})
