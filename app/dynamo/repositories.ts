import { Fault } from '../errors.ts'
import type { Directory } from '../ports/directory.ts'
import { reconnected } from '../projects/connection.ts'
import type { ConnectedRepository, Project } from '../projects/project.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import { canonical } from '../tasks/ordinal.ts'
import { workspaceOf } from '../tasks/workspace.ts'
import { actRow } from './audit.ts'
import type { Condition, Store, TransactWrite } from './store.ts'
import { rowsUnder } from './sweep.ts'
import { keys, partitions } from './table.ts'

type Repositories = Pick<
  Directory,
  'connect' | 'repository' | 'connectedAmong' | 'connectedThrough' | 'changeRepository'
>

/** Tries of a write that others are in the way of. */
const MAX_TRIES = 10

/** Connected repositories: in their project, in the row that claims them for it, and below their installation. */
export function repositories(store: Store, project: Directory['project']): Repositories {
  const held = async (id: number) => {
    const row = await store.get(keys.repository(id))
    if (row === undefined) return undefined
    return {
      workspace: workspaceOf(row['workspace'] as string),
      project: row['project'] as ProjectKey,
      repository: row['repository'] as ConnectedRepository,
    }
  }

  return {
    async connect(workspace, key, repository, act) {
      for (;;) {
        const seen = await project(workspace, key)
        if (seen === undefined) return 'claimed'
        const holder = await held(repository.id)
        if (holder !== undefined && (holder.workspace !== workspace || holder.project !== key)) return 'claimed'
        const known = seen.repositories.find(({ id }) => id === repository.id)
        const condition = holder === undefined ? ABSENT : PRESENT
        const rows = rowsOf(seen, reconnected(known, repository), known, condition)
        if (await store.transact([...rows, ...actRow(workspace, act)])) return 'connected'
      }
    },
    repository: held,
    async connectedAmong(ids) {
      const rows = await store.batchGet([...new Set(ids)].map(keys.repository))
      return rows.map((row) => (row['repository'] as ConnectedRepository).id)
    },
    async connectedThrough(installation) {
      const ids: number[] = []
      for await (const row of rowsUnder(store, partitions.installed(installation), '')) ids.push(row['id'] as number)
      return ids
    },
    async changeRepository(id, change) {
      for (let tries = 0; tries < MAX_TRIES; tries++) {
        const holder = await held(id)
        if (holder === undefined) return undefined
        const { workspace, project: key } = holder
        const seen = await project(workspace, key)
        const before = seen?.repositories.find((known) => known.id === id)
        if (seen === undefined || before === undefined) return undefined
        const after = change(before)
        const changed = { workspace, project: key, before, after }
        if (canonical(after) === canonical(before)) return changed
        if (await store.transact(rowsOf(seen, after, before, PRESENT))) return changed
      }
      throw new Fault('a connected repository could not be changed', { repository: id })
    },
  }
}

const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }
const PRESENT: Condition = { expression: 'attribute_exists(pk)' }

function rowsOf(
  seen: Project,
  next: ConnectedRepository,
  known: ConnectedRepository | undefined,
  claim: Condition,
): TransactWrite[] {
  const { workspace, key } = seen
  const repositories = seen.repositories.some(({ id }) => id === next.id)
    ? seen.repositories.map((each) => (each.id === next.id ? next : each))
    : [...seen.repositories, next]
  const project: Project = { ...seen, repositories, version: seen.version + 1 }
  const { id, installation } = next
  const stays = known?.installation === installation
  return [
    {
      put: { ...keys.repository(id), kind: 'repository', workspace, project: key, repository: next },
      condition: claim,
    },
    {
      put: { ...keys.project(workspace, key), kind: 'project', version: project.version, project },
      condition: {
        expression: '#version = :version',
        names: { '#version': 'version' },
        values: { ':version': seen.version },
      },
    },
    { put: { ...keys.installed(installation, id), kind: 'installed', id } },
    ...(known === undefined || stays ? [] : [{ remove: keys.installed(known.installation, id) }]),
  ]
}
