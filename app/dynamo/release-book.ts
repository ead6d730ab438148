import type { PipelineWait, ReleaseBook } from '../ports/releases.ts'
import type { Store } from './store.ts'
import { keys } from './table.ts'

/** Waits of pipelines, each beside the task that stands for it. */
export function releaseBook(store: Store): ReleaseBook {
  return {
    async keep(workspace, task, wait) {
      await store.put(
        { ...keys.pipelineWait(workspace, task), kind: 'pipeline-wait', wait },
        { expression: 'attribute_not_exists(pk)' },
      )
    },
    async find(workspace, task) {
      const item = await store.get(keys.pipelineWait(workspace, task))
      return item?.['wait'] as PipelineWait | undefined
    },
  }
}
