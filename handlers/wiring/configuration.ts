import { compareCommits } from '../../app/github/compare.ts'
import { configurationFiles } from '../../app/github/configuration/files.ts'
import { type ConfigurationPorts, settleConfiguration } from '../../app/github/configuration/settle.ts'
import type { Project } from '../../app/projects/project.ts'
import type { PersonId, ProjectKey } from '../../app/tasks/ids.ts'
import type { Workspace } from '../../app/tasks/workspace.ts'
import { wiring } from '../wiring.ts'
import { github } from './github.ts'
import { tablePorts } from './table.ts'

/** What the files of repositories need of the world. */
export function configurationPorts(): ConfigurationPorts {
  const { clock, log } = wiring()
  const { directory, logins } = tablePorts()
  return { files: configurationFiles(github(), compareCommits(github(), log)), directory, logins, now: clock, log }
}

/**
 * Reads the file of a project once more, in the name of whoever connects a repository. Connecting does not depend on it:
 * `unread` when GitHub would not, or could not, be asked.
 */
export async function configureFor(
  workspace: Workspace,
  project: ProjectKey,
  person: PersonId,
): Promise<Pick<Project, 'configuredBy' | 'wrongConfiguration' | 'import'> | 'unread'> {
  const { log } = wiring()
  const { directory } = tablePorts()
  try {
    const by = { person: await directory.person(workspace, person) }
    const { outcome } = await settleConfiguration(configurationPorts(), { workspace, project, by })
    if (outcome === 'hidden') return 'unread'
    return (await directory.project(workspace, project)) ?? {}
  } catch (error) {
    log.warn('The configuration of a project could not be read', { project, error })
    return 'unread'
  }
}
