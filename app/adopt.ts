import type { Clock, Directory, TaskLog, TaskViews } from './ports.ts'
import { submitOrThrow } from './submit.ts'
import { SYSTEM } from './tasks/actor.ts'
import type { PersonId } from './tasks/ids.ts'
import type { Workspace } from './tasks/workspace.ts'

export type AdoptPorts = {
  readonly directory: Pick<Directory, 'person'>
  readonly views: Pick<TaskViews, 'ofPerson'>
  readonly tasks: Pick<TaskLog, 'load' | 'append'>
  readonly now: Clock
}

/**
 * Gives the open tasks of whoever was known from GitHub alone to the person who they turned out to be, so that these are told
 * of them where they are. Twice does no more than once, and what was given to somebody else meanwhile stays with them.
 */
export async function adoptTasks(
  { directory, views, tasks, now }: AdoptPorts,
  {
    workspace,
    person: id,
    cause,
  }: { readonly workspace: Workspace; readonly person: PersonId; readonly cause: string },
): Promise<void> {
  const person = await directory.person(workspace, id)
  for (const from of person?.also ?? []) {
    let cursor: string | undefined
    do {
      const page = await views.ofPerson(workspace, from, cursor)
      for (const { id: task } of page.items) {
        await submitOrThrow(tasks, {
          workspace,
          task,
          cause: `adopt:${cause}`,
          command: { type: 'AssignTask', to: id, by: SYSTEM, at: new Date(now()).toISOString() },
          // The list is a moment old.
          guard: ({ assignee }) => (assignee === from ? undefined : { kind: 'already-assigned', task }),
        })
      }
      cursor = page.next
    } while (cursor !== undefined)
  }
}
