import { describe, expect, it } from 'vitest'
import { connectRepository } from '../../app/connections/connect.ts'
import type { AuditAct } from '../../app/projects/audit.ts'
import type { Role } from '../../app/projects/permissions.ts'
import type { Person } from '../../app/projects/person.ts'
import { ok } from '../../app/result.ts'
import { memory } from '../support/memory.ts'
import { PROJECT } from '../support/orchestration.ts'
import { BEN, minute, WORKSPACE } from '../support/tasks.ts'

const REPOSITORY = { id: 9, fullName: 'northwind/web', installation: 90 }
const WANTED = {
  workspace: WORKSPACE,
  person: BEN,
  project: 'UAPI',
  fullName: 'northwind/web',
  at: minute(60),
  cause: 'slack:T0:7',
} as const

/** Ben in that role when the queue comes to it; whoever asks GitHub is written down. */
function stage(role: Role | undefined) {
  const ben: Person[] =
    role === undefined ? [] : [{ workspace: WORKSPACE, id: BEN, name: 'Ben', role, githubLogin: 'ben' }]
  const acts: AuditAct[] = []
  const { directory } = memory({ people: ben, projects: [PROJECT], acts })
  const asked: (string | undefined)[] = []
  const mayConnect = async ({ login }: { readonly login: string | undefined }) => {
    asked.push(login)
    return ok(REPOSITORY)
  }
  return { directory, asked, acts, ports: { directory, mayConnect } }
}

describe('a repository that was asked for a while ago', () => {
  it.each(['owner', 'lead'] as const)('is connected for an %s, twice as once', async (role) => {
    const { ports, directory, asked, acts } = stage(role)
    expect(await connectRepository(ports, WANTED)).toEqual(ok(REPOSITORY))
    expect(acts).toEqual([
      {
        action: 'repository.connected',
        actor: BEN,
        subject: String(REPOSITORY.id),
        at: minute(60),
        cause: 'slack:T0:7',
      },
    ])
    expect(await connectRepository(ports, WANTED)).toEqual(ok(REPOSITORY))
    expect((await directory.project(WORKSPACE, 'UAPI'))?.repositories).toEqual([...PROJECT.repositories, REPOSITORY])
    expect(asked).toEqual(['ben', 'ben'])
  })

  it.each(['member', 'guest', undefined] as const)(
    'is not connected for one who has become a %s meanwhile, and GitHub is not asked',
    async (role) => {
      const { ports, directory, asked } = stage(role)
      expect(await connectRepository(ports, WANTED)).toEqual({
        ok: false,
        error: { kind: 'not-permitted', action: 'project.connect', role: role ?? 'guest' },
      })
      expect((await directory.project(WORKSPACE, 'UAPI'))?.repositories).toEqual(PROJECT.repositories)
      expect(asked).toEqual([])
    },
  )
})
