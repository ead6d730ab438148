import type { TaskLog } from '../ports/task-log.ts'
import type { TaskLine, TaskViews } from '../ports/task-views.ts'
import { may } from '../projects/permissions.ts'
import type { Person } from '../projects/person.ts'
import type { PersonId, TaskId } from '../tasks/ids.ts'
import { mostHeldUpFirst, releases } from '../tasks/release.ts'
import { isClosed, type Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { around } from './around.ts'
import type { Weighed } from './words/next-reply.ts'

/** Ready tasks that are weighed against each other, and pages of one's own tasks that it may cost to find them. */
const MOST_WEIGHED = 25
const MAX_PAGES = 4

/** What is on somebody's plate. */
export type OwnWork = {
  readonly lines: readonly TaskLine[]
  /** What is ready, in the order in which it is best done. */
  readonly weighed: readonly Weighed[]
  /** Ready tasks that were not weighed. */
  readonly passed: number
  /** There are more tasks than were looked at. */
  readonly more: boolean
}

type Ports = { readonly log: Pick<TaskLog, 'loadMany' | 'dependents'>; readonly views: Pick<TaskViews, 'ofPerson'> }

/** Everything open that is somebody's, and what of it is ready, weighed by whom it holds up. */
export async function ownWork(workspace: Workspace, person: Person, { log, views }: Ports): Promise<OwnWork> {
  const { lines, more } = await ownLines(views, workspace, person.id)
  const candidates = lines.filter(({ ready }) => ready)
  const looked = candidates.slice(0, MOST_WEIGHED).map(({ id }) => id)
  const found = looked.length === 0 ? new Map<TaskId, Task>() : await log.loadMany(workspace, looked)
  // The list lags behind; what is ready is said by the task itself.
  const ready = [...found.values()].filter((task) => task.ready && task.assignee === person.id)
  const released = await releases(ready, around(log, workspace))
  const weighed = ready
    .map((task) => ({ task, release: released.get(task.id)! }))
    .toSorted(mostHeldUpFirst)
    .map(
      (each): Weighed => ({
        ...each,
        visible: each.release.frees.filter((freed) => may(person, 'task.view', freed)),
      }),
    )
  return { lines, weighed, passed: candidates.length - looked.length, more }
}

async function ownLines(views: Pick<TaskViews, 'ofPerson'>, workspace: Workspace, person: PersonId) {
  const lines: TaskLine[] = []
  let cursor: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page = await views.ofPerson(workspace, person, cursor)
    lines.push(...page.items.filter((line) => !isClosed(line)))
    cursor = page.next
    if (cursor === undefined) break
  }
  return { lines, more: cursor !== undefined }
}
