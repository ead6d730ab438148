import type { OutputsWork } from '../work.ts'
import { heeds } from './bots.ts'
import { type ActPorts, groundOf, record } from './ground.ts'

/** The account in whose name workflows of a repository speak, and of that one alone. Nobody else can have such a login. */
const WORKFLOWS = 'github-actions[bot]'

/**
 * Records what a workflow, or a bot that the project heeds, leaves in a comment on a pull request, on the tasks that this
 * names. Nothing where it does not count (yet): one of a stranger's fork names nothing until it is merged.
 */
export async function actOnOutputs(ports: ActPorts, work: OutputsWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { workspace, repository } = ground
  const { number, at, ordinal, problems } = work
  const pull = `${repository.fullName}#${number}`
  const row = await ports.pulls.pull(workspace, repository.id, number)
  if (row === undefined || !(work.by === WORKFLOWS || (await heeds(ports, ground, work.by)))) return
  if (problems.length > 0) ports.log.warn('Outputs in a comment could not be used', { pull, problems })
  const by = { kind: 'github', login: work.by } as const
  const resources = work.resources.map((resource) => {
    return {
      ...resource,
      source: `${work.by === WORKFLOWS ? 'workflow' : work.by} on pull request ${pull}`,
      by,
      ordinal,
    }
  })
  for (const task of resources.length === 0 ? [] : row.tasks) {
    await record(ports, { workspace, task, command: { type: 'RecordResources', resources, by, at } })
  }
}
