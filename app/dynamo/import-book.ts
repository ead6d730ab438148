import type { ImportBook, ImportState } from '../ports/imports.ts'
import type { Condition, Item, Store } from './store.ts'
import { keys } from './table.ts'

/** How far each import is. */
export function importBook(store: Store): ImportBook {
  return {
    async load(workspace, repository) {
      const item = await store.get(keys.import(workspace, repository))
      return item === undefined ? undefined : stateOf(item)
    },
    async ofRepositories(workspace, repositories) {
      if (repositories.length === 0) return []
      const items = await store.batchGet(repositories.map((id) => keys.import(workspace, id)))
      return items.map(stateOf)
    },
    async save(next, seen) {
      const { workspace, repository, run, step, sent } = next
      const row = { ...keys.import(workspace, repository.id), kind: 'import', run, step, sent, import: next }
      return store.put(row, seen === undefined ? ABSENT : standsAt(seen))
    },
    async sent({ workspace, repository, run, step }) {
      await store.update(keys.import(workspace, repository), {
        kind: 'import',
        expression: 'SET #sent = :step',
        condition: '#run = :run AND #step = :step',
        names: { '#sent': 'sent', '#run': 'run', '#step': 'step' },
        values: { ':run': run, ':step': step },
      })
    },
  }
}

// What is known of messages is kept beside the state, for it is written without having read that.
function stateOf(item: Item): ImportState {
  return { ...(item['import'] as ImportState), sent: item['sent'] as number }
}

const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }

function standsAt({ run, step }: ImportState): Condition {
  return {
    expression: '#run = :run AND #step = :step',
    names: { '#run': 'run', '#step': 'step' },
    values: { ':run': run, ':step': step },
  }
}
