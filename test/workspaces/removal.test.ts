import { beforeEach, describe, expect, it } from 'vitest'
import type { Audit } from '../../app/ports/audit.ts'
import { BELIEVED_FOR } from '../../app/projects/installation.ts'
import { presence } from '../../app/workspaces/presence.ts'
import { purgeWorkspace, type Removal, type RemovalPorts, removeWorkspace } from '../../app/workspaces/removal.ts'
import { granted, type InstallWorld, installWorld, NORTHWIND } from '../slack/install/world.ts'
import { auditMemory } from '../support/memory-audit.ts'

const MINUTE = 60_000
let home: InstallWorld
let jobs: (Removal & { readonly delayMs: number })[]
let slices: ('more' | 'done')[]
let sliced: number
let ports: RemovalPorts & { readonly audit: Audit }

beforeEach(() => {
  home = installWorld()
  jobs = []
  slices = ['done']
  sliced = 0
  ports = {
    ...{
      installations: home.installations,
      directory: home.directory,
      audit: auditMemory(),
      now: home.now,
      log: home.log,
    },
    purge: {
      slice: async (_, rows) => {
        expect(rows).toBeGreaterThanOrEqual(100)
        sliced++
        return slices.shift() ?? 'done'
      },
    },
    purgeLater: async (removal, delayMs) => void jobs.push({ ...removal, delayMs }),
    purgeAfter: 10 * MINUTE,
  }
})

/** An event of Slack about the workspace; its time has whole seconds. */
const event = (at: number, cause = 'Ev1') => ({ workspace: NORTHWIND, at: Math.floor(at / 1000) * 1000, cause })

/** Does what was put on the queue, when it is due, until nothing is left. */
async function workOff(): Promise<void> {
  for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
    home.later(job.delayMs)
    await purgeWorkspace(ports, job)
  }
}

describe('a removal', () => {
  it('shuts the doors at once, forgets the token, and deletes everything after ten minutes, slice by slice', async () => {
    await home.install()
    home.later(MINUTE)
    slices = ['more', 'more', 'done']
    await removeWorkspace(ports, event(home.now()))
    expect(await home.directory.settings(NORTHWIND)).toBeUndefined()
    expect(await home.tokensOfAProcess()(NORTHWIND)).toBeUndefined()
    expect(await home.installations.find(NORTHWIND)).toEqual({
      state: 'removed',
      workspace: NORTHWIND,
      removedAt: home.now(),
      purge: 'due',
      settings: { workspace: NORTHWIND, name: 'Northwind' },
      version: 2,
    })
    expect([jobs.map(({ delayMs }) => delayMs), sliced]).toEqual([[10 * MINUTE], 0])
    const removedAt = home.now()
    await workOff()
    expect(await home.installations.find(NORTHWIND)).toEqual({
      ...{ state: 'removed', workspace: NORTHWIND, removedAt, purge: 'done', version: 4 },
    })
    expect(sliced).toBe(3)
    expect((await ports.audit.read(NORTHWIND)).items.map(({ action }) => action)).toEqual(['workspace.purged'])
  })

  it.each([
    ['uninstalled, then revoked', ['Ev1', 'Ev2']],
    ['the same event again and again', ['Ev1', 'Ev1', 'Ev1']],
  ])('is one, however Slack says it: %s', async (_, causes) => {
    await home.install()
    home.later(MINUTE)
    for (const cause of causes) await removeWorkspace(ports, event(home.now(), cause))
    await workOff()
    for (const cause of causes) await removeWorkspace(ports, event(home.now(), cause))
    expect([jobs, sliced]).toEqual([[], 1])
  })

  it('of an earlier installation, heard late, changes nothing', async () => {
    await home.install()
    home.later(MINUTE)
    const removed = event(home.now())
    home.later(MINUTE)
    await home.install(granted({ access_token: 'xoxb-northwind-2' }))
    await removeWorkspace(ports, removed)
    expect([jobs, await home.tokensOfAProcess()(NORTHWIND)]).toEqual([[], 'xoxb-northwind-2'])
  })

  it('that is followed by an installation in time is called off: everything is as it was', async () => {
    await home.install()
    await home.directory.saveSettings({ workspace: NORTHWIND, name: 'Northwind', emailTopic: 'arn:topic' })
    home.later(MINUTE)
    await removeWorkspace(ports, event(home.now()))
    await home.install(granted({ access_token: 'xoxb-northwind-2', authed_user: { id: 'U0GAIUS' } }), { name: 'gaius' })
    await workOff()
    expect(sliced).toBe(0)
    expect(await home.directory.settings(NORTHWIND)).toEqual({
      workspace: NORTHWIND,
      name: 'Northwind',
      emailTopic: 'arn:topic',
    })
    expect(await home.directory.personBySlack(NORTHWIND, 'U0GAIUS')).toMatchObject({ role: 'member' })
  })

  it('may be followed by an installation when all is deleted, whose installer owns what is new', async () => {
    await home.install()
    home.later(MINUTE)
    await removeWorkspace(ports, event(home.now()))
    await workOff()
    home.later(MINUTE)
    const page = await home.install(granted({ authed_user: { id: 'U0GAIUS' } }), { name: 'gaius' })
    expect(page.statusCode).toBe(200)
    expect(await home.directory.personBySlack(NORTHWIND, 'U0GAIUS')).toMatchObject({ role: 'owner' })
    // And may be removed in its turn.
    home.later(MINUTE)
    await removeWorkspace(ports, event(home.now(), 'Ev9'))
    await workOff()
    expect(sliced).toBe(2)
  })

  it('that was killed anywhere goes on when its job comes again', async () => {
    await home.install()
    home.later(MINUTE)
    const job = event(home.now())
    const killed = { ...ports, purgeLater: () => Promise.reject(new Error('killed')) }
    await expect(removeWorkspace(killed, job)).rejects.toThrow('killed')
    await removeWorkspace(ports, job)
    home.later(10 * MINUTE)
    const [removal] = jobs
    slices = ['more', 'done']
    await expect(purgeWorkspace(killed, removal!)).rejects.toThrow('killed')
    await purgeWorkspace(ports, removal!)
    expect(await home.installations.find(NORTHWIND)).toMatchObject({ purge: 'done' })
    expect(jobs.map(({ delayMs }) => delayMs)).toEqual([10 * MINUTE])
  })

  it('of a workspace that we never knew is nothing; of one that only has the configured token it is one like any', async () => {
    await removeWorkspace(ports, event(home.now()))
    expect([jobs, await home.installations.find(NORTHWIND)]).toEqual([[], undefined])
    await home.directory.saveSettings({ workspace: NORTHWIND, name: 'Northwind' })
    await removeWorkspace(ports, event(home.now()))
    expect(jobs).toHaveLength(1)
    expect(await home.tokensOfAProcess({ fallback: async () => 'xoxb-laptop' })(NORTHWIND)).toBeUndefined()
  })
})

describe('whether a workspace is still with us', () => {
  it('is believed for half a minute, and true of those that never installed', async () => {
    const isPresent = presence(home.installations, home.now)
    expect(await isPresent(NORTHWIND)).toBe(true)
    await home.directory.saveSettings({ workspace: NORTHWIND, name: 'Northwind' })
    await removeWorkspace(ports, event(home.now()))
    expect(await isPresent(NORTHWIND)).toBe(true)
    home.later(BELIEVED_FOR)
    expect(await isPresent(NORTHWIND)).toBe(false)
    expect(BELIEVED_FOR).toBeLessThan(ports.purgeAfter)
  })
})
