import type { Directory } from '../ports/directory.ts'
import { may } from '../projects/permissions.ts'
import { provenLogin } from '../projects/person.ts'
import type { ConnectedRepository } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What connecting a repository asks of the world. `mayConnect`: what GitHub says of a login and a repository. */
export type ConnectPorts = {
  readonly directory: Pick<Directory, 'person' | 'connect'>
  mayConnect(wanted: {
    readonly fullName: string
    readonly login: string | undefined
  }): Promise<Result<ConnectedRepository, Refusal>>
}

/** A repository that somebody asked for some time ago. */
export type WantedConnection = {
  readonly workspace: Workspace
  readonly person: PersonId
  readonly project: ProjectKey
  readonly fullName: string
  readonly at: string
  readonly cause: string
}

/**
 * Connects a repository to a project, if the one who asked may do so now: a role, or a linked login, may have been taken
 * away since. The first workspace to claim a repository holds it; twice connects it once.
 */
export async function connectRepository(
  { directory, mayConnect }: ConnectPorts,
  { workspace, person: id, project, fullName, at, cause }: WantedConnection,
): Promise<Result<ConnectedRepository, Refusal>> {
  const person = await directory.person(workspace, id)
  const action = 'project.connect'
  if (person === undefined || !may(person, action)) {
    return err({ kind: 'not-permitted', action, role: person?.role ?? 'guest' })
  }
  const found = await mayConnect({ fullName, login: provenLogin(person) })
  if (!found.ok) return found
  const act = { action: 'repository.connected' as const, actor: id, subject: String(found.value.id), at, cause }
  const outcome = await directory.connect(workspace, project, found.value, act)
  return outcome === 'claimed' ? err({ kind: 'repository-claimed', fullName }) : ok(found.value)
}
