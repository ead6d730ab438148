import { createHash } from 'node:crypto'
import type { Installations } from '../ports/installations.ts'
import type { Installation } from '../projects/installation.ts'
import { actRow } from './audit.ts'
import type { Condition, Item, Store, TransactWrite } from './store.ts'
import { type Key, keys } from './table.ts'

/** In which workspaces CodexFlow is installed: one item each, which stays as a tombstone when all the rest is gone. */
export function installations(store: Store): Installations {
  return {
    async find(workspace) {
      const item = await store.get(keys.installation(workspace))
      return item?.['installation'] as Installation | undefined
    },
    async save(next, seen, settings, act) {
      const { workspace } = next
      const version = (seen?.version ?? 0) + 1
      const installation: Installation = { ...next, version }
      const row = { ...keys.installation(workspace), kind: 'installation', version, installation }
      const put = { put: row, condition: seen === undefined ? ABSENT : atVersion(seen.version) }
      const beside = keys.settings(workspace)
      const others: TransactWrite[] = [
        ...(settings === undefined
          ? []
          : settings === 'none'
            ? [{ remove: beside }]
            : [{ put: { ...beside, kind: 'settings', settings } }]),
        ...actRow(workspace, act),
      ]
      const saved =
        others.length === 0 ? await store.put(put.put, put.condition) : await store.transact([put, ...others])
      return saved ? installation : undefined
    },
    useUp(attempt, until) {
      const { put, condition } = attemptRow(attempt, until)
      return store.put(put, condition)
    },
  }
}

/** The write that uses up what may be used once, until which it is remembered (epoch milliseconds). */
export function attemptRow(
  attempt: string,
  until: number,
): { readonly put: Key & Item; readonly condition: Condition } {
  // Whoever reads the table must not be able to end somebody else's attempt.
  const hash = createHash('sha256').update(`install attempt\n${attempt}`).digest('hex')
  return { put: { ...keys.attempt(hash), kind: 'attempt', expires: Math.ceil(until / 1000) }, condition: ABSENT }
}

const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }

function atVersion(version: number): Condition {
  return { expression: '#version = :version', names: { '#version': 'version' }, values: { ':version': version } }
}
