import type { EventHistory, HistoryEntry, HistoryGap } from '../ports/history.ts'
import type { Item, Store } from './store.ts'
import { keys, prefixes } from './table.ts'
import { eventsOf } from './task-item.ts'

/** Versions of one page. */
const PAGE = 20

/** The log of a task: one item a version, written by the relay. The task itself never depends on it. */
export function eventHistory(store: Store): EventHistory {
  return {
    async write({ task, events }) {
      const key = keys.history(task.workspace, task.id, task.version)
      await store.put({ ...key, kind: 'history', version: task.version, events })
    },
    async read(workspace, id) {
      const { pk } = keys.task(workspace, id)
      const items: Item[] = []
      let after: Item | undefined
      do {
        const page = await store.query({
          pk: { name: 'pk', value: pk },
          sk: { name: 'sk', prefix: prefixes.history },
          ...(after === undefined ? {} : { after }),
        })
        items.push(...page.items)
        after = page.next
      } while (after !== undefined)
      return items.flatMap((item, place) => [
        ...missing(place === 0 ? 0 : versionOf(items[place - 1]!), versionOf(item)),
        ...eventsOf(item),
      ])
    },
    async page(workspace, id, before) {
      const { pk } = keys.task(workspace, id)
      const { items, next } = await store.query({
        pk: { name: 'pk', value: pk },
        sk: { name: 'sk', prefix: prefixes.history },
        ...(before === undefined ? {} : { after: keys.history(workspace, id, before) }),
        backwards: true,
        limit: PAGE,
      })
      const entries = items.map((item): HistoryEntry => ({ version: versionOf(item), events: eventsOf(item) }))
      const last = entries.at(-1)?.version
      const shown = entries.flatMap((entry, place) => {
        const younger = place === 0 ? before : entries[place - 1]!.version
        return [...(younger === undefined ? [] : missing(entry.version, younger)), entry]
      })
      if (next === undefined || last === undefined) return { items: [...shown, ...missing(0, last ?? before ?? 0)] }
      return { items: shown, next: last }
    },
  }
}

function versionOf(item: Item): number {
  return item['version'] as number
}

// The versions of a task have no gaps, so a missing one is a record that the relay had to give up. Should it be relayed
// again from where it was kept, the gap is gone.
function missing(older: number, younger: number): HistoryGap[] {
  return older + 1 > younger - 1 ? [] : [{ type: 'HistoryGap', from: older + 1, to: younger - 1 }]
}
