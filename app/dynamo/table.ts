import type { DeliveryKey } from '../handoffs/content.ts'
import type { PersonId, ProjectKey, TaskId } from '../tasks/ids.ts'
import type { NoticeId } from '../tasks/notice.ts'
import type { Workspace } from '../tasks/workspace.ts'

/**
 * THE map of the single table: every key, index and item kind. Nothing else builds a key. Whatever a tenant owns has a
 * key that begins with its workspace, in a partition that can be named without having seen what is in it: so that all of it
 * can be found and deleted, and nothing ever scans (`purge.ts`). The versions of their shapes are in `kinds.ts`.
 *
 * | kind       | pk                          | sk                     |
 * |------------|-----------------------------|------------------------|
 * | task       | `W#T0#T#UAPI-1`             | `TASK`                 |
 * | edge       | `W#T0#T#UAPI-1`             | `EDGE#UAPI-2`          |
 * | history    | `W#T0#T#UAPI-1`             | `LOG#000000000007`     |
 * | stated     | `W#T0#T#UAPI-1`             | `STATED`               |
 * | pipeline   | `W#T0#T#UAPI-1`             | `PIPELINE`             |
 * | cause      | `W#T0#C#<shard>`            | `CAUSE#<cause>`        |
 * | tenant     | `W#T0#INSTALLATION`         | `INSTALLATION`         |
 * | feedback   | `W#T0`                      | `FEEDBACK#2026-…#<hash>` |
 * | incident   | `W#T0`                      | `INCIDENT#<hash>`      |
 * | graph      | `W#T0`                      | `GRAPH`                |
 * | settings   | `W#T0`                      | `SETTINGS`             |
 * | project    | `W#T0`                      | `PROJECT#UAPI`         |
 * | counter    | `W#T0#P#UAPI`               | `COUNTER`              |
 * | member     | `W#T0`                      | `MEMBER#per_…`         |
 * | act        | `W#T0`                      | `ACT#<hash of cause>`  |
 * | person     | `W#T0#U#per_…`              | `PERSON`               |
 * | day        | `W#T0#U#per_…`              | `DAY#2026-11-28`       |
 * | approval   | `W#T0#U#per_…`              | `APPROVAL#UAPI-9`      |
 * | slack user | `W#T0#S#U0…`                | `PERSON`               |
 * | login      | `W#T0#G#octocat`            | `PERSON`               |
 * | account    | `W#T0#A#583231`             | `PERSON`               |
 * | link code  | `W#T0#K`                    | `CODE#<hash of code>`  |
 * | its tenant | `CODE#<hash of code>`       | `CODE`                 |
 * | pull       | `W#T0#R#<repo>`             | `PULL#12`              |
 * | stated     | `W#T0#R#<repo>`             | `STATED#12`            |
 * | revert     | `W#T0#R#<repo>`             | `REVERT#12#14`         |
 * | taking back| `W#T0#R#<repo>`             | `TAKEN#<sha>#<sha>`, `TAKES#<sha>` |
 * | landed     | `W#T0#R#<repo>`             | `LANDED#000028484870560#<sha>` |
 * | review     | `W#T0#R#<repo>`             | `REVIEW#12#fern:verdict` |
 * | issue      | `W#T0#R#<repo>`             | `ISSUE#7`              |
 * | import     | `W#T0#R#<repo>`             | `IMPORT`               |
 * | head       | `W#T0#R#<repo>`             | `HEAD#<sha>#PULL#12`, `HEAD#<sha>#CHECK#ci` |
 * | open pull  | `W#T0#R#<repo>`             | `OPEN#000000012`       |
 * | compared   | `W#T0#R#<repo>`             | `COMPARED`             |
 * | preview    | `W#T0#R#<repo>`             | `HEAD#<sha>#PREVIEW#<environment>` |
 * | merge      | `W#T0#R#<repo>`             | `MERGE#000028484870560#12` |
 * | release    | `W#T0#R#<repo>`             | `RELEASE#000028484870560#v1.2.0` |
 * | deployment | `W#T0#R#<repo>`             | `ENVIRONMENT#<environment>#success`, `…#attempt` |
 * | content    | `W#T0#N#<shard>`            | `<notice>#CONTENT`     |
 * | delivery   | `W#T0#N#<shard>`            | `<notice>#DELIVERY#slack#U0…` |
 * | pace       | `W#T0#PACE`                 | `PACE#<name>`          |
 * | repository | `REPO#<id>`                 | `REPO`                 |
 * | installed  | `GITHUB#<installation>`     | `REPO#<id>`            |
 * | audit      | `AUDIT#<hash of T0>`        | `ENTRY#…`, `CAUSE#…`   |
 * | attempt    | `ATTEMPT#<hash of nonce>`   | `ATTEMPT`              |
 * | sweep      | `SWEEP`                     | `SWEEP`                |
 * | asked again| `SWEEP#<hash of delivery>`  | `ASKED`                |
 */
