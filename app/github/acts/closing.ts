import type { IssuePlace } from '../../ports/issues.ts'
import { isNamed } from '../../projects/connection.ts'
import type { TaskId } from '../../tasks/ids.ts'
import { withFact } from '../../tasks/ordinal.ts'
import type { NamedIssue } from '../references.ts'
import type { ActPorts, Ground } from './ground.ts'
import { whereItIs } from './issue-place.ts'

/** Pull requests that are kept of one issue; beyond it the oldest go. */
const MAX_CLOSERS = 20

/** Where the issues are that a pull request closes, as far as their repositories are connected in the same workspace. */
export async function placesClosed(
  ports: Pick<ActPorts, 'directory' | 'issues'>,
  ground: Ground,
  closes: readonly NamedIssue[],
): Promise<IssuePlace[]> {
  const { workspace, repository: here } = ground
  const isElsewhere = closes.some(({ repository }) => repository !== undefined && !isNamed(here, repository))
  const projects = isElsewhere ? await ports.directory.projects(workspace) : []
  const connected = [here, ...projects.flatMap(({ repositories }) => repositories)]
  const places: IssuePlace[] = []
  for (const { repository: name, number } of closes) {
    const repository = name === undefined ? here : connected.find((each) => isNamed(each, name))
    if (repository === undefined || repository.away?.why === 'moved') continue
    places.push(await whereItIs(ports, ground, { repository: repository.id, number }))
  }
  return places
}

/**
 * The tasks that follow these issues now. Each issue remembers the pull request, so that a task that comes to follow it later
 * hears of it: of two who do this at once, one always sees the other.
 */
export async function tasksClosed(
  { issues }: Pick<ActPorts, 'issues'>,
  { workspace, repository }: Ground,
  { number, described }: { readonly number: number; readonly described: number },
  places: readonly IssuePlace[],
): Promise<TaskId[]> {
  const pull = { repository: repository.id, number }
  const tasks: TaskId[] = []
  for (const place of places) {
    const { task } = await issues.change(workspace, place, (row) => {
      const before = row.closers ?? {}
      const closers = withFact(before, `${pull.repository}#${number}`, { pull, ordinal: described }, MAX_CLOSERS)
      return closers === before ? row : { ...row, closers }
    })
    if (task !== undefined) tasks.push(task)
  }
  return tasks
}
