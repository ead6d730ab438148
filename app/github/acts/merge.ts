import { changeName, type KeptMerge } from '../../ports/deployments.ts'
import type { Task } from '../../tasks/task.ts'
import { recordOutputs } from './check.ts'
import { environmentsOf, recordDeployments } from './deployment.ts'
import type { ActPorts, Ground } from './ground.ts'
import { recordReleases } from './release.ts'

/**
 * Remembers a merge, and records what is known already of its commit: what was deployed and released, and what its checks left. To be
 * called before the merge itself is recorded, so that no task counts as deployed for the moment in between.
 */
export async function recordMerge(
  ports: ActPorts,
  ground: Ground,
  merge: Omit<KeptMerge, 'gates'>,
  tasks: Iterable<Task>,
): Promise<void> {
  const { workspace, repository } = ground
  const said: KeptMerge = { ...merge, gates: environmentsOf(tasks) }
  await ports.deployments.keepMerge(workspace, repository.id, said)
  const [merges, deployments, releases, checks] = await Promise.all([
    ports.deployments.merges(workspace, repository.id),
    ports.deployments.deployments(workspace, repository.id),
    ports.deployments.releases(workspace, repository.id),
    ports.pulls.checksOf(workspace, repository.id, merge.sha),
  ])
  // What was merged again later is not there with its first merge.
  const last = merges.find((each) => changeName(each) === changeName(merge)) ?? said
  await recordDeployments(ports, ground, deployments, [last])
  await recordReleases(ports, ground, releases, [last])
  await recordOutputs(ports, ground, last.tasks, checks)
}