export type Key = { readonly pk: string; readonly sk: string }

/** Over how many partitions a workspace's causes, and its notices, are spread. */
export const SHARDS = 32

export const keys = {
  task: (w: Workspace, id: TaskId): Key => ({ pk: `W#${w}#T#${id}`, sk: 'TASK' }),
  edge: (w: Workspace, blocker: TaskId, dependent: TaskId): Key => ({
    pk: `W#${w}#T#${blocker}`,
    sk: `EDGE#${dependent}`,
  }),
  history: (w: Workspace, id: TaskId, version: number): Key => ({
    pk: `W#${w}#T#${id}`,
    sk: `LOG#${String(version).padStart(12, '0')}`,
  }),
  /** What we last said about the task on its issue. */
  statedTask: (w: Workspace, id: TaskId): Key => ({ pk: `W#${w}#T#${id}`, sk: 'STATED' }),
  /** The wait of a pipeline that the task stands for. */
  pipelineWait: (w: Workspace, id: TaskId): Key => ({ pk: `W#${w}#T#${id}`, sk: 'PIPELINE' }),
  cause: (w: Workspace, cause: string): Key => ({
    pk: partitions.causes(w, shardOf(cause, SHARDS)),
    sk: `CAUSE#${cause}`,
  }),
  installation: (w: Workspace): Key => ({ pk: `W#${w}#INSTALLATION`, sk: 'INSTALLATION' }),
  graph: (w: Workspace): Key => ({ pk: `W#${w}`, sk: 'GRAPH' }),
  feedback: (w: Workspace, place: string): Key => ({ pk: `W#${w}`, sk: `FEEDBACK#${place}` }),
  incident: (w: Workspace, place: string): Key => ({ pk: `W#${w}`, sk: `INCIDENT#${place}` }),
  settings: (w: Workspace): Key => ({ pk: `W#${w}`, sk: 'SETTINGS' }),
  project: (w: Workspace, key: ProjectKey): Key => ({ pk: `W#${w}`, sk: `PROJECT#${key}` }),
  counter: (w: Workspace, key: ProjectKey): Key => ({ pk: `W#${w}#P#${key}`, sk: 'COUNTER' }),
  member: (w: Workspace, id: PersonId): Key => ({ pk: `W#${w}`, sk: `MEMBER#${id}` }),
  /** Waits there for the relay, which puts it into the audit. */
  act: (w: Workspace, cause: string): Key => ({ pk: `W#${w}`, sk: `ACT#${cause}` }),
  person: (w: Workspace, id: PersonId): Key => ({ pk: `W#${w}#U#${id}`, sk: 'PERSON' }),
  /** That a request waits for somebody's decision, or does not any more. */
  approval: (w: Workspace, person: PersonId, id: TaskId): Key => ({ pk: `W#${w}#U#${person}`, sk: `APPROVAL#${id}` }),
  /** What somebody was told on one day of their calendar: `2026-11-28`. */
  personDay: (w: Workspace, person: PersonId, day: string): Key => ({ pk: `W#${w}#U#${person}`, sk: `DAY#${day}` }),
  slackUser: (w: Workspace, user: string): Key => ({ pk: `W#${w}#S#${user}`, sk: 'PERSON' }),
  login: (w: Workspace, login: string): Key => ({ pk: `W#${w}#G#${login.toLowerCase()}`, sk: 'PERSON' }),
  /** By GitHub's own number of the account. */
  account: (w: Workspace, id: number): Key => ({ pk: `W#${w}#A#${id}`, sk: 'PERSON' }),
  linkCode: (w: Workspace, hash: string): Key => ({ pk: partitions.codes(w), sk: `${prefixes.codes}${hash}` }),
  /** A code may be brought to a repository that nobody has connected yet, so its tenant is found by the code alone. */
  linkCodeTenant: (hash: string): Key => ({ pk: `CODE#${hash}`, sk: 'CODE' }),
  pull: (w: Workspace, repository: number, number: number): Key => ({
    pk: partitions.repository(w, repository),
    sk: `PULL#${number}`,
  }),
  /** What we last said on the pull request. */
  statedPull: (w: Workspace, repository: number, number: number): Key => ({
    pk: partitions.repository(w, repository),
    sk: `STATED#${number}`,
  }),
  revert: (w: Workspace, repository: number, taken: number, by: number): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.reverts(taken)}${by}`,
  }),
  /** A commit that takes another one back: below that one, and by itself. */
  taken: (w: Workspace, repository: number, taken: string, sha: string): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.taken(taken)}${sha}`,
  }),
  takes: (w: Workspace, repository: number, sha: string): Key => ({
    pk: partitions.repository(w, repository),
    sk: `TAKES#${sha}`,
  }),
  review: (w: Workspace, repository: number, pull: number, key: string): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.reviews(pull)}${key}`,
  }),
  import: (w: Workspace, repository: number): Key => ({ pk: partitions.repository(w, repository), sk: 'IMPORT' }),
  issue: (w: Workspace, repository: number, number: number): Key => ({
    pk: partitions.repository(w, repository),
    sk: `ISSUE#${number}`,
  }),
  headPull: (w: Workspace, repository: number, sha: string, number: number): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.headPulls(sha)}${number}`,
  }),
  /** `sums`: what it sums up, if it is no check itself. */
  headCheck: (w: Workspace, repository: number, sha: string, name: string, sums = ''): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.headChecks(sha)}${sums}#${name}`,
  }),
  /** A pull request that names tasks and can still be merged. */
  openPull: (w: Workspace, repository: number, number: number): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.openPulls}${String(number).padStart(9, '0')}`,
  }),
  /** Until when a repository was compared with what GitHub says. */
  compared: (w: Workspace, repository: number): Key => ({ pk: partitions.repository(w, repository), sk: 'COMPARED' }),
  preview: (w: Workspace, repository: number, sha: string, environment: string): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.previews(sha)}${named(environment)}`,
  }),
  /** In the order of the merges. */
  merge: (w: Workspace, repository: number, merged: number, number: number): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.merges}${String(merged).padStart(15, '0')}#${number}`,
  }),
  /** The same for commits that came without a pull request. */
  landed: (w: Workspace, repository: number, merged: number, commit: string): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.landed}${String(merged).padStart(15, '0')}#${commit}`,
  }),
  /** In the order of their publication. */
  release: (w: Workspace, repository: number, published: number, tag: string): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.releases}${String(published).padStart(15, '0')}#${tag}`,
  }),
  deployment: (w: Workspace, repository: number, environment: string, sort: 'success' | 'attempt'): Key => ({
    pk: partitions.repository(w, repository),
    sk: `${prefixes.deployments(environment)}${sort}`,
  }),
  content: (w: Workspace, notice: NoticeId): Key => ({
    pk: partitions.notices(w, shardOf(notice, SHARDS)),
    sk: `${notice}#CONTENT`,
  }),
  delivery: (w: Workspace, notice: NoticeId, key: DeliveryKey): Key => ({
    pk: partitions.notices(w, shardOf(notice, SHARDS)),
    sk: `${prefixes.deliveries(notice)}${key}`,
  }),
  pace: (w: Workspace, name: string): Key => ({ pk: partitions.paces(w), sk: `PACE#${name}` }),
  repository: (id: number): Key => ({ pk: `REPO#${id}`, sk: 'REPO' }),
  /** A connected repository below the installation of the GitHub App through which it is reached; of any workspace. */
  installed: (installation: number, id: number): Key => ({ pk: partitions.installed(installation), sk: `REPO#${id}` }),
  /** The audit outlives its workspace, and does not name it. */
  auditEntry: (log: string, number: number): Key => ({
    pk: `AUDIT#${log}`,
    sk: `ENTRY#${String(number).padStart(9, '0')}`,
  }),
  auditCause: (log: string, cause: string): Key => ({ pk: `AUDIT#${log}`, sk: `CAUSE#${cause}` }),
  /** Whoever begins to install has no tenant yet. */
  attempt: (hash: string): Key => ({ pk: `ATTEMPT#${hash}`, sk: 'ATTEMPT' }),
  /** Webhook deliveries that failed are the app's, and no tenant's. */
  sweep: (): Key => ({ pk: 'SWEEP', sk: 'SWEEP' }),
  askedAgain: (hash: string): Key => ({ pk: `SWEEP#${hash}`, sk: 'ASKED' }),
} as const

