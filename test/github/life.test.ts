import examples from '@octokit/webhooks-examples/api.github.com/index.json' with { type: 'json' }
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../app/github/sources/registry.ts'
import { visit } from '../../app/github/visit.ts'
import { CONNECTED, type Event, lifeAtGithub, lifeHere, refused } from './life-world.ts'

type Act = keyof ReturnType<typeof lifeAtGithub>['acts']

/** Both sides, after these acts, each heard of and looked at before the next. */
async function after(...acts: readonly Act[]) {
  const github = lifeAtGithub()
  const here = lifeHere(github.client)
  for (const each of acts) {
    await here.hear(github.acts[each]())
    await here.look()
  }
  return { github, here, connected: await here.connected() }
}

describe('a connected repository', () => {
  it.each<[readonly Act[], object]>([
    [['rename'], { nameNow: 'northwind/user-api-18', installation: 7 }],
    [['archive'], { away: { why: 'archived' } }],
    [['remove'], { away: { why: 'gone' } }],
    [['delete'], { away: { why: 'gone' } }],
    [['suspend'], { away: { why: 'suspended' } }],
    [['uninstall'], { away: { why: 'uninstalled' } }],
    [['transfer'], { away: { why: 'moved' }, nameNow: 'contoso/user-api', installation: 7, owner: 3 }],
    [['uninstall', 'install'], { installation: 8 }],
    [['uninstall', 'install', 'suspend'], { installation: 8, away: { why: 'suspended' } }],
  ])('stands, after %j, as GitHub says', async (acts, stands) => {
    expect((await after(...acts)).connected).toMatchObject(stands)
  })

  it.each<[Act, Act]>([
    ['archive', 'unarchive'],
    ['remove', 'add'],
    ['suspend', 'unsuspend'],
    ['uninstall', 'install'],
    ['transfer', 'transfer'],
  ])(
    'is out of reach after %s, and back after %s: what was missed is compared, and people are told of both',
    async (away, back) => {
      const { github, here } = await after(away)
      expect(here.put.map(({ type }) => type)).toEqual(['look', 'tell'])
      await here.directory.changeRepository(CONNECTED.id, ({ untold: _, ...told }) => told)
      here.put.length = 0
      await here.hear(github.acts[back]())
      await here.look()
      expect(here.put.map(({ type }) => type)).toEqual(['look', 'tell', 'compare'])
      expect(await here.connected()).toMatchObject({ fullName: CONNECTED.fullName, owner: 3, untold: 'back' })
      expect(await here.connected()).not.toHaveProperty('away')
    },
  )

  it('lacks what was asked for and not granted, until it is accepted; then what was missed is compared', async () => {
    const { github, here } = await after()
    await here.hear(github.acts.grant('read'))
    await here.look()
    expect(await here.connected()).toMatchObject({ lacks: ['checks: write'], untold: 'lacks' })
    here.put.length = 0
    await here.hear(github.acts.grant())
    await here.look()
    expect(await here.connected()).not.toHaveProperty('lacks')
    expect(here.put.map(({ type }) => type)).toContain('compare')
  })

  it('ends the same in whatever order, and however often, its events come', async () => {
    const acts = fc.array(
      fc.constantFrom<Act>(
        ...(['rename', 'archive', 'unarchive', 'remove', 'add', 'suspend', 'unsuspend'] as const),
        ...(['uninstall', 'install', 'transfer', 'grant', 'delete'] as const),
      ),
      { minLength: 1, maxLength: 12 },
    )
    // How many events come before each act, and which of those on their way comes next.
    const chance = fc.array(fc.nat({ max: 2 }), { minLength: 60, maxLength: 60 })
    const picks = fc.infiniteStream(fc.nat({ max: 1_000 }))
    const property = fc.asyncProperty(acts, chance, picks, async (wanted, chances, picked) => {
      const github = lifeAtGithub()
      const here = lifeHere(github.client)
      const under: Event[] = []
      const hearSome = async (some: number) => {
        for (let count = 0; count < some && under.length > 0; count++) {
          const pick = picked.next().value ?? 0
          const index = pick % under.length
          await here.hear(under[index]!)
          // Two in three are over; the others come again.
          if (pick % 3 !== 0) under.splice(index, 1)
          if (pick % 2 === 0) await here.look()
        }
      }
      for (const [index, each] of wanted.entries()) {
        under.push(github.acts[each]())
        await hearSome(chances[index] ?? 0)
      }
      while (under.length > 0) await hearSome(1)
      await here.look()
      const { connected } = await after(...wanted)
      expect(standing(await here.connected())).toEqual(standing(connected))
    })
    await fc.assert(property, { numRuns: 150 })
  })
})

