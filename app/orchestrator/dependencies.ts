import type { TaskLog } from '../ports/task-log.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import { blockerIds, isClosed, type Task } from '../tasks/task.ts'

/** Around a task: what was finished for it, and who waits for it in turn. */
export type Dependencies = {
  /** Its closed blockers, the one that closed last first. */
  readonly finished: readonly Task[]
  /** People who wait for this task, without the one who does it. */
  readonly waitingNext: readonly PersonId[]
  /** Where the task stands among those that its last blocker released; from 0. */
  readonly place: number
}

/** Blockers that a message can still do justice to. */
const MOST_FINISHED = 20
/** Dependents that are looked at to count people; beyond it the number is "at least". */
const MOST_WAITING = 100

/** Phase 2: what made the task ready, and who waits for it next. Two queries and two batched reads at most. */
export async function findDependencies(
  log: Pick<TaskLog, 'loadMany' | 'dependents'>,
  task: Task,
): Promise<Dependencies> {
  const { workspace, id } = task
  const closed = blockerIds(task).filter((blocker) => !task.blockers[blocker]!.open)
  const load = async (ids: readonly TaskId[]) =>
    ids.length === 0 ? [] : [...(await log.loadMany(workspace, ids)).values()]
  const [blockers, dependents] = await Promise.all([load(closed), log.dependents(workspace, id)])
  const finished = blockers
    .filter(isClosed)
    .toSorted((a, b) => (b.closedAt ?? '').localeCompare(a.closedAt ?? ''))
    .slice(0, MOST_FINISHED)
  const [waiting, siblings] = await Promise.all([
    load(dependents.slice(0, MOST_WAITING)),
    finished[0] === undefined ? ([] as readonly TaskId[]) : log.dependents(workspace, finished[0].id),
  ])
  const people = waiting.flatMap(({ assignee, status }) =>
    assignee === undefined || status !== 'open' ? [] : [assignee],
  )
  return {
    finished,
    waitingNext: [...new Set(people)].filter((person) => person !== task.assignee),
    place: Math.max(0, siblings.indexOf(id)),
  }
}
