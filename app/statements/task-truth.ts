import { issueAddress } from '../handoffs/recipients.ts'
import { gatherContext } from '../orchestrator/context.ts'
import { findDependencies } from '../orchestrator/dependencies.ts'
import type { Directory } from '../ports/directory.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { HandedOn, StatementRef, TaskTruth } from '../ports/statements.ts'
import type { TaskLog } from '../ports/task-log.ts'
import { isNamed } from '../projects/connection.ts'
import type { Project } from '../projects/project.ts'
import type { Actor } from '../tasks/actor.ts'
import { unmetGates } from '../tasks/gates.ts'
import type { PersonId } from '../tasks/ids.ts'
import { isStale, type Notice } from '../tasks/notice.ts'
import { isClosed, openBlockers, type Task } from '../tasks/task.ts'

/** What is looked at. Nothing of it can write. */
export type TaskTruthPorts = {
  readonly tasks: Pick<TaskLog, 'load' | 'loadMany' | 'dependents'>
  readonly directory: Pick<Directory, 'people' | 'project' | 'settings'>
  readonly ledger: Pick<Ledger, 'content'>
}

/** Blockers that are named; the others are counted. */
const MOST_AWAITED = 20

/** A task that an issue follows, and whether anything calls for a comment there that nobody has written yet. */
export type Followed = { readonly task: Task; readonly project: Project; readonly callsForOne: boolean }

/**
 * The task and its project, where an issue of a connected repository follows it. A comment comes into being with the
 * first hand-off or block that somebody is told of: an issue about which nobody has to be told anything is left alone.
 */
export async function followed(
  { tasks, directory }: Pick<TaskTruthPorts, 'tasks' | 'directory'>,
  { workspace, task: id }: Extract<StatementRef, { kind: 'task' }>,
): Promise<Followed | undefined> {
  const task = await tasks.load(workspace, id)
  if (task?.issue === undefined) return undefined
  const project = await directory.project(workspace, task.project)
  if (project === undefined || issueAddress(task, project) === undefined) return undefined
  const told = Object.values(task.notices).some(
    ({ subject, suppressed }) => !suppressed && (subject.kind === 'handoff' || subject.kind === 'block'),
  )
  return { task, project, callsForOne: told && project.comments !== false }
}

/** How a task stands, for everybody who reads its issue. Two batched reads, and one for the hand-off. */
export async function taskTruth(ports: TaskTruthPorts, { task, project }: Followed): Promise<TaskTruth | undefined> {
  const { tasks, directory } = ports
  const address = issueAddress(task, project)
  const named = task.issue?.repository ?? ''
  const repository = project.repositories.find((each) => isNamed(each, named))
  if (address === undefined || repository === undefined) return undefined
  const { workspace } = task
  const open = openBlockers(task)
  const [blockers, handoff] = await Promise.all([
    open.length === 0 ? new Map<never, Task>() : tasks.loadMany(workspace, open.slice(0, MOST_AWAITED)),
    handoffOf(ports, task),
  ])
  const people = await directory.people(workspace, personIds([task, ...blockers.values()]))
  const nameOf = (id: PersonId | undefined) => (id === undefined ? undefined : people.get(id)?.name)
  const closer = actorName(task.closedBy, nameOf)
  const assignee = nameOf(task.assignee)
  return {
    kind: 'task',
    repository,
    issue: address.issue,
    task,
    ...(assignee === undefined ? {} : { assignee }),
    ...(closer === undefined ? {} : { closer }),
    awaited: open.map((id) => {
      const blocker = (blockers as ReadonlyMap<string, Task>).get(id)
      if (blocker === undefined) return { id, status: 'open' }
      const name = nameOf(blocker.assignee)
      const isOurs = blocker.project === task.project
      return {
        id,
        status: blocker.status,
        ...(isOurs ? { title: blocker.title } : {}),
        ...(name ? { with: name } : {}),
      }
    }),
    needs: isClosed(task) ? [] : unmetGates(task),
    ...(handoff === undefined ? {} : { handoff }),
  }
}

async function handoffOf({ tasks, directory, ledger }: TaskTruthPorts, task: Task): Promise<HandedOn | undefined> {
  const stands = ({ subject }: Notice) => subject.kind === 'handoff' && !isStale(subject, task)
  const notice = Object.values(task.notices).find(stands)
  if (notice === undefined) return undefined
  if (!notice.suppressed) return ledger.content(task.workspace, notice.id)
  const gathered = await gatherContext(directory, task, notice, await findDependencies(tasks, task))
  const { finished, notGiven } = gathered
  const words = { opening: [], body: [], steps: [], priority: 'medium', writtenBy: 'template' } as const
  return { words, facts: gathered.words.facts, finished, notGiven }
}

function personIds(tasks: readonly Task[]): PersonId[] {
  const ids = tasks.flatMap(({ assignee, closedBy }) => [
    ...(assignee === undefined ? [] : [assignee]),
    ...(closedBy?.kind === 'person' ? [closedBy.id] : []),
  ])
  return [...new Set(ids)]
}

function actorName(actor: Actor | undefined, nameOf: (id: PersonId) => string | undefined): string | undefined {
  if (actor?.kind === 'person') return nameOf(actor.id)
  return actor?.kind === 'github' ? actor.login : undefined
}
