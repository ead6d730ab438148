import type { EventHistory, HistoryGap } from '../ports.ts'
import type { Item, Store } from './store.ts'
import { keys, prefixes } from './table.ts'
import { eventsOf } from './task-item.ts'

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
      return items.flatMap((item, place) => [...missingBefore(item, items[place - 1]), ...eventsOf(item)])
    },
  }
}

// The versions of a task have no gaps, so a missing one is a record that the relay had to give up. Should it be relayed
// again from where it was kept, the gap is gone.
function missingBefore(item: Item, before: Item | undefined): HistoryGap[] {
  const from = ((before?.['version'] as number | undefined) ?? 0) + 1
  const to = (item['version'] as number) - 1
  return from > to ? [] : [{ type: 'HistoryGap', from, to }]
}
