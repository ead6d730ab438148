import type { TaskViews } from '../ports/task-views.ts'
import { parseTaskId } from '../tasks/ids.ts'
import type { Item, QueryInput, Store } from './store.ts'
import { indexes, indexKeys, keys, prefixes } from './table.ts'
import { lineOf } from './task-item.ts'

const PAGE = 25
const MOST_OPEN = 300
const MOST_CLOSED = 10

// A cursor travels through people's hands. It holds a place and no key: which partition is read, and where the place is in
// it, is said by who asks. What is no place is the beginning.

/** Lists of tasks, from the view indexes: a moment old, never read by a decision. */
export function taskViews(store: Store): TaskViews {
  const page = async (input: QueryInput, after: Item | undefined, place: (last: Item) => string) => {
    const { items, next } = await store.query({ ...input, limit: PAGE, ...(after === undefined ? {} : { after }) })
    const lines = items.map((item) => lineOf(item))
    return next === undefined ? { items: lines } : { items: lines, next: place(next) }
  }
  return {
    async ofProject(workspace, project, cursor) {
      const { name, pk } = indexes.byProject
      const place = /^([oc])([1-9]\d{0,8})$/.exec(cursor ?? '')
      const at = (number: number) => indexKeys.byProject(workspace, project, number, place?.[1] === 'c')
      const number = Number(place?.[2])
      const after = place === null ? undefined : { ...keys.task(workspace, `${project}-${number}`), ...at(number) }
      return page({ index: name, pk: { name: pk, value: at(0).projectPk } }, after, ({ projectSk }) => {
        const [, part, digits] = /^\d-(open|closed)#(\d+)$/.exec(String(projectSk)) ?? []
        return `${part === 'closed' ? 'c' : 'o'}${Number(digits)}`
      })
    },
    async openOf(workspace, project) {
      const { name, pk, sk } = indexes.byProject
      const { projectPk } = indexKeys.byProject(workspace, project, 0, false)
      const open = { index: name, pk: { name: pk, value: projectPk }, sk: { name: sk, prefix: prefixes.openTasks } }
      const { items } = await store.query({ ...open, limit: MOST_OPEN, backwards: true })
      return items.map((item) => lineOf(item))
    },
    async ofPerson(workspace, person, cursor) {
      const { name, pk, sk } = indexes.byAssignee
      const id = parseTaskId(cursor ?? '')
      const after =
        id === undefined ? undefined : { ...keys.task(workspace, id), ...indexKeys.byAssignee(workspace, person, id) }
      const { assigneePk } = indexKeys.byAssignee(workspace, person, 'X-0')
      const open = { index: name, pk: { name: pk, value: assigneePk }, sk: { name: sk, upTo: prefixes.closedTasks } }
      return page(open, after, ({ assigneeSk }) => String(assigneeSk))
    },
    async closedOf(workspace, person) {
      const { name, pk, sk } = indexes.byAssignee
      const { assigneePk } = indexKeys.byAssignee(workspace, person, 'X-0')
      const closed = {
        index: name,
        pk: { name: pk, value: assigneePk },
        sk: { name: sk, prefix: prefixes.closedTasks },
      }
      const { items } = await store.query({ ...closed, limit: MOST_CLOSED, backwards: true })
      return items.map((item) => lineOf(item))
    },
  }
}
