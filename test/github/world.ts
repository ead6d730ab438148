import type { ActPorts } from '../../app/github/acts/ground.ts'
import type { CheckReport } from '../../app/github/checks.ts'
import { type Log, silentLog } from '../../app/log.ts'
import {
  changeName,
  type DeploymentIndex,
  type KeptDeployment,
  type KeptMerge,
  type KeptRelease,
} from '../../app/ports/deployments.ts'
import type { KeptCheck, KeptCommitRevert, KeptRevert, KeptReview, PullIndex, PullRow } from '../../app/ports/pulls.ts'
import type { StatementOrder } from '../../app/ports/statements.ts'
import type { Visit } from '../../app/ports/visits.ts'
import type { Person } from '../../app/projects/person.ts'
import type { Project } from '../../app/projects/project.ts'
import { create, type NewTask } from '../../app/tasks/create.ts'
import type { PersonId, TaskId } from '../../app/tasks/ids.ts'
import { reviewKey } from '../../app/tasks/review.ts'
import type { Task } from '../../app/tasks/task.ts'
import { workspaceOf } from '../../app/tasks/workspace.ts'
import type { AskedInGithub } from '../../app/verbs/asked.ts'
import { type FilesMemory, filesMemory } from '../support/github-files.ts'
import { directoryMemory } from '../support/memory-directory.ts'
import { issueMemory } from '../support/memory-issues.ts'
import { taskMemory } from '../support/memory-log.ts'

/** The ports of a GitHub delivery, in memory, around the real `decide`. */

export const W = workspaceOf('T-northwind')
export const REPOSITORY = { id: 1001, full_name: 'northwind/user-api' }
export const PRIYA: PersonId = 'per_priya'
export const DEV: PersonId = 'per_dev'
export const AT = '2026-06-01T08:00:00.000Z'

export type World = {
  readonly ports: ActPorts
  /** What people said in comments, as it was handed on; and what was shown to be seen. */
  readonly handedOn: Parameters<ActPorts['handOn']>[0][]
  readonly seen: AskedInGithub[]
  /** What stands on pull requests and is to be looked at again. */
  readonly restated: StatementOrder[]
  readonly tasks: Pick<ReadonlyMap<TaskId, Task>, 'get' | 'values'>
  /** Codes that were given: code -> login that may bring it, or empty. */
  readonly codes: Map<string, string>
  readonly logins: Map<string, PersonId>
  /** Branches of the repository: their commits, each with all before it. */
  readonly history: string[][]
  /** What GitHub was asked: `abc in def`. */
  readonly asked: string[]
  /** The repositories, as their files are read. */
  readonly github: FilesMemory
  /** Check runs that were written. */
  readonly reports: CheckReport[]
  /** Visits that were put down. */
  readonly visits: readonly Visit[]
}

const PROJECT: Project = {
  workspace: W,
  key: 'UAPI',
  name: 'User API',
  phaseChannels: {},
  repositories: [{ id: REPOSITORY.id, fullName: REPOSITORY.full_name, installation: 7 }],
  gates: [],
  requiredChecks: [],
  documents: [],
  version: 1,
}

/** A workspace with one repository and the tasks given. */
export function world(
  given: readonly Partial<NewTask>[] = [{}],
  log: Log = silentLog,
  hears: () => boolean = () => true,
): World {
  const issues = issueMemory()
  const mind = taskMemory(issues)
  mind.seed(...given.map(newTask))
  const tasks: World['tasks'] = {
    get: (id) => mind.everyTask().find((task) => task.id === id),
    values: () => mind.everyTask().values(),
  }
  const logins = new Map<string, PersonId>([
    ['priya-gh', PRIYA],
    ['dev-gh', DEV],
  ])
  const codes = new Map<string, string>()
  const history: string[][] = []
  const asked: string[] = []
  const github = filesMemory()
  const reports: CheckReport[] = []
  const handedOn: World['handedOn'] = []
  const seen: World['seen'] = []
  const visits: Visit[] = []
  const restated: StatementOrder[] = []
  const ports: ActPorts = {
    tasks: mind.log,
    graph: mind.graph,
    issues,
    self: 'codexflow[bot]',
    directory: {
      ...directoryMemory({ projects: [PROJECT] }),
      async repository(id) {
        const repository = { id, fullName: REPOSITORY.full_name, installation: 7 }
        return id === REPOSITORY.id ? { workspace: W, project: 'UAPI', repository } : undefined
      },
      connectedAmong: async (ids) => ids.filter((id) => id === REPOSITORY.id),
      connectedThrough: async (installation) => (installation === 7 ? [REPOSITORY.id] : []),
      async personByLogin(_, login) {
        const id = logins.get(login.toLowerCase())
        return id === undefined ? undefined : ({ workspace: W, id, name: id, role: 'member' } satisfies Person)
      },
    },
    pulls: memoryPulls(),
    deployments: memoryDeployments(),
    contains: async (_, commit, within) => {
      asked.push(`${commit} in ${within}`)
      return history.some((line) => line.includes(within) && line.slice(0, line.indexOf(within) + 1).includes(commit))
    },
    linkCodes: {
      async givenIn(code) {
        return codes.has(code) ? W : undefined
      },
      async redeem(_, code, { login }) {
        if (codes.get(code) !== login) return { outcome: 'wrong' }
        // Used up, and still known.
        codes.set(code, '')
        logins.set(login, DEV)
        return { outcome: 'linked', person: { workspace: W, id: DEV, name: DEV, role: 'member' } }
      },
    },
    hears: async () => hears(),
    handOn: async (job) => void handedOn.push(job),
    see: async (asked) => void seen.push(asked),
    restate: async (order) => void restated.push(order),
    logins: { link: async () => ({ outcome: 'nobody' }) },
    mayWrite: async () => false,
    files: github.files,
    async checks(_, report) {
      reports.push(report)
      return 'written'
    },
    visit: async (visit) => void visits.push(visit),
    now: () => Date.parse('2026-06-02T08:00:00Z'),
    log,
  }
  return { ports, handedOn, seen, restated, tasks, codes, logins, history, asked, github, reports, visits }
}

