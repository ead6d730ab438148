import type { Directory } from '../ports/directory.ts'
import type { AuditAct } from '../projects/audit.ts'
import { takenFromFile } from '../projects/configured.ts'
import type { Project } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import { canonical } from '../tasks/ordinal.ts'

const MAX_TRIES = 5

/**
 * Changes a project as it was seen; where somebody else was quicker, as it is now. One write, and none where nothing
 * changes. What the project's file decides stays with the file. `change` leaves the version alone.
 */
export async function changeProject(
  directory: Pick<Directory, 'project' | 'saveProject'>,
  given: Project,
  change: (seen: Project) => Project,
  act: AuditAct,
): Promise<Result<Project, Refusal>> {
  let seen = given
  for (let tries = 0; tries < MAX_TRIES; tries++) {
    const next = change(seen)
    if (canonical(next) === canonical(seen)) return ok(seen)
    const file = seen.configuredBy
    const settings = takenFromFile(seen, next)
    if (file !== undefined && settings.length > 0) {
      const { repository, path } = file
      return err({ kind: 'decided-by-file', key: seen.key, settings, repository, path })
    }
    const saved = { ...next, version: seen.version + 1 }
    if ((await directory.saveProject(saved, act)) === 'saved') return ok(saved)
    const now = await directory.project(given.workspace, given.key)
    if (now === undefined) return err({ kind: 'project-not-found', key: given.key, known: [] })
    seen = now
  }
  return err({ kind: 'busy', task: given.key })
}
