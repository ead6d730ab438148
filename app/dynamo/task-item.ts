import { shortened } from '../handoffs/invisible.ts'
import type { TaskEvent } from '../tasks/events.ts'
import { numberOf, type TaskId } from '../tasks/ids.ts'
import { isClosed, type Task } from '../tasks/task.ts'
import type { Item } from './store.ts'
import { indexKeys, keys } from './table.ts'
import { tracedItem } from './traced.ts'

/** How long something owed may take before the reconciler looks at it. Milliseconds. */
export const OWED_GRACE = 120_000

/** A task and the events that brought it there, as one item. */
export function taskItem(task: Task, events: readonly TaskEvent[]): Item {
  const { workspace, id, owed, version } = task
  const due = Date.parse(events.at(-1)?.at ?? task.createdAt) + OWED_GRACE
  const owes = owed.propagation !== undefined || owed.notice !== undefined
  return {
    ...keys.task(workspace, id),
    kind: 'task',
    version,
    state: task,
    events,
    ...tracedItem(),
    // Beside the state, where conditions and stream filters reach them.
    owedPropagation: owed.propagation,
    owedNotice: owed.notice,
    ...indexKeys.byProject(workspace, task.project, numberOf(id), isClosed(task)),
    ...(task.assignee === undefined ? {} : indexKeys.byAssignee(workspace, task.assignee, id, closing(task))),
    ...(owes ? indexKeys.owed(workspace, id, due) : {}),
    ...line(task),
  }
}

// A cancelled task has a moment of closing like a finished one.
function closing(task: Task): string | undefined {
  return isClosed(task) ? (task.closedAt ?? '') : undefined
}

/** Reads a task item; what is owed is taken from beside the state, where it is cleared. */
export function taskOf(item: Item): Task {
  const { propagation: _p, notice: _n, ...rest } = (item['state'] as Task).owed
  const propagation = item['owedPropagation'] as number | undefined
  const notice = item['owedNotice'] as number | undefined
  const owed = {
    ...rest,
    ...(propagation === undefined ? {} : { propagation }),
    ...(notice === undefined ? {} : { notice }),
  }
  return { ...(item['state'] as Task), owed }
}

/** Reads the events of a task item. */
export function eventsOf(item: Item): readonly TaskEvent[] {
  return item['events'] as TaskEvent[]
}

/** What the view indexes project: enough for a line of a list. */
export const LINE_ATTRIBUTES = [
  'lineId',
  'lineTitle',
  'linePhase',
  'lineStatus',
  'lineReady',
  'lineAssignee',
  'lineBlockers',
  'lineImpediments',
] as const

function line(task: Task): Item {
  return {
    lineId: task.id,
    lineTitle: task.title,
    linePhase: task.phase,
    lineStatus: task.status,
    lineReady: task.ready,
    lineAssignee: task.assignee,
    lineBlockers: task.blockers,
    lineImpediments: someOf(task.impediments),
  }
}

// A line has no room for more, and the item holds all of them once already.
function someOf(impediments: Task['impediments']): Task['impediments'] {
  const some = Object.entries(impediments).slice(0, LINE_IMPEDIMENTS)
  return Object.fromEntries(
    some.map(([source, { reason, ...rest }]) => [source, { ...rest, reason: shortened(reason, LINE_REASON) }]),
  )
}
const LINE_IMPEDIMENTS = 3
const LINE_REASON = 120

/** Reads a line from an index item. */
export function lineOf(item: Item) {
  return {
    id: item['lineId'] as TaskId,
    title: item['lineTitle'] as string,
    phase: item['linePhase'] as Task['phase'],
    status: item['lineStatus'] as Task['status'],
    ready: item['lineReady'] as boolean,
    ...(item['lineAssignee'] === undefined ? {} : { assignee: item['lineAssignee'] as NonNullable<Task['assignee']> }),
    blockers: item['lineBlockers'] as Task['blockers'],
    impediments: item['lineImpediments'] as Task['impediments'],
  }
}
