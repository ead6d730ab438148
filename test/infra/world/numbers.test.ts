import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import * as acts from '../../../infra/local/world/github-acts.ts'
import { githubRest } from '../../../infra/local/world/github-rest.ts'
import { json, listen } from '../../../infra/local/world/http.ts'
import { keptNumbers } from '../../../infra/local/world/numbers.ts'
import { outside } from '../../../infra/local/world/outside.ts'
import { plant } from '../../../infra/local/world/planting.ts'
import { northwind } from '../../../infra/local/world/seed.ts'
import type { World } from '../../../infra/local/world/world.ts'
import { eventually } from '../../support/eventually.ts'
import { type WorldFolder, worldFolder } from '../../support/world-folder.ts'

const repository = 'northwind/user-api'

describe('the highest numbers', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'numbers-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const file = () => join(dir, 'numbers.json')
  const of = (full_name: string, named: object) => ({ repository: { full_name }, ...named })

  it('are on disk as soon as they are noted, and nothing else is', () => {
    const numbers = keptNumbers(file())
    numbers.note(of('a/one', { issue: { number: 4 } }))
    numbers.note(of('a/two', { pull_request: { number: 2 } }))
    numbers.note(of('a/one', { issue: { number: 3 }, comment: { id: 9 } }))
    expect(keptNumbers(file()).highest()).toEqual({ issues: { 'a/one': 4, 'a/two': 2 }, comments: 9 })
    expect(readdirSync(dir)).toEqual(['numbers.json'])
  })

  it('are untouched by what names none', () => {
    const numbers = keptNumbers(file())
    for (const payload of [undefined, {}, { repository: 7 }, of('a/one', { issue: { number: -1 } }), of('a/one', {})]) {
      numbers.note(payload)
    }
    expect([numbers.highest(), readdirSync(dir)]).toEqual([{ issues: {}, comments: 0 }, []])
  })

  it('do not depend on the order in which they are heard of', () => {
    const name = fc.constantFrom('a/one', 'a/two')
    const heard = fc.record({
      name,
      issue: fc.option(fc.record({ number: fc.nat(50) }), { nil: undefined }),
      comment: fc.option(fc.record({ id: fc.nat(50) }), { nil: undefined }),
    })
    const after = (list: readonly { name: string; issue: object | undefined; comment: object | undefined }[]) => {
      const numbers = keptNumbers(undefined)
      for (const { name, ...named } of list) numbers.note(of(name, named))
      return numbers.highest()
    }
    fc.assert(
      fc.property(fc.array(heard), (list) => {
        expect(after([...list, ...list].reverse())).toEqual(after(list))
      }),
    )
  })

  it('are not taken for nothing when their file is broken', () => {
    writeFileSync(file(), '{"issues":')
    expect(() => keptNumbers(file())).toThrow(
      `${file()} does not hold GitHub's numbers. Repair it, or begin anew: npm start -- --fresh`,
    )
  })
})

describe('a new world in the folder of an earlier one', () => {
  let folder: WorldFolder
  beforeEach(() => {
    folder = worldFolder()
  })
  afterEach(() => folder.remove())
  const open = () => folder.open({ inMemory: false })
  const amyIn = async ({ urls }: World) => {
    const amy = (await outside(urls.bridge).people()).find(({ name }) => name === 'amy')
    return githubRest(urls.github, amy?.githubToken ?? '')
  }
  /** Opens a pull request and comments on it. */
  const act = async (world: World, branch: string) => {
    const amy = await amyIn(world)
    const { number } = await acts.openPull(amy, repository, { title: branch, branch })
    const comment = await acts.comment(amy, { repository, number }, 'Nice')
    const file = join(folder.dir, 'github-numbers.json')
    // Webhooks are on their way when GitHub has answered.
    const numbers = { issues: { [repository]: number }, comments: comment }
    await eventually(() => expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(numbers))
    return { number, comment }
  }

  it.each(['stopped', 'killed'])('goes on with the numbers when that was %s', async (how) => {
    const first = await open()
    const before = [await act(first, 'one'), await act(first, 'two')]
    expect(before).toEqual([
      { number: 2, comment: 1 },
      { number: 3, comment: 2 },
    ])
    if (how === 'stopped') await first.stop()
    else process.kill(first.pid, 'SIGKILL')

    const second = await open()
    expect(await act(second, 'three')).toEqual({ number: 4, comment: 3 })
    const all = await (await amyIn(second))('GET', `/repos/${repository}/issues?state=all&sort=created&direction=asc`)
    const shown = (all as { number: number; title: string; state: string }[]).map((issue) =>
      [issue.number, issue.title, issue.state].join(' '),
    )
    expect(shown.sort()).toEqual([
      '1 Implement user CRUD endpoints open',
      '2 Lost with an earlier world closed',
      '3 Lost with an earlier world closed',
    ])
    expect(await (await amyIn(second))('GET', `/repos/${repository}/issues/1/comments`)).toEqual([])
    const told = (await outside(second.urls.bridge).deliveries()).map(({ event, action }) => `${event} ${action}`)
    expect(told.filter((delivery) => delivery.startsWith('issue'))).toEqual(['issue_comment created'])
    await second.stop()
  })

  it('says so when there are too many to go on from', async () => {
    const numbers = { issues: { [repository]: 4_000 }, comments: 2_000 }
    writeFileSync(join(folder.dir, 'github-numbers.json'), JSON.stringify(numbers))
    await expect(open()).rejects.toThrow(
      'Earlier worlds had 5999 issues, pull requests and comments, too many to count on from. Begin anew: npm start -- --fresh',
    )
  })
})

it("spends more tokens than one on a long past, none of them beyond its hourly limit, and no person's", async () => {
  const spent = new Map<string, number>()
  let created = 0
  const server = await listen(0, 'github', ({ method, headers }) => {
    const token = String(headers.authorization).replace('Bearer ', '')
    spent.set(token, (spent.get(token) ?? 0) + 1)
    if (method === 'POST') created += 1
    return json(200, { id: 1, number: 1 })
  })
  onTestFinished(server.close)
  await plant(server.url, northwind, { issues: { [repository]: 2_001 }, comments: 500 })
  const writers = northwind.people.filter(({ github }) => github === 'write').length
  expect([...spent]).toEqual([
    ['ghp_local_planting_0', 4_999],
    ['ghp_local_planting_1', writers + 1 + 2 * 2_000 + 2 * 500 - 4_999],
  ])
  expect(created).toBe(2_501)
})
