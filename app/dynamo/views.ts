import type { Page, TaskLine, TaskViews } from '../ports.ts'
import type { Item, Store } from './store.ts'
import { indexes, indexKeys } from './table.ts'
import { lineOf } from './task-item.ts'

const PAGE = 25

/** Lists of tasks, from the view indexes: a moment old, never read by a decision. */
export function taskViews(store: Store): TaskViews {
  const page = async (index: string, pk: { name: string; value: string }, cursor?: string): Promise<Page<TaskLine>> => {
    const after = cursor === undefined ? undefined : readCursor(cursor, pk.value)
    const { items, next } = await store.query({ index, pk, limit: PAGE, ...(after === undefined ? {} : { after }) })
    const lines = items.map((item) => lineOf(item))
    return next === undefined ? { items: lines } : { items: lines, next: writeCursor(next) }
  }
  return {
    ofProject(workspace, project, cursor) {
      const { name, pk } = indexes.byProject
      return page(name, { name: pk, value: indexKeys.byProject(workspace, project, 0, false).projectPk }, cursor)
    },
    ofPerson(workspace, person, cursor) {
      const { name, pk } = indexes.byAssignee
      return page(name, { name: pk, value: indexKeys.byAssignee(workspace, person, 'X-0').assigneePk }, cursor)
    },
  }
}

function writeCursor(item: Item): string {
  return Buffer.from(JSON.stringify(item)).toString('base64url')
}

// A cursor travels through people's hands: one that does not lie in the asked-for partition is ignored.
function readCursor(cursor: string, partition: string): Item | undefined {
  try {
    const item = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Item
    return Object.values(item).includes(partition) ? item : undefined
  } catch {
    return undefined
  }
}
