import { describe, expect, it } from 'vitest'
import { record } from '../../../app/github/acts/ground.ts'
import { silentLog } from '../../../app/log.ts'
import { memory } from '../../support/memory.ts'
import { aPull, ask, aTask, minute, PULL, WORKSPACE } from '../../support/tasks.ts'

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
