import type { OutputsWork } from '../work.ts'
import { type ActPorts, groundOf, record } from './ground.ts'

/**
 * Records what a workflow leaves in a comment on a pull request, on the tasks that it names. Nothing where it does not
 * count (yet): one of a stranger's fork names nothing until it is merged.
 */
export async function actOnOutputs(ports: ActPorts, work: OutputsWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { workspace, repository } = ground
  const { number, at, ordinal, problems } = work
  const pull = `${repository.fullName}#${number}`
  const row = await ports.pulls.pull(workspace, repository.id, number)
  if (row === undefined) return
  if (problems.length > 0) ports.log.warn('Outputs of a workflow could not be used', { pull, problems })
  const by = { kind: 'github', login: work.by } as const
  const resources = work.resources.map((resource) => {
    return { ...resource, source: `workflow of pull request ${pull}`, by, ordinal }
  })
  for (const task of resources.length === 0 ? [] : row.tasks) {
    await record(ports, { workspace, task, command: { type: 'RecordResources', resources, by, at } })
  }
}
