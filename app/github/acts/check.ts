import type { KeptCheck } from '../../ports/pulls.ts'
import { checkSubject } from '../../tasks/external.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { CheckWork } from '../work.ts'
import { type ActPorts, type Ground, groundOf, record } from './ground.ts'

/**
 * Records a check on the tasks of every pull request whose head it ran on. It is kept first, so that a pull request that
 * becomes known later finds it. Which checks are required is for the task to say.
 */
export async function actOnCheck(ports: ActPorts, work: CheckWork): Promise<void> {
  const ground = await groundOf(ports, work.repository)
  if (ground === undefined) return
  const { workspace, repository } = ground
  const { kind: _, repository: __, ...check } = work
  const { sha, resources = [] } = work
  await ports.pulls.keepCheck(workspace, repository.id, check)
  for (const { number } of await ports.pulls.pullsByHead(workspace, repository.id, sha)) {
    const row = await ports.pulls.pull(workspace, repository.id, number)
    if (row?.sha === sha) await recordChecks(ports, ground, row.tasks, [check])
  }
  if (resources.length === 0) return
  // What is built of a merge leaves most: it is no pull request's head.
  const merges = await ports.deployments.merges(workspace, repository.id)
  for (const merge of merges.filter((merge) => merge.sha === sha)) {
    await recordOutputs(ports, ground, merge.tasks, [check])
  }
}

/** Records checks on tasks. A check is a machine's word and nobody's own act, so its owner is told when it fails. */
export async function recordChecks(
  ports: ActPorts,
  ground: Ground,
  tasks: readonly TaskId[],
  checks: readonly KeptCheck[],
): Promise<void> {
  const { workspace, repository } = ground
  const at = new Date(ports.now()).toISOString()
  for (const { name, sha, sums, conclusion, url, ordinal, by: app } of checks) {
    const by = { kind: 'github', login: app } as const
    const about = { repository: repository.fullName, name, sha, ...(sums === undefined ? {} : { sums }) }
    const subject = checkSubject(about)
    const check = { ...about, conclusion, url, by, ordinal }
    for (const task of tasks) {
      await record(ports, { workspace, task, command: { type: 'RecordCheck', subject, check, by, at } })
    }
  }
  await recordOutputs(ports, ground, tasks, checks)
}

/** Records what the output of green checks leaves for the next person. */
export async function recordOutputs(
  ports: ActPorts,
  { workspace, repository }: Ground,
  tasks: readonly TaskId[],
  checks: readonly KeptCheck[],
): Promise<void> {
  const at = new Date(ports.now()).toISOString()
  for (const { name, conclusion, ordinal, by: app, resources = [] } of checks) {
    if (conclusion !== 'success' || resources.length === 0) continue
    const by = { kind: 'github', login: app } as const
    const source = `check ${name} of ${repository.fullName}`
    const left = resources.map((resource) => ({ ...resource, source, by, ordinal }))
    for (const task of tasks) {
      await record(ports, { workspace, task, command: { type: 'RecordResources', resources: left, by, at } })
    }
  }
}
