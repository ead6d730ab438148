import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { sweepBook } from '../../app/dynamo/sweep-book.ts'
import { keys } from '../../app/dynamo/table.ts'
import type { GithubClient } from '../../app/github/client.ts'
import { MEMORY, sweepDeliveries } from '../../app/github/sweep-deliveries.ts'
import { silentLog } from '../../app/log.ts'
import { startTable, type TestTable } from '../support/table.ts'

const MINUTE = 60_000
const NEVER = Number.MAX_SAFE_INTEGER

let table: TestTable
beforeAll(async () => {
  table = await startTable()
})
afterAll(() => table.stop())
beforeEach(() => table.store.remove(keys.sweep()))

type Row = { readonly id: number; readonly guid: string; at: number; status: number; readonly redelivery: boolean }

/** GitHub's list of attempts, and a door that answers what the test says. */
function gitHub() {
  const rows: Row[] = []
  const calls: string[] = []
  let now = Date.parse('2026-06-01T12:00:00Z')
  let door = 202
  let refuse: (() => Error | undefined) | undefined
  const attempt = (guid: string, redelivery: boolean) => {
    rows.unshift({ id: rows.length + 1, guid, at: now, status: door, redelivery })
  }
  const unless = () => {
    const error = refuse?.()
    if (error !== undefined) throw error
  }
  const client: Pick<GithubClient, 'pageAsApp' | 'asApp'> = {
    async pageAsApp(_, { cursor, per_page }) {
      calls.push('list')
      unless()
      const from = cursor === undefined ? 0 : rows.findIndex(({ id }) => id < Number(cursor))
      const page = rows.filter(({ at }) => at >= now - MEMORY).slice(from, from + Number(per_page))
      const data = page.map(({ id, guid, at, status, redelivery }) => ({
        ...{ id, guid, redelivery, delivered_at: new Date(at).toISOString(), status_code: status },
        ...{ event: 'pull_request', action: 'closed' },
      }))
      const last = page.at(-1)
      return last === undefined || last === rows.at(-1) ? { data } : { data, cursor: String(last.id) }
    },
    async asApp(_, { delivery_id }) {
      calls.push('again')
      unless()
      attempt(rows.find(({ id }) => id === delivery_id)!.guid, true)
      return {}
    },
  }
  return {
    calls,
    deliver: (guid: string) => attempt(guid, false),
    answers: (status: number) => {
      door = status
    },
    refuses: (by: typeof refuse) => {
      refuse = by
    },
    later: (ms: number) => {
      now += ms
    },
    arrived: () => [...new Set(rows.filter(({ status }) => status === 202).map(({ guid }) => guid))].toSorted(),
    attemptsOf: (guid: string) => rows.filter((row) => row.guid === guid).length,
    sweep(stopAt = NEVER) {
      calls.length = 0
      const wait = async (ms: number) => {
        now += ms
      }
      const book = sweepBook(table.store)
      return sweepDeliveries(
        { client, book, listensTo: () => true, now: () => now, wait, log: silentLog },
        stopAt === NEVER ? NEVER : now + stopAt,
      )
    },
  }
}

let named = 0
const guids = (count: number) => Array.from({ length: count }, () => `delivery-${String(++named).padStart(6, '0')}`)

