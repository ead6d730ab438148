import type { Page, TaskLine, TaskViews } from '../ports/task-views.ts'
import { ok } from '../result.ts'
import type { ProjectKey } from '../tasks/ids.ts'
import { shownStatus } from '../tasks/readiness.ts'
import type { Workspace } from '../tasks/workspace.ts'
import { atMost, keyIn, onlyOptions } from './arguments.ts'
import { projectFor } from './project-for.ts'
import type { Verb } from './verb.ts'
import { importLines } from './words/import-words.ts'
import { type Counts, projectPeople, projectReply } from './words/project-reply.ts'
import { refusalReply } from './words/refusal-reply.ts'

/** Pages of the index that are counted; a longer project has at least what stands on them. */
const MAX_PAGES = 8

/** Shows all that is known of a project. */
export const projectShow: Verb<{ readonly key?: ProjectKey }> = {
  name: 'project show',
  group: 'Projects and people',
  action: 'project.view',
  usage: 'project show [KEY]',
  summary:
    'All about a project: its channels, people, gates, checks, documents, repositories, and how many tasks it has',
  examples: ['project show', 'project show UAPI'],
  aliases: ['show project', 'view project', 'project view'],
  answers: 'later',
  parse(line) {
    const words = atMost(line, 1)
    if (!words.ok) return words
    const options = onlyOptions(line, [])
    if (!options.ok) return options
    if (line.words[0] === undefined) return ok({})
    const key = keyIn(line.words[0])
    return key.ok ? ok({ key: key.value }) : key
  },
  wants: () => ({ projects: true }),
  meanwhile: ({ key }) => `Looking at ${key ?? 'the project'}`,
  async act({ key }, context, { views, directory, imports }) {
    const project = projectFor(key, context, 'project show KEY')
    if (!project.ok) return refusalReply(project.error)
    const { workspace } = context
    const repositories = project.value.repositories.map(({ id }) => id)
    const [counts, people, brought] = await Promise.all([
      countTasks(views, workspace, project.value.key),
      directory.people(workspace, projectPeople(project.value)),
      imports.ofRepositories(workspace, repositories),
    ])
    return projectReply(project.value, counts, people, undefined, importLines(brought))
  },
}

async function countTasks(views: Pick<TaskViews, 'ofProject'>, workspace: Workspace, key: ProjectKey): Promise<Counts> {
  const counts = { open: 0, ready: 0, done: 0, cancelled: 0, isAll: true }
  let cursor: string | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const page: Page<TaskLine> = await views.ofProject(workspace, key, cursor)
    for (const line of page.items) {
      const shown = shownStatus(line)
      if (shown === 'done' || shown === 'cancelled') counts[shown] += 1
      else counts.open += 1
      if (shown === 'ready') counts.ready += 1
    }
    cursor = page.next
    if (cursor === undefined) return counts
  }
  return { ...counts, isAll: false }
}
