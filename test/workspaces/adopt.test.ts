import { describe, expect, it } from 'vitest'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import { adoptTasks } from '../../app/workspaces/adopt.ts'
import { memory } from '../support/memory.ts'
import { PROJECT } from '../support/orchestration.ts'
import { ANN, aTask, BEN, CHO, minute, WORKSPACE } from '../support/tasks.ts'

const GITHUB = 'per_github'
const BEN_NOW: Person = {
  ...{ workspace: WORKSPACE, id: BEN, name: 'Ben', role: 'member', slackUser: 'U0BEN' },
  also: [GITHUB],
}

function world(person: Person = BEN_NOW, over: Partial<Project> = {}) {
  const home = memory({ people: [person], projects: [{ ...PROJECT, ...over }], settings: [] })
  home.seed(
    aTask({ id: 'UAPI-1', assignee: GITHUB }),
    aTask({ id: 'UAPI-2', assignee: CHO }),
    aTask({ id: 'UAPI-3', assignee: GITHUB }),
  )
  const ports = { directory: home.directory, views: home.views, tasks: home.log, now: () => Date.parse(minute(60)) }
  const assignees = () => (['UAPI-1', 'UAPI-2', 'UAPI-3'] as const).map((id) => home.task(WORKSPACE, id).assignee)
  return {
    ...home,
    ports,
    assignees,
    adopt: () => adoptTasks(ports, { workspace: WORKSPACE, person: BEN, cause: 'c' }),
  }
}

describe('somebody known from GitHub alone, who is a person of the workspace now', () => {
  it('has their open tasks as that person, however often it is asked', async () => {
    const home = world()
    for (let times = 0; times < 3; times++) await home.adopt()
    expect(home.assignees()).toEqual([BEN, CHO, BEN])
    expect(home.task(WORKSPACE, 'UAPI-1').turnBy).toEqual({ kind: 'system' })
  })

  it('leaves with somebody else what was given to them meanwhile', async () => {
    const home = world()
    const seen = home.task(WORKSPACE, 'UAPI-1')
    const views = { ...home.ports.views, ofPerson: async () => ({ items: [{ ...seen, id: 'UAPI-2' as const }] }) }
    await adoptTasks({ ...home.ports, views }, { workspace: WORKSPACE, person: BEN, cause: 'c' })
    expect(home.assignees()).toEqual([GITHUB, CHO, GITHUB])
  })

  it('leads and approves as that person, once', async () => {
    const approvers = { qa: [GITHUB, BEN, ANN] } as const
    const home = world(BEN_NOW, { lead: GITHUB, phaseLeads: { qa: GITHUB, backend: ANN }, approvers })
    await home.adopt()
    await home.adopt()
    expect(await home.directory.project(WORKSPACE, 'UAPI')).toMatchObject({
      ...{ lead: BEN, phaseLeads: { qa: BEN, backend: ANN }, approvers: { qa: [BEN, ANN] }, version: 2 },
    })
  })

  it('is nobody where no such account was merged', async () => {
    const { also: _, ...alone } = BEN_NOW
    const home = world(alone, { lead: GITHUB })
    await home.adopt()
    expect(home.assignees()).toEqual([GITHUB, CHO, GITHUB])
    expect((await home.directory.project(WORKSPACE, 'UAPI'))?.lead).toBe(GITHUB)
  })
})
