import type { TaskLine, TaskViews } from '../../ports.ts'
import { may } from '../../projects/permissions.ts'
import { ok } from '../../result.ts'
import type { PersonId, TaskId } from '../../tasks/ids.ts'
import { mostHeldUpFirst, releases } from '../../tasks/release.ts'
import { isClosed, type Task } from '../../tasks/task.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import { nextPeople, nextReply, type Weighed } from '../messages/next-reply.ts'
import { atMost, onlyOptions } from './arguments.ts'
import { around } from './around.ts'
import type { Verb } from './verb.ts'

/** Ready tasks that are weighed against each other, and pages of one's own tasks that it may cost to find them. */
const MOST_WEIGHED = 25
const MAX_PAGES = 4

/** What of one's own is best done next: whatever releases most people. */
export const next: Verb<undefined> = {
  name: 'next',
  group: 'Do your work',
  action: 'task.view',
  usage: 'next',
  summary: 'Which of your tasks to do next: what is ready, and how many people each one holds up',
  examples: ['next'],
  answers: 'later',
  parse(line) {
    const words = atMost(line, 0)
    if (!words.ok) return words
    const options = onlyOptions(line, [])
    return options.ok ? ok(undefined) : options
  },
  meanwhile: () => 'Weighing what is ready for you',
  async act(_, { workspace, person }, { views, log, directory }) {
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
    const under = lines.filter(({ status }) => status === 'in_progress' || status === 'in_review')
    const people = await directory.people(workspace, nextPeople(weighed))
    return nextReply({ weighed, under, passed: candidates.length - looked.length, more, people, reader: person.id })
  },
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
