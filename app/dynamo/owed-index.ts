import type { OwedIndex } from '../ports.ts'
import type { TaskId } from '../tasks/ids.ts'
import { workspaceOf } from '../tasks/workspace.ts'
import type { Item, Store } from './store.ts'
import { indexes, OWED_SHARDS, owedShard } from './table.ts'

/** What is owed and late: the sparse index, shard by shard, page by page. Whoever reads it looks at the task again. */
export function owedIndex(store: Store): OwedIndex {
  return {
    async *late(now) {
      const { name, pk, sk } = indexes.owed
      for (let shard = 0; shard < OWED_SHARDS; shard++) {
        let after: Item | undefined
        do {
          const page = await store.query({
            index: name,
            pk: { name: pk, value: owedShard(shard) },
            sk: { name: sk, upTo: `${String(now).padStart(15, '0')}#~` },
            ...(after === undefined ? {} : { after }),
          })
          for (const item of page.items) {
            const [, workspace, task] = (item[sk] as string).split('#')
            yield { workspace: workspaceOf(workspace!), task: task as TaskId }
          }
          after = page.next
        } while (after !== undefined)
      }
    },
  }
}