export function newTask(given: Partial<NewTask> = {}): Task {
  const made = create({
    workspace: W,
    id: 'UAPI-12',
    title: 'Provision the user API',
    phase: 'infrastructure',
    assignee: PRIYA,
    blockers: {},
    gates: [],
    requiredChecks: [],
    by: { kind: 'person', id: PRIYA },
    at: AT,
    ...given,
  })
  if (!made.ok) throw new Error(made.error.kind)
  return made.value.task
}

/** The same promises as the index in the table: rows move forward by ordinal, and whatever was ever named is remembered. */
function memoryPulls(): PullIndex {
  const rows = new Map<number, { pull: PullRow; ever: Set<TaskId> }>()
  const heads = new Map<string, PullRow>()
  const checks = new Map<string, KeptCheck>()
  const reviews = new Map<string, { pull: number; review: KeptReview }>()
  const reverts = new Map<string, { taken: number; revert: KeptRevert }>()
  const takingBack = new Map<string, KeptCommitRevert>()
  return {
    async link(_, pull) {
      const head = `${pull.sha} ${pull.number}`
      if ((heads.get(head)?.ordinal ?? -1) <= pull.ordinal) heads.set(head, pull)
      const seen = rows.get(pull.number)
      const now = seen !== undefined && seen.pull.ordinal > pull.ordinal ? seen.pull : pull
      const ever = new Set([...(seen?.ever ?? []), ...pull.tasks])
      rows.set(pull.number, { pull: now, ever })
      return [...ever].filter((task) => !now.tasks.includes(task))
    },
    pull: async (_, __, number) => rows.get(number)?.pull,
    pullsByHead: async (_, __, sha) => [...heads.values()].filter((row) => row.sha === sha),
    async keepCheck(_, __, check) {
      const key = `${check.sha} ${check.sums} ${check.name}`
      if ((checks.get(key)?.ordinal ?? -1) <= check.ordinal) checks.set(key, check)
    },
    checksOf: async (_, __, sha) => [...checks.values()].filter((check) => check.sha === sha),
    async keepReview(_, __, pull, review) {
      const key = `${pull} ${reviewKey(review)}`
      if ((reviews.get(key)?.review.ordinal ?? -1) <= review.ordinal) reviews.set(key, { pull, review })
    },
    reviewsOf: async (_, __, number) =>
      [...reviews.values()].filter(({ pull }) => pull === number).map(({ review }) => review),
    async keepRevert(_, __, taken, revert) {
      reverts.set(`${taken} ${revert.number}`, { taken, revert })
    },
    revertsOf: async (_, __, number) =>
      [...reverts.values()].filter(({ taken }) => taken === number).map(({ revert }) => revert),
    keepCommitRevert: async (_, __, revert) => void takingBack.set(revert.sha, revert),
    commitRevert: async (_, __, sha) => takingBack.get(sha),
    commitRevertsOf: async (_, __, sha) => [...takingBack.values()].filter(({ takes }) => takes === sha),
  }
}

/** The same promises as the index in the table. */
export function memoryDeployments(): DeploymentIndex {
  const merges = new Map<string, KeptMerge>()
  const deployments = new Map<string, KeptDeployment>()
  const previews = new Map<string, KeptDeployment>()
  const releases = new Map<string, KeptRelease>()
  const place = ({ ordinal, id }: KeptDeployment) => ordinal * 1e6 + id
  const forward = (rows: Map<string, KeptDeployment>, key: string, row: KeptDeployment) => {
    const known = rows.get(key)
    if (known === undefined || place(known) <= place(row)) rows.set(key, row)
  }
  return {
    async keepMerge(_, __, merge) {
      const key = `${merge.merged} ${changeName(merge)}`
      if ((merges.get(key)?.ordinal ?? -1) <= merge.ordinal) merges.set(key, merge)
    },
    async merges(_, __, which) {
      const newest = [...merges.values()].toSorted((a, b) => b.merged - a.merged)
      if (which === 'each') return newest
      return newest.filter((merge, at) => newest.findIndex((other) => changeName(other) === changeName(merge)) === at)
    },
    async keepDeployment(_, __, row) {
      forward(deployments, `${row.environment.toLowerCase()} ${row.state === 'success'}`, row)
    },
    deployments: async (_, __, environment) =>
      [...deployments.values()].filter((row) => {
        return environment === undefined || row.environment.toLowerCase() === environment.toLowerCase()
      }),
    async keepPreview(_, __, row) {
      forward(previews, `${row.sha} ${row.environment}`, row)
    },
    previewsOf: async (_, __, sha) => [...previews.values()].filter((row) => row.sha === sha),
    async keepRelease(_, __, release) {
      releases.set(release.tag, release)
    },
    releases: async () => [...releases.values()].toSorted((a, b) => a.ordinal - b.ordinal),
  }
}