/** Partitions that hold many things of a workspace. */
export const partitions = {
  root: (w: Workspace): string => keys.graph(w).pk,
  task: (w: Workspace, id: TaskId): string => keys.task(w, id).pk,
  person: (w: Workspace, id: PersonId): string => keys.person(w, id).pk,
  project: (w: Workspace, key: ProjectKey): string => keys.counter(w, key).pk,
  repository: (w: Workspace, id: number): string => `W#${w}#R#${id}`,
  causes: (w: Workspace, shard: number): string => `W#${w}#C#${shard}`,
  notices: (w: Workspace, shard: number): string => `W#${w}#N#${shard}`,
  codes: (w: Workspace): string => `W#${w}#K`,
  paces: (w: Workspace): string => `W#${w}#PACE`,
  installed: (installation: number): string => `GITHUB#${installation}`,
} as const

/** Sort-key prefixes of the queries that stay within one partition. */
export const prefixes = {
  edges: 'EDGE#',
  history: 'LOG#',
  projects: 'PROJECT#',
  feedback: 'FEEDBACK#',
  members: 'MEMBER#',
  auditEntries: 'ENTRY#',
  acts: 'ACT#',
  approvals: 'APPROVAL#',
  codes: 'CODE#',
  openPulls: 'OPEN#',
  reverts: (taken: number) => `REVERT#${taken}#`,
  taken: (sha: string) => `TAKEN#${sha}#`,
  reviews: (pull: number) => `REVIEW#${pull}#`,
  headPulls: (sha: string) => `HEAD#${sha}#PULL#`,
  headChecks: (sha: string) => `HEAD#${sha}#CHECK`,
  previews: (sha: string) => `HEAD#${sha}#PREVIEW#`,
  merges: 'MERGE#',
  landed: 'LANDED#',
  releases: 'RELEASE#',
  /** Of one environment, or of all. */
  deployments: (environment?: string) => `ENVIRONMENT#${environment === undefined ? '' : `${named(environment)}#`}`,
  deliveries: (notice: NoticeId) => `${notice}#DELIVERY#`,
  openTasks: '0-open#',
  closedTasks: '~closed#',
} as const

