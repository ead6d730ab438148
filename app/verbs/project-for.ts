import { isHome, type Project } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import type { Place } from './short.ts'

/**
 * The project that is meant: the one named, else the one whose repository or channel this is, else the only one there is. Archived ones
 * have to be named.
 * `give` shows how to name one.
 */
export function projectFor(
  key: ProjectKey | undefined,
  { projects, channel, here }: Place & { readonly projects: readonly Project[] },
  give: string,
): Result<Project, Refusal> {
  const current = projects.filter(({ archivedAt }) => archivedAt === undefined)
  const known = current.map((project) => project.key)
  if (key !== undefined) {
    const named = projects.find((project) => project.key === key)
    return named === undefined ? err({ kind: 'project-not-found', key, known }) : ok(named)
  }
  const atHome = current.filter((project) => (here === undefined ? isHome(project, channel) : project.key === here))
  const [only, ...others] = atHome.length === 1 ? atHome : current
  if (only !== undefined && others.length === 0) return ok(only)
  if (only === undefined) {
    return err({ kind: 'invalid', what: 'there is no project yet', hint: 'make one: project new KEY "Name"' })
  }
  return err({ kind: 'invalid', what: `there are several projects (${known.join(', ')})`, hint: `say which: ${give}` })
}

/** The same, for what is new: an archived project gets nothing any more. */
export function projectForNew(...asked: Parameters<typeof projectFor>): Result<Project, Refusal> {
  const project = projectFor(...asked)
  if (!project.ok || project.value.archivedAt === undefined) return project
  return err({ kind: 'project-archived', key: project.value.key })
}
