import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { dynamoStore } from '../../../app/dynamo/client.ts'
import { directory } from '../../../app/dynamo/directory.ts'
import { ledger } from '../../../app/dynamo/ledger.ts'
import type { Store } from '../../../app/dynamo/store.ts'
import { keys } from '../../../app/dynamo/table.ts'
import { taskLog } from '../../../app/dynamo/task-log.ts'
import { taskViews } from '../../../app/dynamo/views.ts'
import { listed } from '../../../app/projects/phrases.ts'
import type { Project } from '../../../app/projects/project.ts'
import type { TaskId } from '../../../app/tasks/ids.ts'
import type { Workspace } from '../../../app/tasks/workspace.ts'
import { LOCAL_REGION } from '../functions/function-environment.ts'

/** What an earlier run left in the table. */
export type Found = {
  readonly projects: number
  readonly tasks: number
  /** Hand-offs that reached their person. */
  readonly sent: number
  /** Tasks to which something is still owed: their dependents, or somebody's message. */
  readonly owed: readonly TaskId[]
}

/** The table, for whoever lives here and is no function. */
export function localStore(table: string, endpoint: string): Store {
  return dynamoStore({
    table,
    region: LOCAL_REGION,
    endpoint,
    chance: Math.random,
    token: () => randomUUID(),
    wait: async (ms) => void (await delay(ms)),
  })
}

/** The tenant's projects, and how the laptop puts one right. */
export type Projects = {
  all(): Promise<readonly Project[]>
  /** Replaces a project, unless somebody has changed it since. */
  replace(seen: Project, next: Project): Promise<boolean>
}

export function projectsOf(store: Store, workspace: Workspace): Projects {
  return {
    all: () => directory(store).projects(workspace),
    replace: async (seen, next) => {
      const changed = await store.update(keys.project(workspace, seen.key), {
        kind: 'project',
        expression: 'SET #project = :project, #version = :next',
        condition: '#version = :seen',
        names: { '#project': 'project', '#version': 'version' },
        values: { ':project': next, ':next': next.version, ':seen': seen.version },
      })
      return changed !== undefined
    },
  }
}

/** Looks through all projects of the tenant; a laptop has few. */
export async function lookBack(store: Store, workspace: Workspace): Promise<Found> {
  const [projects, views, log, deliveries] = [directory(store), taskViews(store), taskLog(store), ledger(store)]
  const all = await projects.projects(workspace)
  const ids: TaskId[] = []
  for (const { key } of all) {
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await views.ofProject(workspace, key, cursor)
      ids.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
  }
  const tasks = [...(await log.loadMany(workspace, ids)).values()]
  const notices = tasks
    .flatMap((task) => Object.values(task.notices))
    .filter(({ subject }) => subject.kind === 'handoff')
  const entries = await Promise.all(notices.map(({ id }) => deliveries.entries(workspace, id)))
  const sent = entries.filter((each) =>
    each.some(({ delivery, state }) => delivery.role === 'notice' && state === 'SENT'),
  )
  const owed = tasks.filter((task) => Object.values(task.owed).some((at) => at !== undefined)).map(({ id }) => id)
  return { projects: all.length, tasks: tasks.length, sent: sent.length, owed }
}

/** "2 tasks, 1 hand-off sent; nothing owed." */
export function foundWords({ tasks, sent, owed }: Found): string {
  const done = `${counted(tasks, 'task')}, ${counted(sent, 'hand-off')} sent`
  if (owed.length === 0) return `Found ${done}; nothing owed.`
  const some = owed.length > 5 ? [...owed.slice(0, 4), `${owed.length - 4} more`] : owed
  return `Found ${done}; something owed for ${listed(some)}: it goes out now.`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
