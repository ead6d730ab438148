import { describe, expect, it } from 'vitest'
import { groundOf, record } from '../../../app/github/acts/ground.ts'
import { silentLog } from '../../../app/log.ts'
import type { ConnectedRepository } from '../../../app/projects/project.ts'
import { memory } from '../../support/memory.ts'
import { aPull, ask, aTask, minute, PULL, WORKSPACE } from '../../support/tasks.ts'
import { W, world } from '../world.ts'

/** A merge that GitHub says was at that minute, told to us at another. */
async function merged(at: string, now: string) {
  const mind = memory()
  mind.seed(aTask())
  const { log: tasks, graph, issues, directory } = mind
  const absent = undefined as never
  const unused = { pulls: absent, deployments: absent, contains: absent, linkCodes: absent, self: 'codexflow[bot]' }
  const others = {
    logins: absent,
    mayWrite: absent,
    files: absent,
    checks: absent,
    handOn: absent,
    see: absent,
    visit: absent,
    restate: absent,
    hears: absent,
    watch: absent,
  }
  const ports = { tasks, graph, issues, directory, ...unused, ...others, now: () => Date.parse(now), log: silentLog }
  const command = { ...ask.pull(PULL, aPull('merged', 60)), at }
  await record(ports, { workspace: WORKSPACE, task: 'UAPI-2', command })
  return mind.task(WORKSPACE, 'UAPI-2')
}

describe('the time of a fact', () => {
  it('is the time that GitHub gives it', async () => {
    const { status, closedAt } = await merged(minute(60), minute(90))
    expect({ status, closedAt }).toEqual({ status: 'done', closedAt: minute(60) })
  })

  it('is never in our future: what follows from it would count as late only then', async () => {
    const { status, closedAt } = await merged('2999-01-01T00:00:00Z', minute(90))
    expect({ status, closedAt }).toEqual({ status: 'done', closedAt: minute(90) })
  })
})

describe('a delivery that names another owner than we know', () => {
  const NOW = Date.parse('2026-06-02T08:00:00Z')
  const told = async (fullName: string, known: Partial<ConnectedRepository> = {}) => {
    const stage = world()
    const repository = { id: 1001, fullName: 'northwind/user-api', installation: 7, ...known }
    const directory = {
      ...stage.ports.directory,
      repository: async () => ({ workspace: W, project: 'UAPI', repository }),
    }
    const ground = await groundOf({ ...stage.ports, directory }, { id: 1001, fullName }).catch(
      (error: Error) => error.name,
    )
    return { ground: typeof ground === 'string' ? ground : ground?.project, visits: stage.visits }
  }

  it('waits until GitHub was asked whose the repository is now', async () => {
    expect(await told('stranger/user-api')).toEqual({
      ground: 'Fault',
      visits: [{ type: 'look', repository: 1001, compare: false, tries: 0 }],
    })
    // What was asked before is too old an answer.
    expect((await told('stranger/user-api', { lookedAt: NOW - 3_600_000 })).ground).toBe('Fault')
  })

  it('counts where GitHub has said since that it is the same one by another name, and not where it is not', async () => {
    expect(await told('stranger/user-api', { lookedAt: NOW - 60_000 })).toEqual({ ground: 'UAPI', visits: [] })
    const away = { why: 'moved', since: '2026-06-02T07:59:00Z' } as const
    expect(await told('stranger/user-api', { lookedAt: NOW - 60_000, away })).toEqual({ ground: undefined, visits: [] })
  })

  it('is none of them where only the repository has another name', async () => {
    expect(await told('NorthWind/renamed')).toEqual({ ground: 'UAPI', visits: [] })
    expect(await told('southwind/user-api', { nameNow: 'southwind/user-api' })).toEqual({ ground: 'UAPI', visits: [] })
  })
})
