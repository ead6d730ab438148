import type { Directory } from '../ports/directory.ts'
import type { StatementRef } from '../ports/statements.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { TaskId } from '../tasks/ids.ts'
import { openBlockers, type Task } from '../tasks/task.ts'
import type { Workspace } from '../tasks/workspace.ts'

export type AffectedPorts = {
  readonly tasks: Pick<TaskLog, 'load' | 'loadMany'>
  readonly directory: Pick<Directory, 'projects'>
}

/** Something that happened to a task. `type`: its name on the bus; `blocker`: what it waits for now, or not any more. */
export type Happened = {
  readonly type: string
  readonly workspace: Workspace
  readonly task: TaskId
  readonly blocker?: TaskId
}

/**
 * The statements that speak of a task: the comment on its issue, the check runs of the pull requests that name it, and
 * those of the pull requests that name what it waits for: they say whom merging would free. One read, one for what it
 * waits for, and one query where there is a pull request at all.
 */
export async function affected(
  { tasks, directory }: AffectedPorts,
  { type, workspace, task: id, blocker }: Happened,
): Promise<StatementRef[]> {
  const task = await tasks.load(workspace, id)
  // How each check of a commit ended matters where checks are a gate; what fails stands in the way, and that is told apart.
  if (task === undefined || (type.startsWith('Tests') && !task.gates.some(({ kind }) => kind === 'checks'))) return []
  const around = new Set([...openBlockers(task), ...(blocker === undefined ? [] : [blocker])])
  const blockers = around.size === 0 ? [] : [...(await tasks.loadMany(workspace, [...around])).values()]
  const subjects = new Set([...Object.keys(task.pulls), ...blockers.flatMap(openPulls)])
  const own: StatementRef[] = task.issue === undefined ? [] : [{ kind: 'task', workspace, task: id }]
  if (subjects.size === 0) return own
  const projects = await directory.projects(workspace)
  const repositories = new Map(
    projects.flatMap((project) =>
      project.repositories.map(({ fullName, id }) => [fullName.toLowerCase(), id] as const),
    ),
  )
  const pulls = [...subjects].flatMap((subject): StatementRef[] => {
    const [fullName = '', number] = subject.split('#')
    const repository = repositories.get(fullName.toLowerCase())
    return repository === undefined ? [] : [{ kind: 'pull', workspace, repository, number: Number(number) }]
  })
  return [...own, ...pulls]
}

// What was merged or closed frees nobody any more.
function openPulls({ pulls }: Task): string[] {
  return Object.entries(pulls).flatMap(([subject, { state }]) =>
    state === 'open' || state === 'draft' ? [subject] : [],
  )
}
