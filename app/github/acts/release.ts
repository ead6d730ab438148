import type { ReleaseWork } from '../work.ts'
import { containedIn } from './containment.ts'
import { type ActPorts, actorOf, groundOf, record } from './ground.ts'

/**
 * Records a release on the tasks whose merges it holds: the first one that does, for the next hundred hold them too. Only
 * the last merges are looked at, so a release years later finds nothing to do.
 */
export async function actOnRelease(ports: ActPorts, work: ReleaseWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { workspace, repository } = ground
  const { tag, at, ordinal } = work
  const merges = await ports.deployments.merges(workspace, repository.id)
  if (merges.length === 0) return
  const held = await containedIn({ sha: tag, at: ordinal }, merges, (merge) => ports.contains(repository, merge, tag))
  const named = merges.flatMap(({ number, tasks }) => (held.has(number) ? tasks : []))
  const by = await actorOf(ports, workspace, work.by, work.byId)
  const ours = `of ${repository.fullName}`
  const resources = work.resources.map((resource) => ({ ...resource, source: `release ${tag} ${ours}`, by, ordinal }))
  for (const [task, { resources: known }] of await ports.tasks.loadMany(workspace, [...new Set(named)])) {
    const isReleased = Object.values(known).some(({ kind, source }) => {
      return kind === 'version' && source.startsWith('release ') && source.endsWith(ours)
    })
    if (isReleased) continue
    await record(ports, { workspace, task, command: { type: 'RecordResources', resources, by, at } })
  }
}
