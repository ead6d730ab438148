import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { personId } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { beginAnew } from '../../infra/local/fresh.ts'
import { inhabit } from '../../infra/local/people/inhabit.ts'
import { relinkChannels } from '../../infra/local/people/relink-channels.ts'
import { directoryMemory } from '../support/memory-directory.ts'

const workspace = workspaceOf('T1')
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:codexflow-handoffs'
const people = (generation: number) =>
  ['amy', 'gaius', 'zoe'].map((name) => ({
    name,
    fullName: name.toUpperCase(),
    email: `${name}@northwind.example`,
    slackId: `U${generation}${name}`,
  }))
const tenant = (generation: number) => ({ workspace, name: 'Northwind', emailTopic: TOPIC, people: people(generation) })
const at = (name: string) => personId(workspace, `${name}@northwind.example`)

describe('moving in', () => {
  it('makes the tenant and its people known on the first start', async () => {
    const directory = directoryMemory()
    expect(await inhabit(directory, tenant(1))).toEqual({ first: true, relinked: [], channels: [] })
    expect(await directory.settings(workspace)).toEqual({ workspace, name: 'Northwind', emailTopic: TOPIC })
    expect(await directory.person(workspace, at('amy'))).toEqual({
      workspace,
      id: at('amy'),
      name: 'AMY',
      email: 'amy@northwind.example',
      slackUser: 'U1amy',
      role: 'owner',
      phase: 'prd',
    })
    // Nobody's login is known before it is proven, and who has no calling is a member.
    expect(await directory.person(workspace, at('zoe'))).toEqual({
      workspace,
      id: at('zoe'),
      name: 'ZOE',
      email: 'zoe@northwind.example',
      slackUser: 'U1zoe',
      role: 'member',
    })
  })

  it('changes nothing the second time', async () => {
    const directory = directoryMemory()
    await inhabit(directory, tenant(1))
    expect(await inhabit(directory, tenant(1))).toEqual({ first: false, relinked: [], channels: [] })
  })

  it('links people again by e-mail when Slack has given them new ids, and keeps what they had', async () => {
    const directory = directoryMemory()
    await inhabit(directory, tenant(1))
    const gaius = await directory.person(workspace, at('gaius'))
    if (gaius === undefined) throw new Error('Gaius is missing')
    await directory.savePerson({ ...gaius, githubLogin: 'gaius-okoro' })
    const again = { ...tenant(2), people: [...people(2).slice(0, 2), ...people(1).slice(2)] }
    expect(await inhabit(directory, again)).toEqual({ first: false, relinked: ['AMY', 'GAIUS'], channels: [] })
    expect(await directory.personBySlack(workspace, 'U2gaius')).toEqual({
      ...gaius,
      slackUser: 'U2gaius',
      githubLogin: 'gaius-okoro',
    })
  })
})

describe('the folder of the laptop', () => {
  let dir: string
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'codexflow-folder-'))
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it('remembers channels by name, so that projects find theirs again', async () => {
    let project: Project = {
      ...{ workspace, key: 'UAPI', name: 'User API', homeChannel: 'C1', phaseChannels: { qa: 'C2', design: 'C9' } },
      ...{ repositories: [], gates: [], requiredChecks: [], documents: [], version: 3 },
    }
    const projects = {
      all: async () => [project],
      replace: async (seen: Project, next: Project) => {
        project = seen.version === project.version ? next : project
        return project === next
      },
    }
    const named = (...ids: readonly string[]) =>
      ids.map((id, index) => ({ id, name: ['user-api', 'team-qa'][index] ?? '' }))
    expect(await relinkChannels(dir, named('C1', 'C2'), projects)).toEqual([])
    expect(await relinkChannels(dir, named('C1', 'C2'), projects)).toEqual([])
    expect(project.version).toBe(3)
    expect(await relinkChannels(dir, named('C11', 'C2'), projects)).toEqual(['user-api'])
    expect(await relinkChannels(dir, named('C11', 'C22'), projects)).toEqual(['team-qa'])
    expect(project).toMatchObject({ homeChannel: 'C11', phaseChannels: { qa: 'C22', design: 'C9' }, version: 5 })
  })

  it('is emptied of what is ours, and of nothing else', async () => {
    for (const name of ['cursors.json', 'dynamodb.sqlite', 'story.json', 'thesis.doc'])
      writeFileSync(join(dir, name), '{}')
    await beginAnew(dir)
    expect(readdirSync(dir)).toEqual(['thesis.doc'])
  })
})
