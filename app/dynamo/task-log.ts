import type { TaskGraph, TaskLog } from '../ports/task-log.ts'
import { numberOf, type TaskId } from '../tasks/ids.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Owed, Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { followed } from './issue-index.ts'
import type { Condition, Item, Store, TransactWrite } from './store.ts'
import { keys, prefixes } from './table.ts'
import { taskItem, taskOf } from './task-item.ts'

/** The log of tasks: the item holds the state, its version and the events of the last change. */
export function taskLog(store: Store): TaskLog {
  return {
    async load(workspace, id) {
      const item = await store.get(keys.task(workspace, id))
      return item === undefined ? undefined : taskOf(item)
    },
    async loadMany(workspace, ids) {
      const items = await store.batchGet([...new Set(ids)].map((id) => keys.task(workspace, id)))
      return new Map(items.map((item) => [taskOf(item).id, taskOf(item)]))
    },
    async append({ task, events }) {
      return written(await store.put(taskItem(task, events), atVersion(task.version - 1)))
    },
    async dependents(workspace, id) {
      return (await edgesOf(store, workspace, id)).map((edge) => edge['dependent'] as TaskId)
    },
    async clearOwed(workspace, id, what, seen) {
      // Mostly nothing else is owed, and the item leaves the index with the same write.
      const left = await store.update(keys.task(workspace, id), clearing(what, seen, 'and leave the index'))
      if (left === undefined) await store.update(keys.task(workspace, id), clearing(what, seen, 'and stay'))
    },
  }
}

/** Creating tasks and drawing edges. */
export function taskGraph(store: Store): TaskGraph {
  return {
    async lastNumber(workspace, project) {
      const counter = await store.get(keys.counter(workspace, project))
      return (counter?.['last'] as number | undefined) ?? 0
    },
    async nextNumber(workspace, project) {
      const counter = await store.update(keys.counter(workspace, project), {
        kind: 'counter',
        expression: 'ADD #last :one SET #kind = :kind',
        names: { '#last': 'last', '#kind': 'kind' },
        values: { ':one': 1, ':kind': 'counter' },
      })
      return counter!['last'] as number
    },
    async createdBy(workspace, cause) {
      const row = await store.get(keys.cause(workspace, cause))
      return row?.['task'] as TaskId | undefined
    },
    async create({ task, events }, cause, blockersSeen, lastSeen) {
      const { workspace, id } = task
      const edges = [...blockersSeen].flatMap(([blocker, version]) => [
        { put: edgeItem(task, blocker) },
        { check: keys.task(workspace, blocker), condition: atVersion(version) },
      ])
      const counter = { ...keys.counter(workspace, task.project), kind: 'counter', last: numberOf(id) }
      const row = { ...keys.cause(workspace, cause), kind: 'cause', task: id }
      const writes = [
        ...(lastSeen === undefined ? [] : [{ put: counter, condition: lastSeen === 0 ? ABSENT : atLast(lastSeen) }]),
        { put: row, condition: ABSENT },
        { put: taskItem(task, events), condition: ABSENT },
        ...followedBy(task),
        ...edges,
      ]
      return written(await store.transact(writes))
    },
    async graphVersion(workspace) {
      const row = await store.get(keys.graph(workspace))
      return (row?.['version'] as number | undefined) ?? 0
    },
    async addEdge({ task, events }, blocker, blockerSeen, graphSeen) {
      const { workspace } = task
      const raised = { ...keys.graph(workspace), kind: 'graph', version: graphSeen + 1 }
      return written(
        await store.transact([
          { put: edgeItem(task, blocker) },
          { put: taskItem(task, events), condition: atVersion(task.version - 1) },
          { check: keys.task(workspace, blocker), condition: atVersion(blockerSeen) },
          { put: raised, condition: graphSeen === 0 ? ABSENT : atVersion(graphSeen) },
        ]),
      )
    },
    async removeEdge({ task, events }, blocker) {
      return written(
        await store.transact([
          { remove: keys.edge(task.workspace, blocker, task.id) },
          { put: taskItem(task, events), condition: atVersion(task.version - 1) },
        ]),
      )
    },
    async waitingPhases(workspace, id) {
      // Edges of before this was noted have none.
      const phases = (await edgesOf(store, workspace, id)).flatMap((edge) => (edge['phase'] as Phase | undefined) ?? [])
      return [...new Set(phases)]
    },
  }
}

function followedBy({ workspace, id, issue }: Task): TransactWrite[] {
  if (issue?.repositoryId === undefined) return []
  return [followed(workspace, { repository: issue.repositoryId, number: issue.number }, id)]
}

const ABSENT: Condition = { expression: 'attribute_not_exists(pk)' }

function atVersion(version: number): Condition {
  return { expression: '#version = :version', names: { '#version': 'version' }, values: { ':version': version } }
}

function atLast(last: number): Condition {
  return { expression: '#last = :last', names: { '#last': 'last' }, values: { ':last': last } }
}

function written(done: boolean): 'written' | 'conflict' {
  return done ? 'written' : 'conflict'
}

// The phase in which the edge was drawn: a contract is about that, even where an issue's label moves the task later.
function edgeItem({ workspace, id, phase }: Task, blocker: TaskId): Item {
  return { ...keys.edge(workspace, blocker, id), kind: 'edge', dependent: id, phase }
}

async function edgesOf(store: Store, workspace: Workspace, blocker: TaskId): Promise<Item[]> {
  const { pk } = keys.task(workspace, blocker)
  const found: Item[] = []
  let after: Item | undefined
  do {
    const page = await store.query({
      pk: { name: 'pk', value: pk },
      sk: { name: 'sk', prefix: prefixes.edges },
      ...(after === undefined ? {} : { after }),
    })
    found.push(...page.items)
    after = page.next
  } while (after !== undefined)
  return found
}

function clearing(what: keyof Owed, seen: number, index: 'and leave the index' | 'and stay') {
  const [cleared, other] =
    what === 'propagation' ? ['owedPropagation', 'owedNotice'] : ['owedNotice', 'owedPropagation']
  const leaves = index === 'and leave the index'
  return {
    kind: 'task' as const,
    expression: leaves ? 'REMOVE #owed, owedPk, owedSk' : 'REMOVE #owed',
    condition: leaves ? '#owed = :seen AND attribute_not_exists(#other)' : '#owed = :seen AND attribute_exists(#other)',
    names: { '#owed': cleared!, '#other': other! },
    values: { ':seen': seen },
  }
}