describe('the sweep over failed deliveries', () => {
  it('brings everything that failed while the door was down, each once, and then has nothing left to do', async () => {
    const github = gitHub()
    const [early, ...missed] = guids(6)
    github.deliver(early!)
    github.answers(500)
    for (const guid of missed) github.deliver(guid)
    github.answers(202)

    expect(await github.sweep()).toEqual({ pages: 1, asked: 5, givenUp: 0, left: 0, gap: false })
    expect(github.calls).toEqual(['list', ...missed.map(() => 'again')])
    expect(github.arrived()).toEqual([early, ...missed])

    github.later(15 * MINUTE)
    expect(await github.sweep()).toEqual({ pages: 1, asked: 0, givenUp: 0, left: 0, gap: false })
    github.later(15 * MINUTE)
    await github.sweep()
    expect(missed.map(github.attemptsOf)).toEqual([2, 2, 2, 2, 2])
  })

  it('asks three times at most, and then gives the delivery up', async () => {
    const github = gitHub()
    const [guid] = guids(1)
    github.answers(500)
    github.deliver(guid!)
    const swept: object[] = []
    for (let round = 0; round < 5; round++) {
      swept.push(await github.sweep())
      github.later(15 * MINUTE)
    }
    expect(swept.map((each) => ({ ...each, pages: 0 }))).toEqual([
      { pages: 0, asked: 1, givenUp: 0, left: 0, gap: false },
      { pages: 0, asked: 1, givenUp: 0, left: 0, gap: false },
      { pages: 0, asked: 1, givenUp: 0, left: 0, gap: false },
      { pages: 0, asked: 0, givenUp: 1, left: 0, gap: false },
      { pages: 0, asked: 0, givenUp: 0, left: 0, gap: false },
    ])
    expect(github.attemptsOf(guid!)).toBe(4)
  })

  it('asks three times at most even where the list does not show that it asked', async () => {
    const github = gitHub()
    const [guid] = guids(1)
    const book = sweepBook(table.store)
    for (let times = 0; times < 3; times++) expect(await book.countAsking(guid!, 3, NEVER / 2)).toBe(true)
    github.answers(500)
    github.deliver(guid!)
    expect(await github.sweep()).toMatchObject({ asked: 0, givenUp: 1 })
  })

  it('asks for so many in one go and leaves the rest, a second apart', async () => {
    const github = gitHub()
    const missed = guids(160)
    github.answers(504)
    for (const guid of missed) github.deliver(guid)
    github.answers(202)
    expect(await github.sweep()).toEqual({ pages: 2, asked: 150, givenUp: 0, left: 10, gap: false })
    expect(github.arrived()).toEqual(missed.slice(0, 150))
    github.later(15 * MINUTE)
    expect(await github.sweep()).toMatchObject({ asked: 10, left: 0 })
    expect(github.arrived()).toEqual(missed)

    const others = guids(5)
    github.answers(504)
    for (const guid of others) github.deliver(guid)
    github.answers(202)
    // Time for three: at once, after a second, and one that was begun in time.
    expect(await github.sweep(1_500)).toMatchObject({ asked: 3, left: 2 })
  })

  it('reads no further than to what an earlier sweep has settled', async () => {
    const github = gitHub()
    for (const guid of guids(950)) github.deliver(guid)
    github.later(15 * MINUTE)
    expect(await github.sweep()).toMatchObject({ pages: 10 })
    github.later(15 * MINUTE)
    for (const guid of guids(20)) github.deliver(guid)
    expect(await github.sweep()).toMatchObject({ pages: 1 })
  })

  it('says so when it was away for longer than GitHub remembers, but not at its very first', async () => {
    const github = gitHub()
    expect(await github.sweep()).toMatchObject({ gap: false })
    github.later(MEMORY - MINUTE)
    expect(await github.sweep()).toMatchObject({ gap: false })
    github.later(MEMORY + MINUTE)
    expect(await github.sweep()).toMatchObject({ gap: true })
    github.later(15 * MINUTE)
    expect(await github.sweep()).toMatchObject({ gap: false })
  })

  it('does not lose what GitHub would not repeat for now', async () => {
    const github = gitHub()
    const missed = guids(3)
    github.answers(500)
    for (const guid of missed) github.deliver(guid)
    github.answers(202)
    const tooFast = answered(403, { 'retry-after': '60' })
    github.refuses(() => (github.calls.length > 2 ? tooFast : undefined))
    expect(await github.sweep()).toEqual({ pages: 1, asked: 1, givenUp: 0, left: 2, gap: false })
    expect(github.calls).toEqual(['list', 'again', 'again'])
    github.refuses(undefined)
    github.later(15 * MINUTE)
    expect(await github.sweep()).toMatchObject({ asked: 2, left: 0 })
    expect(github.arrived()).toEqual(missed)
  })

  it('gives up what GitHub does not know any more, and stops while GitHub is silent', async () => {
    const github = gitHub()
    const [forgotten] = guids(1)
    github.answers(500)
    github.deliver(forgotten!)
    github.later(15 * MINUTE)
    github.refuses(() => (github.calls.at(-1) === 'again' ? answered(404) : undefined))
    expect(await github.sweep()).toMatchObject({ asked: 0, givenUp: 1, left: 0 })

    github.later(15 * MINUTE)
    for (const guid of guids(10)) github.deliver(guid)
    github.refuses(() => (github.calls.at(-1) === 'again' ? answered(502) : undefined))
    expect(await github.sweep()).toMatchObject({ asked: 0, left: 10 })
    expect(github.calls).toEqual(['list', 'again', 'again', 'again'])
  })

  it('fails whole when the list cannot be read, and tells nothing secret', async () => {
    const github = gitHub()
    github.refuses(() => answered(500))
    await expect(github.sweep()).rejects.toMatchObject({
      message: 'GitHub does not list its deliveries',
      data: { status: 500, pages: 1 },
    })
  })
})

function answered(status: number, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error('no'), { status, response: { headers } })
}
