import type { Directory } from '../ports/directory.ts'
import type { TaskLog } from '../ports/task-log.ts'
import { isGone, type Person } from '../projects/person.ts'
import { leadOf, type Project } from '../projects/project.ts'
import type { PersonId } from '../tasks/ids.ts'
import type { WantedNotice } from '../tasks/notice.ts'
import type { Phase } from '../tasks/phase.ts'
import type { Task } from '../tasks/task.ts'
import { findDependencies } from './dependencies.ts'

/** Whom a notice goes to, where its task does not say so by itself. `own`: it would tell somebody of their own act. */
export type Addressee = { readonly to?: PersonId; readonly own: boolean }

/**
 * Finds who is told: whom the task names; for a question whoever finished the work before; else the lead of the phase.
 * Nobody: the channel of the phase hears it.
 */
export async function findAddressee(
  log: Pick<TaskLog, 'loadMany' | 'dependents'>,
  task: Task,
  { subject, to, suppressed }: WantedNotice,
  project: Project | undefined,
): Promise<Addressee> {
  if (to !== undefined) return { to, own: suppressed }
  const lead = project === undefined ? undefined : leadOf(project, task.phase)
  switch (subject.kind) {
    case 'question': {
      const asker = task.questions?.[subject.since]?.by
      const { finished } = await findDependencies(log, task)
      const closers = finished.flatMap(({ closedBy }) => (closedBy?.kind === 'person' ? [closedBy.id] : []))
      return named([...closers, lead].find((person) => person !== asker))
    }
    case 'declined':
      return { ...named(lead), own: lead === task.declined?.by }
    case 'nudge':
      return { ...named(lead), own: lead === task.assignee }
    default:
      return named(undefined)
  }
}

function named(to: PersonId | undefined): Addressee {
  return { ...(to === undefined ? {} : { to }), own: false }
}

/** Who leads a phase, or else the project, and has not left the workspace. One read. */
export async function leadHere(
  directory: Pick<Directory, 'people'>,
  { workspace, lead, phaseLeads }: Project,
  phase: Phase,
): Promise<Person | undefined> {
  const ids = [phaseLeads?.[phase], lead].filter((id) => id !== undefined)
  const people = await directory.people(workspace, ids)
  return ids.map((id) => people.get(id)).find((person) => person !== undefined && !isGone(person))
}
