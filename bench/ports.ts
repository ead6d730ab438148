import { addDependency, createTask, removeDependency } from '../app/dependencies.ts'
import { create } from '../app/tasks/create.ts'
import type { Task } from '../app/tasks/task.ts'
import { workspaceOf } from '../app/tasks/workspace.ts'
import type { VerbPorts } from '../app/verbs/verb.ts'
import { TEAM, USER } from './requests.ts'

const workspace = workspaceOf(TEAM)
const mei = { workspace, id: 'per_bench', name: 'Mei', role: 'owner', slackUser: USER } as const

/** A task of Mei's that nobody has started. */
export function freshTask(): Task {
  const made = create({
    workspace,
    id: 'UAPI-1',
    title: 'Provision the function',
    phase: 'infrastructure',
    assignee: mei.id,
    blockers: {},
    gates: [],
    requiredChecks: [],
    by: { kind: 'person', id: mei.id },
    at: '2026-03-02T09:00:00.000Z',
  })
  if (!made.ok) throw new Error(`The task was refused: ${made.error.kind}`)
  return made.value.task
}

/** What a verb asks of the world, answered at once and for ever the same: what is left is our own work. */
export function portsWithoutStorage(): VerbPorts {
  const task = freshTask()
  const absent = (name: string) => () => {
    throw new Error(`The benchmark has no ${name}`)
  }
  const answers = {
    load: async () => task,
    append: async () => 'written',
    settings: async () => ({ workspace, name: 'Benchmark' }),
    personBySlack: async () => mei,
    person: async () => mei,
  }
  const port = (name: string) =>
    new Proxy(answers, { get: (known, key) => Reflect.get(known, key) ?? absent(`${name}.${String(key)}`) })
  const ports = {
    log: port('log'),
    graph: port('graph'),
    views: port('views'),
    directory: port('directory'),
    history: port('history'),
    audit: port('audit'),
    feedback: port('feedback'),
    imports: port('imports'),
  }
  return {
    ...(ports as unknown as Pick<
      VerbPorts,
      'log' | 'graph' | 'views' | 'directory' | 'history' | 'audit' | 'feedback' | 'imports'
    >),
    linkCodes: { put: async () => {} },
    logins: { link: absent('logins'), unlink: async () => ({ outcome: 'not-linked' }) },
    newCode: async () => 'AAAAA-AAAAA',
    digest: async () => {},
    followUp: async () => {},
    later: absent('later ports'),
    createTask,
    addDependency,
    removeDependency,
  }
}
