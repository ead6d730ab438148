import type { Audit } from '../ports/audit.ts'
import type { Purge } from '../ports/installations.ts'
import type { AuditAct } from '../projects/audit.ts'
import type { Project } from '../projects/project.ts'
import type { PersonId, ProjectKey } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { personOf } from './people.ts'
import type { Store } from './store.ts'
import { rowsUnder, type Sweep, sweep } from './sweep.ts'
import { type Key, keys, partitions, prefixes, SHARDS } from './table.ts'

/**
 * Deletes a workspace row by row, and never scans: every partition of a tenant can be named from what stands in its root
 * (projects, members) and its counters. Whatever leads to other rows goes after them, so a slice that ends, or is killed,
 * leaves the way to the rest; a counter is lowered as the tasks of its project go, so none is walked twice.
 */
export function purge(store: Store, audit: Pick<Audit, 'record'>): Purge {
  return {
    async slice(workspace, rows) {
      const broom = sweep(store, rows)
      // What was done, and is not told yet: the audit is what stays.
      for await (const row of rowsUnder(store, partitions.root(workspace), prefixes.acts)) {
        await audit.record(workspace, row['act'] as AuditAct)
      }
      for (const gone of [projectsGone, membersGone, codesGone, othersGone]) {
        if (!(await gone(store, broom, workspace))) return 'more'
      }
      return 'done'
    },
  }
}

/** `false`: the share was done before. */
type Step = (store: Store, broom: Sweep, workspace: Workspace) => Promise<boolean>

const projectsGone: Step = async (store, broom, workspace) => {
  for await (const row of rowsUnder(store, partitions.root(workspace), prefixes.projects)) {
    const { key, repositories } = row['project'] as Project
    if (!(await tasksGone(store, broom, workspace, key))) return false
    for (const { id, installation } of repositories) {
      if (!(await broom.empty(partitions.repository(workspace, id)))) return false
      const claim = await store.get(keys.repository(id))
      if (claim?.['workspace'] !== workspace) continue
      // The claim leads to the other, so it goes last.
      await broom.remove([keys.installed(installation, id)])
      await broom.remove([keys.repository(id)])
    }
    await broom.remove([row as Key])
  }
  return true
}

// From the latest down, so that the counter says how far it is.
async function tasksGone(store: Store, broom: Sweep, workspace: Workspace, project: ProjectKey): Promise<boolean> {
  const counter = keys.counter(workspace, project)
  const last = ((await store.get(counter))?.['last'] as number | undefined) ?? 0
  for (let number = last; number > 0; number--) {
    if (await broom.empty(partitions.task(workspace, `${project}-${number}`))) continue
    await store.update(counter, {
      kind: 'counter',
      expression: 'SET #last = :number',
      names: { '#last': 'last' },
      values: { ':number': number },
    })
    return false
  }
  return broom.empty(partitions.project(workspace, project))
}

const membersGone: Step = async (store, broom, workspace) => {
  for await (const row of rowsUnder(store, partitions.root(workspace), prefixes.members)) {
    const id = row['person'] as PersonId
    const item = await store.get(keys.person(workspace, id))
    if (item !== undefined) {
      const { slackUser, githubLogin, githubId } = personOf(item)
      await broom.remove([
        ...(slackUser === undefined ? [] : [keys.slackUser(workspace, slackUser)]),
        ...(githubLogin === undefined ? [] : [keys.login(workspace, githubLogin)]),
        ...(githubId === undefined ? [] : [keys.account(workspace, githubId)]),
      ])
    }
    if (!(await broom.empty(partitions.person(workspace, id)))) return false
    await broom.remove([row as Key])
  }
  return true
}

const codesGone: Step = async (store, broom, workspace) => {
  for await (const row of rowsUnder(store, partitions.codes(workspace), prefixes.codes)) {
    const hash = (row as Key).sk.slice(prefixes.codes.length)
    await broom.remove([keys.linkCodeTenant(hash)])
    await broom.remove([row as Key])
    if (broom.isSpent()) return false
  }
  return true
}

const othersGone: Step = async (_, broom, workspace) => {
  const shards = Array.from({ length: SHARDS }, (_, shard) => shard)
  const others = [
    ...shards.flatMap((shard) => [partitions.causes(workspace, shard), partitions.notices(workspace, shard)]),
    partitions.paces(workspace),
    partitions.root(workspace),
  ]
  for (const partition of others) if (!(await broom.empty(partition))) return false
  return true
}
