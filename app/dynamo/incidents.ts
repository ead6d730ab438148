import { createHash } from 'node:crypto'
import type { Incident, Incidents } from '../ports/incidents.ts'
import type { Store } from './store.ts'
import { keys } from './table.ts'

/** What the operators' workspace was told of each alarm: one row an alarm. */
export function incidentBook(store: Store): Incidents {
  return {
    async find(workspace, alarm) {
      return (await store.get(keys.incident(workspace, placeOf(alarm))))?.['incident'] as Incident | undefined
    },
    async save(workspace, alarm, seen, next) {
      const item = { ...keys.incident(workspace, placeOf(alarm)), kind: 'incident', alarm, at: next.at, incident: next }
      const saved = await store.put(
        item,
        seen === undefined
          ? { expression: 'attribute_not_exists(pk)' }
          : { expression: '#at = :at', names: { '#at': 'at' }, values: { ':at': seen.at } },
      )
      return saved ? 'saved' : 'lost'
    },
  }
}

// AWS names alarms as anybody likes: the key is of one length.
function placeOf(alarm: string): string {
  return createHash('sha256').update(alarm).digest('hex').slice(0, 32)
}
