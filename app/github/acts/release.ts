import type { KeptMerge, KeptRelease } from '../../ports/deployments.ts'
import type { ReleaseWork } from '../work.ts'
import { containedIn } from './containment.ts'
import { type ActPorts, actorOf, type Ground, groundOf, record } from './ground.ts'

/** Records a release on the tasks whose merges it holds. It is kept first, for merges that become known later. */
export async function actOnRelease(ports: ActPorts, work: ReleaseWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { workspace, repository } = ground
  const { kind: _, repository: __, ...release } = work
  await ports.deployments.keepRelease(workspace, repository.id, release)
  await recordReleases(ports, ground, [release], await ports.deployments.merges(workspace, repository.id))
}

/**
 * Records what releases, the oldest first, leave to the tasks of these merges. Only the first one that holds a merge counts, for
 * the next hundred hold it too.
 */
export async function recordReleases(
  ports: ActPorts,
  { workspace, repository }: Ground,
  releases: readonly KeptRelease[],
  merges: readonly KeptMerge[],
): Promise<void> {
  const ours = `of ${repository.fullName}`
  for (const { tag, at, ordinal, by: login, byId, resources } of releases) {
    const commit = { sha: tag, at: ordinal }
    const held = await containedIn(commit, merges, (merge) => ports.contains(repository, merge, tag))
    if (held.size === 0) continue
    const named = merges.flatMap((merge) => (held.has(merge) ? merge.tasks : []))
    const by = await actorOf(ports, workspace, login, byId)
    const left = resources.map((resource) => ({ ...resource, source: `release ${tag} ${ours}`, by, ordinal }))
    for (const [task, { resources: known }] of await ports.tasks.loadMany(workspace, [...new Set(named)])) {
      const isReleased = Object.values(known).some(({ kind, source }) => {
        return kind === 'version' && source.startsWith('release ') && source.endsWith(ours)
      })
      if (isReleased) continue
      await record(ports, { workspace, task, command: { type: 'RecordResources', resources: left, by, at } })
    }
  }
}
