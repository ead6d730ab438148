import type { KeptCheck } from '../../ports.ts'
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
  const { name, sha, conclusion, url, ordinal, by } = work
  const check: KeptCheck = { name, sha, conclusion, url, ordinal, by }
  await ports.pulls.keepCheck(workspace, repository.id, check)
  for (const { number } of await ports.pulls.pullsByHead(workspace, repository.id, sha)) {
    const row = await ports.pulls.pull(workspace, repository.id, number)
    if (row?.sha === sha) await recordChecks(ports, ground, row.tasks, [check])
  }
}

/** Records checks on tasks. A check is a machine's word and nobody's own act, so its owner is told when it fails. */
export async function recordChecks(
  ports: ActPorts,
  { workspace, repository }: Ground,
  tasks: readonly TaskId[],
  checks: readonly KeptCheck[],
): Promise<void> {
  const at = new Date(ports.now()).toISOString()
  for (const { name, sha, conclusion, url, ordinal, by: app } of checks) {
    const by = { kind: 'github', login: app } as const
    const subject = `${repository.fullName}@${sha}:${name}`
    const check = { repository: repository.fullName, name, sha, conclusion, url, by, ordinal }
    for (const task of tasks) {
      await record(ports, { workspace, task, command: { type: 'RecordCheck', subject, check, by, at } })
    }
  }
}
