import { describe, expect, it } from 'vitest'
import { goRound, hasItsHour, type RoundPorts } from '../../app/github/rounds.ts'
import type { Visit } from '../../app/ports/visits.ts'
import { refused } from './life-world.ts'

/** An app with that many installations, each with as many connected repositories as its number says. */
function stage(installations: number) {
  const visits: Visit[] = []
  const pages: unknown[] = []
  const times: number[] = []
  const ports: RoundPorts = {
    client: {
      asApp: async (_, { page, per_page }) => {
        pages.push(page)
        const from = (Number(page) - 1) * Number(per_page)
        const ids = Array.from({ length: installations }, (_, index) => ({ id: index + 1 }))
        return ids.slice(from, from + Number(per_page))
      },
    },
    directory: { connectedThrough: async (id) => [id * 10] },
    later: async (visit, at) => {
      visits.push(visit)
      times.push(at)
    },
    now: () => 0,
  }
  return { visits, times, pages, ports }
}

describe('a round', () => {
  it('puts down a visit to every connected repository of the installations that are picked', async () => {
    const { visits, times, pages, ports } = stage(250)
    expect(await goRound(ports, (id) => id % 100 === 0)).toBe(2)
    const look = { type: 'look', compare: true, tries: 0 } as const
    expect(visits).toEqual([1_000, 2_000].map((repository) => ({ ...look, repository })))
    expect(pages).toEqual([1, 2, 3])
    // Not all at once.
    expect(times).toEqual([0, 2_000])
  })

  it('gives each installation one hour of the day', () => {
    for (const installation of [1, 23, 24, 957_387]) {
      const hours = Array.from({ length: 24 }, (_, hour) => hasItsHour(installation, Date.UTC(2026, 5, 1, hour)))
      expect(hours.filter(Boolean)).toHaveLength(1)
    }
  })

  it('fails whole when GitHub does not list the installations, and tells nothing secret', async () => {
    const { ports } = stage(1)
    const client = { asApp: () => Promise.reject(refused(502)) }
    await expect(goRound({ ...ports, client }, () => true)).rejects.toMatchObject({ data: { status: 502, page: 1 } })
  })
})
