import { Fault } from '../errors.ts'
import type { PipelineWait, ReleaseBook } from '../ports/releases.ts'
import type { Place, Vault } from '../secrets/vault.ts'
import type { TaskId } from '../tasks/ids.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Store } from './store.ts'
import { keys } from './table.ts'

/**
 * Waits of pipelines, each beside the task that stands for it. Whoever has its token can answer the pipeline, so that stands sealed,
 * for this task alone. One that was kept before they were sealed is read as it is.
 */
export function releaseBook(store: Store, vault: Vault): ReleaseBook {
  return {
    async keep(workspace, task, { token, ...wait }) {
      const sealed = await vault.seal(placeOf(workspace, task), token)
      await store.put(
        { ...keys.pipelineWait(workspace, task), kind: 'pipeline-wait', wait, token: sealed },
        { expression: 'attribute_not_exists(pk)' },
      )
    },
    async find(workspace, task) {
      const item = (await store.get(keys.pipelineWait(workspace, task))) as Kept | undefined
      if (item === undefined) return undefined
      const { token: open, ...wait } = item.wait
      if (open !== undefined) return { ...wait, token: open }
      if (item.token === undefined) throw new Fault('a wait of a pipeline lacks its token', { task })
      return { ...wait, token: await vault.open(placeOf(workspace, task), item.token) }
    },
  }
}

/** As it stands in the table: of the first version the token is in `wait`, of the second beside it, and sealed. */
type Kept = { readonly wait: Omit<PipelineWait, 'token'> & { readonly token?: string }; readonly token?: string }

function placeOf(workspace: Workspace, task: TaskId): Place {
  return { workspace, what: `pipeline token of ${task}` }
}
