import { Fault } from '../../errors.ts'
import type { Directory } from '../../ports/directory.ts'
import type { Logins } from '../../ports/logins.ts'
import { type Configuration, type Holders, type Login, loginsIn } from '../../projects/configuration.ts'
import { configured } from '../../projects/configured.ts'
import { isGone } from '../../projects/person.ts'
import type { ProjectKey } from '../../tasks/ids.ts'
import { canonical } from '../../tasks/ordinal.ts'
import type { Workspace } from '../../tasks/workspace.ts'

export type LoginPorts = {
  readonly directory: Pick<Directory, 'project' | 'projects' | 'saveProject' | 'personByLogin'>
}

const MAX_TRIES = 5

/**
 * A login was linked, or given up: what the files of projects say of it counts from now on, or no more. Twice is once. One
 * query, and a write for each project whose file names it.
 */
export async function loginChanged(ports: LoginPorts, workspace: Workspace, login: Login): Promise<void> {
  const named = login.toLowerCase()
  for (const { key, configuredBy } of await ports.directory.projects(workspace)) {
    const isNamed = loginsIn(configuredBy?.said ?? {}).some((each) => each.toLowerCase() === named)
    if (isNamed) await settleLogins(ports, workspace, key)
  }
}

/** Links and unlinks as before, and has the files of projects that name the login follow. Twice is once. */
export function heeded(logins: Logins, ports: LoginPorts): Logins {
  return {
    async link(wanted) {
      const linked = await logins.link(wanted)
      // Also where it was theirs already: whoever links may have been cut off before the files followed.
      if (linked.outcome === 'linked' || linked.outcome === 'same') {
        const before = linked.outcome === 'linked' ? linked.before : undefined
        for (const login of [wanted.account.login, ...(before === undefined ? [] : [before])]) {
          await loginChanged(ports, wanted.workspace, login)
        }
      }
      return linked
    },
    async unlink(workspace, person, act) {
      const unlinked = await logins.unlink(workspace, person, act)
      if (unlinked.outcome === 'unlinked') await loginChanged(ports, workspace, unlinked.login)
      return unlinked
    },
  }
}

async function settleLogins(ports: LoginPorts, workspace: Workspace, key: ProjectKey): Promise<void> {
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const seen = await ports.directory.project(workspace, key)
    if (seen?.configuredBy === undefined) return
    const { said, settings: _, before: __, unknown: ___, ...source } = seen.configuredBy
    const next = configured(seen, { source, said }, await holdersOf(ports, workspace, said))
    if (canonical(next) === canonical(seen)) return
    if ((await ports.directory.saveProject({ ...next, version: seen.version + 1 })) === 'saved') return
  }
  throw new Fault('a project was too contended for its logins', { project: key })
}

/** Who holds the logins that a file names. One read each. */
export async function holdersOf(
  { directory }: { readonly directory: Pick<Directory, 'personByLogin'> },
  workspace: Workspace,
  said: Configuration,
): Promise<Holders> {
  const found = await Promise.all(
    loginsIn(said).map(
      async (login) => [login.toLowerCase(), await directory.personByLogin(workspace, login)] as const,
    ),
  )
  return new Map(
    found.flatMap(([login, person]) => (person === undefined || isGone(person) ? [] : [[login, person.id] as const])),
  )
}

/** The same for a file that is only looked at: as if each of them were known. */
export function heldByAnybody(said: Configuration): Holders {
  return new Map(loginsIn(said).map((login) => [login.toLowerCase(), 'per_anybody']))
}
