import type { PullWatch } from '../ports/pulls.ts'
import type { StatementOrder } from '../ports/statements.ts'
import type { Project } from '../projects/project.ts'

export type RestatePorts = {
  readonly watch: Pick<PullWatch, 'openPulls'>
  /** Has what stands on a pull request looked at again. */
  readonly restate: (order: StatementOrder) => Promise<void>
}

/**
 * Has what stands on the open pull requests of a project looked at again: its rules have changed, and no task tells of that.
 * A query for each repository, and a message for each pull request that names a task.
 */
export async function restateOpen(
  { watch, restate }: RestatePorts,
  { workspace, repositories }: Pick<Project, 'workspace' | 'repositories'>,
): Promise<void> {
  for (const { id: repository } of repositories) {
    let after: number | undefined
    do {
      const page = await watch.openPulls(workspace, repository, after)
      for (const number of page.items) await restate({ kind: 'pull', workspace, repository, number })
      after = page.next
    } while (after !== undefined)
  }
}