/** What GitHub says; not the name, nor the installation, of what it does not show, nor when we looked. */
function standing(connected: Awaited<ReturnType<ReturnType<typeof lifeHere>['connected']>>) {
  const { lookedAt: _at, untold: _news, nameNow, lacks, installation, away, ...rest } = connected
  const isOurs = away?.why !== 'moved' && away?.why !== 'uninstalled'
  return { ...rest, away: away?.why, ...(isOurs && { installation }), ...(away === undefined && { nameNow, lacks }) }
}

describe('a look that GitHub does not let us make', () => {
  const put = async (error: Error, tries = 0) => {
    const { here } = await after()
    const at: number[] = []
    const client = { ...here.ports.client, asApp: () => Promise.reject(error) }
    const later = async (_: object, when: number) => void at.push(when - here.ports.now())
    await visit({ ...here.ports, client, later }, { type: 'look', repository: CONNECTED.id, compare: true, tries })
    return at.map((ms) => Math.round(ms / 60_000))
  }

  it('is put off, longer each time, and as long as GitHub says', async () => {
    expect(await put(refused(502))).toEqual([1])
    expect(await put(refused(502), 4)).toEqual([16])
    expect(await put(refused(502), 8)).toEqual([60])
    expect(await put(refused(403, { 'retry-after': '600' }))).toEqual([10])
    expect(await put(refused(401))).toEqual([1])
  })

  it('is given up after ten times, and leaves everything as it was', async () => {
    expect(await put(refused(502), 10)).toEqual([])
  })

  it('leaves what is not GitHub’s to the queue', async () => {
    await expect(put(new Error('the table is away'))).rejects.toThrow('the table is away')
  })
})

describe('the events of GitHub’s own examples', () => {
  type Example = { readonly name: string; readonly examples: readonly (Event['payload'] & { action?: string })[] }
  const wanted = ['installation', 'installation_repositories', 'repository']
  const payloads = (examples as unknown as readonly Example[])
    .filter(({ name }) => wanted.includes(name))
    .flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })))

  it('are read, or none of ours', () => {
    const seen: Record<string, string> = {}
    for (const { name, payload } of payloads) {
      const read = sourceOf(name, payload.action)?.read(payload)
      seen[`${name}.${payload.action}`] = read === undefined ? 'ignored' : JSON.stringify(read)
    }
    expect(seen).toMatchInlineSnapshot(`
      {
        "installation.created": "{"ok":true,"value":[{"kind":"life","installation":957387,"isAll":true,"repositories":[186853002]}]}",
        "installation.deleted": "{"ok":true,"value":[{"kind":"life","installation":2,"isAll":true,"repositories":[]}]}",
        "installation.new_permissions_accepted": "{"ok":true,"value":[{"kind":"life","installation":957387,"isAll":true,"repositories":[]}]}",
        "installation.suspend": "{"ok":true,"value":[{"kind":"life","installation":16598467,"isAll":true,"repositories":[]}]}",
        "installation.unsuspend": "{"ok":true,"value":[{"kind":"life","installation":16598467,"isAll":true,"repositories":[]}]}",
        "installation_repositories.added": "{"ok":true,"value":[{"kind":"life","installation":957387,"isAll":false,"repositories":[186853007]}]}",
        "installation_repositories.removed": "{"ok":true,"value":[{"kind":"life","installation":2,"isAll":false,"repositories":[1296269]}]}",
        "repository.created": "ignored",
        "repository.edited": "ignored",
        "repository.privatized": "{"ok":true,"value":[{"kind":"life","isAll":false,"repositories":[186853002]}]}",
        "repository.publicized": "{"ok":true,"value":[{"kind":"life","isAll":false,"repositories":[186853002]}]}",
        "repository.renamed": "{"ok":true,"value":[{"kind":"life","installation":1,"isAll":false,"repositories":[186853261]}]}",
        "repository.transferred": "{"ok":true,"value":[{"kind":"life","isAll":false,"repositories":[186853261]}]}",
      }
    `)
  })
})
