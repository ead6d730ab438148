import { nameNow } from '../../projects/connection.ts'
import { revertedPull } from '../references.ts'
import type { PushWork } from '../work.ts'
import type { ActPorts, Ground } from './ground.ts'
import { settleCommitReverts } from './reverts.ts'

/**
 * Commits that were pushed to the default branch and take others back, as `git revert` does: what those had finished is
 * open again. Where a pull request brought the commit and is itself a revert by GitHub's own wording, it speaks for it.
 */
export async function takeBackByCommits(ports: ActPorts, ground: Ground, work: PushWork): Promise<void> {
  const { workspace, repository } = ground
  const { at, branch: base } = work
  if (at === undefined) return
  const place = { repository: nameNow(repository), installation: repository.installation }
  const by = { by: work.by, ...(work.byId === undefined ? {} : { byId: work.byId }) }
  for (const { sha, takes, url } of work.reverts) {
    const brought = await ports.files.pullsOf(place, sha)
    if (brought.some((pull) => revertedPull(pull, repository.fullName) !== undefined)) continue
    await ports.pulls.keepCommitRevert(workspace, repository.id, { sha, base, takes, url, ...by, at })
    await settleCommitReverts(ports, ground, takes)
  }
}
