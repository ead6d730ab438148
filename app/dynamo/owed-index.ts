import type { OwedIndex } from '../ports/owed.ts'
import type { TaskId } from '../tasks/ids.ts'
import { workspaceOf } from '../tasks/workspace.ts'
import type { Item, Store } from './store.ts'
import { indexes, indexKeys, keys, OWED_SHARDS, owedShard } from './table.ts'

const PAGE = 25

/** What is owed and late: the sparse index, page by page. Whoever reads it looks at the task again. */
export function owedIndex(store: Store): OwedIndex {
  return {
    async *late(now) {
      const { name, pk, sk } = indexes.owed
      // Page by page in turns: whoever has no time for all of it comes as far in each shard.
      let open: { readonly shard: number; readonly after?: Item }[] = []
      for (let shard = 0; shard < OWED_SHARDS; shard++) open.push({ shard })
      while (open.length > 0) {
        const left: typeof open = []
        for (const { shard, after } of open) {
          const page = await store.query({
            index: name,
            pk: { name: pk, value: owedShard(shard) },
            sk: { name: sk, upTo: `${String(now).padStart(15, '0')}#~` },
            limit: PAGE,
            ...(after === undefined ? {} : { after }),
          })
          for (const item of page.items) {
            const [due, workspace, task] = (item[sk] as string).split('#')
            yield { workspace: workspaceOf(workspace!), task: task as TaskId, due: Number(due) }
          }
          if (page.next !== undefined) left.push({ shard, after: page.next })
        }
        open = left
      }
    },
    async postpone({ workspace, task, due: seen }, due) {
      const { sk } = indexes.owed
      // Beside the state, so the version stays: nobody's write is in the way, and no consumer of the stream wakes.
      await store.update(keys.task(workspace, task), {
        kind: 'task',
        expression: 'SET #sk = :later',
        condition: '#sk = :seen',
        names: { '#sk': sk },
        values: {
          ':later': indexKeys.owed(workspace, task, due)[sk],
          ':seen': indexKeys.owed(workspace, task, seen)[sk],
        },
      })
    },
  }
}
