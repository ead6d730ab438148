import { describe, expect, it } from 'vitest'
import { newImport } from '../../app/ports/imports.ts'
import type { TaskLine, TaskViews } from '../../app/ports/task-views.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import type { TaskId } from '../../app/tasks/ids.ts'
import { type Revival, type RevivePorts, revive } from '../../app/workspaces/revive.ts'
import { memory } from '../support/memory.ts'
import { importMemory } from '../support/memory-imports.ts'
import { PROJECT } from '../support/orchestration.ts'
import { ANN, after, ask, aTask, BEN, CHO, minute, WORKSPACE } from '../support/tasks.ts'

const DAILY = { preferences: { digest: 'daily' } } as const
const REPOSITORIES = [1, 2].map((id) => ({ id, fullName: `northwind/r${id}`, installation: 7 }))

function someone(id: Person['id'], over: Partial<Person> = {}): Person {
  return { workspace: WORKSPACE, id, name: 'Somebody', role: 'member', slackUser: `U0${id}`, ...over }
}

/** A workspace whose queues and schedules are lost. */
async function world() {
  const stay = { state: 'gone', since: minute(0) } as const
  const people = [someone(ANN, DAILY), someone(BEN), someone(CHO, { ...DAILY, stay })]
  const projects: Project[] = [
    { ...PROJECT, repositories: REPOSITORIES },
    { ...PROJECT, key: 'OPS', repositories: [] },
  ]
  const home = memory({ people, projects, settings: [{ workspace: WORKSPACE, name: 'Northwind' }] })
  const gates = [{ kind: 'approved', roles: ['qa'], quorum: 1 }] as const
  const asked = (id: TaskId) => after(aTask({ id, gates }), ask.approval({ qa: [CHO] }))
  const many = Array.from({ length: 60 }, (_, number) => aTask({ id: `UAPI-${number + 10}` }))
  home.seed(after(asked('UAPI-2'), ask.cancel()), aTask({ id: 'UAPI-3' }), ...many, asked('UAPI-99'), asked('OPS-1'))
  const imports = importMemory()
  const begun = { workspace: WORKSPACE, project: 'UAPI', by: ANN, asked: {}, startedAt: minute(0) } as const
  for (const [place, repository] of REPOSITORIES.entries()) {
    const state = newImport({ ...begun, repository, rule: { kind: 'all' }, run: `r${place}` })
    await imports.save(place === 0 ? state : { ...state, stage: 'done' }, undefined)
  }
  const set: string[] = []
  const ports: RevivePorts = {
    ...home,
    views: { ofProject: paged(home.views.ofProject) },
    tasks: home.log,
    imports,
    alarm: async (_, task, at) => void set.push(`${task} at ${new Date(at).toISOString()}`),
    digest: async ({ person }) => void set.push(`digest of ${person}`),
    importNext: async ({ repository, run, step }) => void set.push(`import of ${repository}: ${run}, step ${step}`),
  }
  return { ports, set, walk: () => walk(ports) }
}

/** As the index of the table has them: 25 on a page, those that are over behind the others. */
function paged(ofProject: TaskViews['ofProject']): TaskViews['ofProject'] {
  return async (workspace, project, cursor) => {
    const { items } = await ofProject(workspace, project)
    const isOver = ({ status }: TaskLine) => status === 'done' || status === 'cancelled'
    const all = [...items.filter((line) => !isOver(line)), ...items.filter(isOver)]
    const end = Number(cursor ?? 0) + 25
    const page = all.slice(end - 25, end)
    return end < all.length ? { items: page, next: `${end}` } : { items: page }
  }
}

/** Page by page to the end, as messages do. */
async function walk(ports: RevivePorts): Promise<number> {
  let at: Revival | undefined = { workspace: WORKSPACE }
  for (let pages = 0; ; pages++) {
    if (at === undefined) return pages
    if (pages > 50) throw new Error('It does not come to an end.')
    at = await revive(ports, at)
  }
}

const ALL = ['import of 1: r0, step 1', `UAPI-99 at ${minute(120)}`, `OPS-1 at ${minute(120)}`, `digest of ${ANN}`]

describe('a workspace whose queues and schedules were lost', () => {
  it('has its alarms, its digests and its imports again, and nothing for what is over or for whoever is gone', async () => {
    const { set, walk: go } = await world()
    await go()
    expect(set).toEqual(ALL)
  })

  it('is gone through page by page, however many tasks wait for no clock', async () => {
    const { set, walk: go } = await world()
    // Three of UAPI, one of OPS, and the people.
    expect([await go(), set]).toEqual([5, ALL])
  })

  it('has the same set once more when it is gone through again', async () => {
    const { set, walk: go } = await world()
    await go()
    await go()
    expect(set).toEqual([...ALL, ...ALL])
  })

  it('without a project or anybody has nothing to set', async () => {
    const { ports, set } = await world()
    await walk({ ...ports, ...memory() })
    expect(set).toEqual([])
  })
})
