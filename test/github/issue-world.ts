import type { ActPorts } from '../../app/github/acts/ground.ts'
import { type Log, silentLog } from '../../app/log.ts'
import type { ImportRule } from '../../app/projects/import-rule.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import type { Task } from '../../app/tasks/task.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import { type Memory, memory } from '../support/memory.ts'
import { loginsMemory } from '../support/memory-logins.ts'
import { type Delivered, deliver } from './deliver.ts'
import { WEB } from './payloads.ts'
import { DEV, PRIYA, REPOSITORY, W } from './world.ts'

/** A workspace with two projects, a repository for each, and two people on GitHub; and a neighbour of theirs. */
export type IssueWorld = {
  readonly ports: ActPorts
  readonly mind: Memory
  /** Logins that GitHub lets write to every repository, and each time that it was asked. */
  readonly writers: Set<string>
  readonly asked: string[]
  /** Brings what GitHub sends. */
  hear(...deliveries: readonly Delivered[]): Promise<void>
  /** The tasks as people notice them, in the order of their numbers. */
  tasks(): Task[]
}

export const issue = (payload: object): Delivered => ['issues', payload]
export const dependency = (payload: object): Delivered => ['issue_dependencies', payload]
export const part = (payload: object): Delivered => ['sub_issues', payload]

export const ELSEWHERE = { id: 2001, full_name: 'elsewhere/app' }

export function issueWorld(rule: ImportRule | undefined = { kind: 'all' }, log: Log = silentLog): IssueWorld {
  const mind = memory({
    people: [
      { ...NOBODY, id: PRIYA, name: 'Priya', githubLogin: 'priya-gh' },
      { ...NOBODY, id: DEV, name: 'Dev', githubLogin: 'dev-gh' },
    ],
    projects: [
      aProject('UAPI', REPOSITORY, rule),
      aProject('WEB', WEB, rule),
      { ...aProject('APP', ELSEWHERE, { kind: 'all' }), workspace: workspaceOf('T-elsewhere') },
    ],
  })
  const absent = undefined as never
  const others = {
    files: absent,
    checks: absent,
    handOn: absent,
    see: absent,
    visit: absent,
    restate: absent,
    hears: absent,
  }
  const unused = { pulls: absent, deployments: absent, contains: absent, linkCodes: absent, ...others }
  const { log: tasks, graph, issues, directory } = mind
  const writers = new Set<string>()
  const asked: string[] = []
  const mayWrite: ActPorts['mayWrite'] = async ({ fullName, login }) => {
    asked.push(`${login} in ${fullName}`)
    return writers.has(login)
  }
  const own = { self: 'codexflow[bot]', logins: loginsMemory(directory), mayWrite }
  const now = () => Date.parse('2026-06-02T08:00:00Z')
  const ports: ActPorts = { tasks, graph, issues, directory, ...unused, ...own, now, log }
  return {
    ports,
    mind,
    writers,
    asked,
    hear: async (...deliveries) => void (await deliver({ ports }, ...deliveries)),
    tasks: () => mind.everyTask().toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })),
  }
}

const NOBODY: Omit<Person, 'id' | 'name'> = { workspace: W, role: 'member' }

function aProject(key: string, { id, full_name: fullName }: typeof REPOSITORY, rule: ImportRule | undefined): Project {
  return {
    workspace: W,
    key,
    name: key,
    phaseChannels: {},
    repositories: [{ id, fullName, installation: 7 }],
    gates: [],
    requiredChecks: [],
    documents: [],
    ...(rule === undefined ? {} : { import: rule }),
    version: 1,
  }
}

/** What people notice of a task, by the issue that it was made of. */
export function noticeable(world: IssueWorld) {
  const issueOf = new Map(world.tasks().map(({ id, issue }) => [id, `${issue?.repository}#${issue?.number}`]))
  return Object.fromEntries(
    world.tasks().map(({ id, title, phase, status, ready, assignee, blockers, closedBy }) => [
      issueOf.get(id),
      {
        ...{ title, phase, status, ready, assignee },
        closedBy: status === 'open' ? undefined : closedBy,
        waits: Object.entries(blockers)
          .map(([blocker, { open }]) => `${issueOf.get(blocker as Task['id'])} ${open ? 'open' : 'closed'}`)
          .toSorted(),
      },
    ]),
  )
}
