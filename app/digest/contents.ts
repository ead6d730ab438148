import type { Digest, DigestApproval, DigestTask, PersonDay } from '../handoffs/digest.ts'
import type { ApprovalDesk } from '../ports/approval-desk.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { TaskViews } from '../ports/task-views.ts'
import { pendingApproval, undecided } from '../tasks/approval.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import { noticeId } from '../tasks/notice.ts'
import { readiness } from '../tasks/readiness.ts'
import { isClosed, type Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

export type ContentsPorts = {
  readonly views: Pick<TaskViews, 'ofPerson'>
  readonly tasks: Pick<TaskLog, 'loadMany' | 'dependents'>
  readonly ledger: Pick<Ledger, 'content'>
  readonly approvals: Pick<ApprovalDesk, 'waitingFor'>
}

/** Pages of somebody's open tasks that a digest is made from. */
const MOST_PAGES = 4
/** Tasks of theirs for which it is counted who waits; beyond it they come last. */
const MOST_COUNTED = 40
const MOST_DEPENDENTS = 400

/**
 * What is on somebody's plate, from the tasks as they stand; the index only says which to look at. What was put down for
 * the digest and is no more for them to do is left out. `since` (epoch milliseconds): what became ready after it is new. The
 * reads depend on how much is theirs, never on the project.
 */
export async function digestContents(
  { views, tasks: log, ledger, approvals }: ContentsPorts,
  workspace: Workspace,
  person: PersonId,
  { folded }: Pick<PersonDay, 'folded'>,
  since: number,
): Promise<Pick<Digest, 'ready' | 'begun' | 'waiting' | 'approvals' | 'folded'>> {
  const tasks = await theirs({ views, tasks: log }, workspace, person)
  const released = await awaited(
    log,
    workspace,
    tasks.filter((task) => task.ready || task.status !== 'open').slice(0, MOST_COUNTED),
  )
  const line = ({ id, title }: Task, isNew = false): DigestTask => {
    return { id, title, awaitedBy: released.get(id) ?? 0, isNew }
  }
  const isNew = async (task: Task) => {
    const { readiness: turn, assignment } = task
    const content = await ledger.content(workspace, noticeId(task, { kind: 'handoff', readiness: turn, assignment }))
    return content !== undefined && Date.parse(content.writtenAt) > since
  }
  const ready = await Promise.all(tasks.filter((task) => task.ready).map(async (task) => line(task, await isNew(task))))
  return {
    ready: ready.toSorted((a, b) => b.awaitedBy - a.awaitedBy),
    begun: tasks
      .filter(({ status }) => status !== 'open')
      .map((task) => line(task))
      .filter(({ awaitedBy }) => awaitedBy > 0),
    waiting: tasks
      .filter(({ status, ready }) => status === 'open' && !ready)
      .map((task) => ({ ...line(task), reasons: readiness(task).reasons })),
    approvals: await undecidedBy({ tasks: log, approvals }, workspace, person, line),
    folded: folded.filter((id) => ready.some((task) => task.id === id)),
  }
}

async function theirs(
  { views, tasks }: Pick<ContentsPorts, 'views' | 'tasks'>,
  workspace: Workspace,
  person: PersonId,
) {
  const ids: TaskId[] = []
  let page: string | undefined
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { items, next } = await views.ofPerson(workspace, person, page)
    ids.push(...items.map(({ id }) => id))
    if (next === undefined) break
    page = next
  }
  const loaded = ids.length === 0 ? [] : [...(await tasks.loadMany(workspace, ids)).values()]
  return loaded.filter((task) => task.assignee === person && !isClosed(task))
}

/** What waits for somebody's decision, the longest first. The desk is a moment old: the tasks themselves say what still waits. */
async function undecidedBy(
  { tasks: log, approvals }: Pick<ContentsPorts, 'tasks' | 'approvals'>,
  workspace: Workspace,
  person: PersonId,
  line: (task: Task) => DigestTask,
): Promise<DigestApproval[]> {
  const asked = await approvals.waitingFor(workspace, person)
  const tasks = asked.length === 0 ? [] : [...(await log.loadMany(workspace, asked)).values()]
  return tasks
    .flatMap((task) => {
      const request = pendingApproval(task)
      if (request === undefined || !undecided(request).includes(person)) return []
      return [{ ...line(task), since: request.at, until: request.expiresAt }]
    })
    .toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since))
}

/** How many open tasks wait for each. */
async function awaited(log: ContentsPorts['tasks'], workspace: Workspace, tasks: readonly Task[]) {
  const edges = await Promise.all(tasks.map(async ({ id }) => [id, await log.dependents(workspace, id)] as const))
  const ids = [...new Set(edges.flatMap(([, dependents]) => dependents))].slice(0, MOST_DEPENDENTS)
  const loaded = ids.length === 0 ? new Map<TaskId, Task>() : await log.loadMany(workspace, ids)
  const isOpen = (id: TaskId) => {
    const task = loaded.get(id)
    return task !== undefined && !isClosed(task)
  }
  return new Map(edges.map(([id, dependents]) => [id, dependents.filter(isOpen).length]))
}
