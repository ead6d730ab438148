import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Directory } from '../ports/directory.ts'
import type { ConnectedRepository, Project } from '../projects/project.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'

/** What telling people about connections asks of the world. */
export type NewsPorts = {
  readonly directory: Pick<Directory, 'project' | 'person' | 'changeRepository'>
  /** Says it at one place, a channel or a person. What was surely not taken is thrown as a `Fault` with status 429. */
  readonly say: (place: string, project: Project, news: readonly ConnectedRepository[], lead?: string) => Promise<void>
  readonly log: Log
}

/**
 * Tells a project what became of its repositories, once: in its home channel, or its lead where it has none. Nothing there
 * is promised but that nobody is told twice: what is to be told is claimed before it is said.
 */
export async function tellConnectionNews(ports: NewsPorts, workspace: Workspace, key: ProjectKey): Promise<void> {
  const { directory, say, log } = ports
  const project = await directory.project(workspace, key)
  const due = project?.repositories.filter(({ untold }) => untold !== undefined) ?? []
  if (project === undefined || due.length === 0) return
  const lead = project.lead === undefined ? undefined : (await directory.person(workspace, project.lead))?.slackUser
  const place = project.homeChannel ?? lead
  if (place === undefined)
    log.warn('Nobody can be told about the repositories of a project', { workspace, project: key })
  const claimed = await claim(directory, due)
  if (place === undefined || claimed.length === 0) return
  try {
    await say(place, project, claimed, lead)
  } catch (error) {
    if (!(error instanceof Fault && error.data['status'] === 429)) {
      return log.error('Nobody could be told about the repositories of a project', { workspace, project: key, error })
    }
    await giveBack(directory, claimed)
    throw error
  }
}

async function claim(directory: NewsPorts['directory'], due: readonly ConnectedRepository[]) {
  const claimed: ConnectedRepository[] = []
  for (const { id } of due) {
    const change = await directory.changeRepository(id, ({ untold: _, ...rest }) => rest)
    // Somebody else may have told it.
    if (change?.before.untold !== undefined) claimed.push(change.before)
  }
  return claimed
}

async function giveBack(directory: NewsPorts['directory'], claimed: readonly ConnectedRepository[]): Promise<void> {
  for (const { id, untold } of claimed) {
    if (untold !== undefined) await directory.changeRepository(id, (seen) => ({ untold, ...seen }))
  }
}