/**
 * Sparse indexes. Views (`list`, `mine`) may read theirs; the reconciler reads `owed`; no decision reads any, for they
 * lag behind.
 */
export const indexes = {
  byProject: { name: 'by-project', pk: 'projectPk', sk: 'projectSk' },
  byAssignee: { name: 'by-assignee', pk: 'assigneePk', sk: 'assigneeSk' },
  owed: { name: 'owed', pk: 'owedPk', sk: 'owedSk' },
} as const

export const indexKeys = {
  /** Closed tasks stand behind the others, so that the first pages of an old project are about what goes on. */
  byProject: (w: Workspace, key: ProjectKey, number: number, closed: boolean) => ({
    projectPk: `W#${w}#P#${key}`,
    projectSk: `${closed ? '1-closed' : '0-open'}#${String(number).padStart(9, '0')}`,
  }),
  /** Closed tasks stand behind the others, by when (ISO 8601) they were closed: no id reaches that far. */
  byAssignee: (w: Workspace, person: PersonId, id: TaskId, closedAt?: string) => ({
    assigneePk: `W#${w}#U#${person}`,
    assigneeSk: closedAt === undefined ? id : `${prefixes.closedTasks}${closedAt}#${id}`,
  }),
  /** `due` in epoch milliseconds; the shard keeps one busy moment from heating one partition. */
  owed: (w: Workspace, id: TaskId, due: number) => ({
    owedPk: owedShard(shardOf(`${w}${id}`, OWED_SHARDS)),
    owedSk: `${String(due).padStart(15, '0')}#${w}#${id}`,
  }),
} as const

export const OWED_SHARDS = 4

/** The partition of one shard of the owed index. */
export function owedShard(shard: number): string {
  return `OWED#${shard}`
}

function shardOf(text: string, shards: number): number {
  let sum = 0
  for (const char of text) sum = (sum * 31 + char.codePointAt(0)!) % 65_521
  return sum % shards
}

// Environments are called anything; GitHub does not tell capitals from small letters.
function named(environment: string): string {
  return encodeURIComponent(environment.toLowerCase())
}
