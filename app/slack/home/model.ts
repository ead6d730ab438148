import type { TaskLine } from '../../ports/task-views.ts'
import type { Person } from '../../projects/person.ts'
import type { ConnectedRepository } from '../../projects/project.ts'
import type { ProjectKey, TaskId } from '../../tasks/ids.ts'
import type { Task } from '../../tasks/task.ts'
import type { Weighed } from '../../verbs/words/next-reply.ts'
import type { People } from '../../verbs/words/task-words.ts'

/** A task that waits: for which others, as far as the reader may see them, and since when (ISO 8601, where it is known). */
export type Waiting = {
  readonly line: TaskLine
  readonly on: readonly { readonly id: TaskId; readonly task?: Task }[]
  readonly since?: string
}

/** A task that the reader finished, and what became of those that it made ready. */
export type HandedOn = {
  readonly task: Task
  readonly next: readonly Task[]
  /** Tasks that waited for it and that the reader may not see. */
  readonly unseen: number
}

/** All that the Home tab of one person speaks of. */
export type HomeModel = {
  readonly person: Person
  /** ISO 8601. */
  readonly at: string
  readonly hasProjects: boolean
  readonly ready: readonly Weighed[]
  readonly under: readonly TaskLine[]
  readonly waiting: readonly Waiting[]
  readonly handedOn: readonly HandedOn[]
  /** Tasks whose approval waits for the reader. */
  readonly approvals: readonly Task[]
  /** Connected repositories that are out of reach, for those who may see projects. */
  readonly away: readonly { readonly project: ProjectKey; readonly repository: ConnectedRepository }[]
  /** Own tasks beyond those that were looked at. */
  readonly more: boolean
  readonly people: People
}
