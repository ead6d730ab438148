import { blankIssue, type IssueIndex, type IssuePlace, type IssueRow } from '../ports/issues.ts'
import type { Workspace } from '../tasks/workspace.ts'
import type { Condition, Item, Store, TransactWrite } from './store.ts'
import { keys } from './table.ts'

/** Issues, what they wait for, and the tasks that follow them. */
export function issueIndex(store: Store): IssueIndex {
  return {
    async issue(workspace, place) {
      const item = await store.get(keys.issue(workspace, place.repository, place.number))
      return item === undefined ? undefined : rowOf(item)
    },
    async issues(workspace, repository, numbers) {
      const items = await store.batchGet(
        [...new Set(numbers)].map((number) => keys.issue(workspace, repository, number)),
      )
      return new Map(items.map((item) => [item['number'] as number, rowOf(item)]))
    },
    async change(workspace, place, change) {
      const key = keys.issue(workspace, place.repository, place.number)
      for (;;) {
        const item = await store.get(key)
        const seen = item === undefined ? blankIssue(place) : rowOf(item)
        const next = change(seen)
        if (next === seen) return seen
        const revision = (item?.['revision'] as number | undefined) ?? 0
        const row = { ...key, kind: 'issue', ...next, revision: revision + 1 }
        if (await store.put(row, atRevision(revision))) return next
      }
    },
  }
}

/**
 * Has the task found by its issue, in the transaction that makes the task. The first task that follows an issue is the one
 * that hears of it.
 */
export function followed(workspace: Workspace, place: IssuePlace, task: string): TransactWrite {
  const { repository, number } = place
  const one = {
    '#task': 'task',
    '#revision': 'revision',
    '#kind': 'kind',
    '#repository': 'repository',
    '#number': 'number',
  }
  return {
    update: keys.issue(workspace, repository, number),
    change: {
      kind: 'issue',
      expression: [
        'SET #task = if_not_exists(#task, :task), #revision = if_not_exists(#revision, :none) + :one',
        '#kind = :kind, #repository = :repository, #number = :number',
      ].join(', '),
      names: one,
      values: { ':task': task, ':none': 0, ':one': 1, ':kind': 'issue', ':repository': repository, ':number': number },
    },
  }
}

// A row that a new task began holds no more than the task.
function rowOf(item: Item): IssueRow {
  const { task, facts, movedTo, waits, settled, holds, closers, joined } = item as Partial<IssueRow>
  return {
    ...blankIssue({ repository: item['repository'] as number, number: item['number'] as number }),
    ...(task === undefined ? {} : { task }),
    ...(facts === undefined ? {} : { facts }),
    ...(movedTo === undefined ? {} : { movedTo }),
    ...(waits === undefined ? {} : { waits }),
    ...(settled === undefined ? {} : { settled }),
    ...(holds === undefined ? {} : { holds }),
    ...(closers === undefined ? {} : { closers }),
    ...(joined === undefined ? {} : { joined }),
  }
}

function atRevision(revision: number): Condition {
  if (revision === 0) return { expression: 'attribute_not_exists(pk)' }
  return { expression: '#revision = :revision', names: { '#revision': 'revision' }, values: { ':revision': revision } }
}
