import type { Address, Delivery, DeliveryKey, NoticeContent } from './handoffs/content.ts'
import type { LedgerEntry, Receipt } from './handoffs/ledger.ts'
import type { Standing } from './handoffs/standing.ts'
import type { AuditAct, AuditEntry } from './projects/audit.ts'
import type { Installation, Unversioned } from './projects/installation.ts'
import type { GithubAccount, Person } from './projects/person.ts'
import type { PreferenceChange } from './projects/preferences.ts'
import type { ConnectedRepository, Project } from './projects/project.ts'
import type { WorkspaceSettings } from './projects/workspace-settings.ts'
import type { Change } from './tasks/consequences.ts'
import type { TaskEvent } from './tasks/events.ts'
import type { PersonId, ProjectKey, TaskId } from './tasks/ids.ts'
import type { NoticeId } from './tasks/notice.ts'
import type { Phase } from './tasks/phase.ts'
import type { ShownStatus } from './tasks/readiness.ts'
import type { Resource } from './tasks/resource.ts'
import type { ReviewFact } from './tasks/review.ts'
import type { Owed, Task } from './tasks/task.ts'
import type { Workspace } from './tasks/workspace.ts'

/**
 * Everything the core asks of the world, in our words. Small records of functions: a consumer names those it uses with
 * `Pick`, so a test gives just these.
 */

/** The time, in epoch milliseconds. */
export type Clock = () => number

/** The log of tasks: state and events in one conditional write. All reads are strongly consistent. */
export type TaskLog = {
  load(workspace: Workspace, id: TaskId): Promise<Task | undefined>
  loadMany(workspace: Workspace, ids: readonly TaskId[]): Promise<ReadonlyMap<TaskId, Task>>
  /** Writes the change if the task is still at the version before it. */
  append(change: Change): Promise<'written' | 'conflict'>
  /** The tasks that wait for `id`. */
  dependents(workspace: Workspace, id: TaskId): Promise<readonly TaskId[]>
  /** Clears one thing owed, if it is still the one that was seen. */
  clearOwed(workspace: Workspace, id: TaskId, what: keyof Owed, seen: number): Promise<void>
}

/** Creating tasks and drawing edges: transactions. */
export type TaskGraph = {
  /** The highest number that the project has given; 0 before its first task. */
  lastNumber(workspace: Workspace, project: ProjectKey): Promise<number>
  /** Takes the next number for good. One that is not used then leaves a gap. */
  nextNumber(workspace: Workspace, project: ProjectKey): Promise<number>
  /** The task that this cause created before. */
  createdBy(workspace: Workspace, cause: string): Promise<TaskId | undefined>
  /**
   * Puts the task, its cause and its edges, on condition that each blocker is at the version seen. Raises the last number
   * of its project from the one seen to its own; left out: its number was taken before.
   */
  create(
    change: Change,
    cause: string,
    blockersSeen: ReadonlyMap<TaskId, number>,
    lastSeen?: number,
  ): Promise<'written' | 'conflict'>
  graphVersion(workspace: Workspace): Promise<number>
  /** Puts the edge and the dependent, with the blocker at `blockerSeen`, and raises the graph version from `graphSeen`. */
  addEdge(change: Change, blocker: TaskId, blockerSeen: number, graphSeen: number): Promise<'written' | 'conflict'>
  removeEdge(change: Change, blocker: TaskId): Promise<'written' | 'conflict'>
  /** The phases of the tasks that wait for `id`, each once. One query, whatever their number. */
  waitingPhases(workspace: Workspace, id: TaskId): Promise<readonly Phase[]>
}

/** A line of a list of tasks; from an index, so a moment old. Never read by a decision. */
export type TaskLine = Pick<
  Task,
  'id' | 'title' | 'phase' | 'status' | 'ready' | 'assignee' | 'blockers' | 'impediments'
>
export type Page<T> = { readonly items: readonly T[]; readonly next?: string }

export type TaskViews = {
  ofProject(workspace: Workspace, project: ProjectKey, cursor?: string): Promise<Page<TaskLine>>
  /** What is not closed in a project, in one read: the newest 300, or as many as a megabyte holds. */
  openOf(workspace: Workspace, project: ProjectKey): Promise<readonly TaskLine[]>
  /** Everything not closed that is assigned to the person. */
  ofPerson(workspace: Workspace, person: PersonId, cursor?: string): Promise<Page<TaskLine>>
  /** The ten tasks of the person that were closed last, the latest first. */
  closedOf(workspace: Workspace, person: PersonId): Promise<readonly TaskLine[]>
}

/** Who is who, and what belongs to whom. */
export type Directory = {
  person(workspace: Workspace, id: PersonId): Promise<Person | undefined>
  people(workspace: Workspace, ids: readonly PersonId[]): Promise<ReadonlyMap<PersonId, Person>>
  personBySlack(workspace: Workspace, slackUser: string): Promise<Person | undefined>
  /**
   * The person whose account that is. Where GitHub's number of it is given, another account that has taken over their login
   * is nobody, and they are found under a login that they have changed.
   */
  personByLogin(workspace: Workspace, login: string, id?: number): Promise<Person | undefined>
  /** Everybody of the workspace, page by page, in no order that means anything. */
  everybody(workspace: Workspace, cursor?: string): Promise<Page<Person>>
  /** Puts a person and the rows that find them by Slack user; an existing person keeps role, login,
   * preferences and zone. */
  savePerson(person: Person): Promise<Person>
  /** Replaces a person by the next, if they are still as seen, and if `beside` is too where somebody else has to stay. */
  changePerson(
    seen: Person,
    next: Person,
    how?: { readonly beside?: Person | undefined; readonly act?: AuditAct },
  ): Promise<'changed' | 'conflict'>
  /** Changes what a person chose; beside somebody else's change, both count. Answers the person as they are then. */
  savePreferences(seen: Person, change: PreferenceChange): Promise<Person>
  settings(workspace: Workspace): Promise<WorkspaceSettings | undefined>
  saveSettings(settings: WorkspaceSettings): Promise<void>
  /** The same for what counts for everybody in a workspace. */
  saveDefaults(seen: WorkspaceSettings, change: PreferenceChange): Promise<WorkspaceSettings>
  project(workspace: Workspace, key: ProjectKey): Promise<Project | undefined>
  projects(workspace: Workspace): Promise<readonly Project[]>
  /** `act`, here and below, goes into the audit with the change: both, or neither. */
  createProject(project: Project, act?: AuditAct): Promise<'created' | 'exists'>
  /** Replaces a project, if it is still at the version before. */
  saveProject(project: Project, act?: AuditAct): Promise<'saved' | 'conflict'>
  /** Claims the repository for this workspace and adds it to the project; one workspace only ever holds it. */
  connect(
    workspace: Workspace,
    key: ProjectKey,
    repository: ConnectedRepository,
    act?: AuditAct,
  ): Promise<'connected' | 'claimed'>
  /** The tenant and project of a repository: a record of ours, so it yields the `Workspace`. */
  repository(
    id: number,
  ): Promise<{ workspace: Workspace; project: ProjectKey; repository: ConnectedRepository } | undefined>
  /** Those of these repositories, by their ids, that anybody has connected. */
  connectedAmong(ids: readonly number[]): Promise<readonly number[]>
  /** The repositories, of any workspace, that are reached through an installation of the GitHub App. */
  connectedThrough(installation: number): Promise<readonly number[]>
  /**
   * Changes how a connected repository stands, beside whatever else changes its project. Nothing is written where nothing
   * changes. `undefined`: nobody has connected it.
   */
  changeRepository(
    id: number,
    change: (seen: ConnectedRepository) => ConnectedRepository,
  ): Promise<RepositoryChange | undefined>
}

/** How a connected repository stood, and how it stands. */
export type RepositoryChange = {
  readonly workspace: Workspace
  readonly project: ProjectKey
  readonly before: ConnectedRepository
  readonly after: ConnectedRepository
}

/** What somebody said about CodexFlow, or about what it wrote on a task. `at`: ISO 8601. */
export type FeedbackEntry = {
  readonly person: PersonId
  readonly at: string
  readonly text: string
  readonly about?: TaskId
}
/** What people said, for the owners of their workspace. */
export type Feedback = {
  /** The same cause puts it once. */
  put(workspace: Workspace, entry: FeedbackEntry, cause: string): Promise<void>
  /** The newest first. */
  read(workspace: Workspace, cursor?: string): Promise<Page<FeedbackEntry>>
}

/** The administrative log of a workspace: append-only, and each entry hashed with all before it. */
export type Audit = {
  /** Puts an act behind the others, and takes it from where it may have waited for that; twice is once. */
  record(workspace: Workspace, act: AuditAct): Promise<void>
  /** The latest first. */
  read(workspace: Workspace, cursor?: string): Promise<Page<AuditEntry>>
  /** How many entries stand rightly in their chain, and the number of the first that does not. */
  verify(workspace: Workspace): Promise<{ readonly entries: number; readonly broken?: number }>
}

/** In which workspaces CodexFlow is installed. Strongly consistent. */
export type Installations = {
  find(workspace: Workspace): Promise<Installation | undefined>
  /**
   * Writes `next` if what was `seen` still stands, and answers what was written; `undefined`: somebody was faster. With
   * it, all or nothing, the settings of the workspace: new ones, or `none` any more; left out, they stay as they are.
   */
  save(
    next: Unversioned,
    seen: Installation | undefined,
    settings?: WorkspaceSettings | 'none',
    act?: AuditAct,
  ): Promise<Installation | undefined>
  /** Uses up what names one attempt to install, until which it is remembered. `false`: it was used before. */
  useUp(attempt: string, until: number): Promise<boolean>
}

/** Deletes what a workspace owned, all but its tombstone and its audit. Only for one where nobody writes any more. */
export type Purge = {
  /** Deletes about so many rows (100 at least); `more`: there are others. Called again, it goes on where it stopped. */
  slice(workspace: Workspace, rows: number): Promise<'done' | 'more'>
}

/** One-time codes that prove a GitHub login. */
export type LinkCodes = {
  /** The tenant in which a code was given: a record of ours, so it yields the `Workspace`. Still told after its use. */
  givenIn(code: string): Promise<Workspace | undefined>
  put(workspace: Workspace, code: string, claim: { person: PersonId; login: string; expires: number }): Promise<void>
  /** Uses the code up and links the account, if that very login brings it in time. */
  redeem(
    workspace: Workspace,
    code: string,
    account: GithubAccount,
    now: number,
  ): Promise<{ readonly outcome: 'wrong' | 'taken' } | LinkedNow>
}

/**
 * Whose GitHub account is whose. A person has one, and an account one person; both are changed in one transaction with the
 * audit. Whoever is known from GitHub alone becomes one with the person who links that account.
 */
export type Logins = {
  link(wanted: WantedLink): Promise<Linked>
  /** Takes the account of a person away from them; whatever was done with it stays theirs. Answers its login. */
  unlink(
    workspace: Workspace,
    person: PersonId,
    act: Pick<AuditAct, 'actor' | 'at' | 'cause'>,
  ): Promise<{ readonly outcome: 'unlinked'; readonly login: string } | { readonly outcome: 'not-linked' }>
}
export type WantedLink = {
  readonly workspace: Workspace
  readonly person: PersonId
  readonly account: GithubAccount
  /** The lead on whose word it is done: then only for one who has none, or none proved, of an account that nobody has. */
  readonly vouchedBy?: PersonId
  /** What allows it a single time, until which it is remembered. Epoch milliseconds. */
  readonly once?: { readonly name: string; readonly until: number }
  /** ISO 8601. */
  readonly at: string
  readonly cause: string
}
/** `before`: the login that they had until now. */
export type LinkedNow = { readonly outcome: 'linked'; readonly person: Person; readonly before?: string }
/**
 * `same`: it was theirs already. `taken`: it is somebody else's. `has-another`: they have proved another one. `used`: what
 * allowed it was used before. `nobody`: there is no such person any more.
 */
export type Linked =
  | LinkedNow
  | { readonly outcome: 'same'; readonly person: Person }
  | { readonly outcome: 'taken' | 'has-another' | 'used' | 'nobody' }

/** What links pull requests, commits and tasks, so that a check or a revert finds its task. Idempotent, any order. */
export type PullIndex = {
  /** Remembers which tasks a pull request names now; returns those it named before and not any more. */
  link(workspace: Workspace, pull: PullRow): Promise<readonly TaskId[]>
  pull(workspace: Workspace, repository: number, number: number): Promise<PullRow | undefined>
  pullsByHead(workspace: Workspace, repository: number, sha: string): Promise<readonly PullRow[]>
  /** Keeps a check so that a pull request that becomes known later can still find it. */
  keepCheck(workspace: Workspace, repository: number, check: KeptCheck): Promise<void>
  checksOf(workspace: Workspace, repository: number, sha: string): Promise<readonly KeptCheck[]>
  /** Keeps what was said of its review, so that a task that it names later can still be told. */
  keepReview(workspace: Workspace, repository: number, pull: number, review: KeptReview): Promise<void>
  reviewsOf(workspace: Workspace, repository: number, pull: number): Promise<readonly KeptReview[]>
  /** Remembers that a merged pull request took another one back, for whatever becomes known of that one later. */
  keepRevert(workspace: Workspace, repository: number, taken: number, revert: KeptRevert): Promise<void>
  revertsOf(workspace: Workspace, repository: number, taken: number): Promise<readonly KeptRevert[]>
}
export type PullRow = {
  readonly repository: number
  readonly number: number
  readonly sha: string
  readonly tasks: readonly TaskId[]
  /** The pull request of the same repository that this one takes back. */
  readonly reverts?: number
  /** It can still be merged. */
  readonly isOpen?: true
  /** What it says is not listened to, so it names nothing; nor is it asked to. */
  readonly isUnheard?: true
  /** What it leaves for the next person once it is merged. */
  readonly promised?: readonly Pick<Resource, 'kind' | 'label' | 'value'>[]
  readonly ordinal: number
}
/** Pull requests that name tasks and can still be merged, and until when their repository was compared with GitHub. */
export type PullWatch = {
  /** Their numbers behind `after`, in order. `next`: there are more behind it. */
  openPulls(
    workspace: Workspace,
    repository: number,
    after?: number,
  ): Promise<{ readonly items: readonly number[]; readonly next?: number }>
  /** Epoch milliseconds; `undefined`: never yet. */
  comparedUntil(workspace: Workspace, repository: number): Promise<number | undefined>
  /** Only ever forward. */
  compareUntil(workspace: Workspace, repository: number, until: number): Promise<void>
}
/** A merged pull request that takes another one back. `at`: ISO 8601, its merge; `by`: a login. */
export type KeptRevert = {
  readonly number: number
  readonly url: string
  readonly by: string
  readonly at: string
  readonly merge?: MergeCommit
}
/** Where a merge stands: its commit, and the branch that it went into. */
export type MergeCommit = { readonly sha: string; readonly base: string }
export type KeptCheck = {
  readonly name: string
  /** It is not a check itself, but what became of several. */
  readonly sums?: 'workflow' | 'suite'
  readonly sha: string
  readonly conclusion: 'success' | 'failure' | 'pending'
  readonly url: string
  readonly ordinal: number
  readonly by: string
  /** What its output leaves for the next person. */
  readonly resources?: readonly NamedResource[]
}
/** A word about the review of a pull request. `by`: the login of whoever said it; `at`: ISO 8601; ids are GitHub's of the accounts. */
export type KeptReview = Pick<ReviewFact, 'state' | 'login' | 'isTeam' | 'url' | 'ordinal'> & {
  readonly id?: number
  readonly by: string
  readonly byId?: number
  readonly at: string
}
/** A resource as GitHub names it; who and when is told beside. */
export type NamedResource = Pick<Resource, 'kind' | 'label' | 'value'>

/** What links deployments, merges and tasks. Idempotent, any order: rows only move forward. Rows age out. */
export type DeploymentIndex = {
  /** Remembers a merge, and what it names now. */
  keepMerge(workspace: Workspace, repository: number, merge: KeptMerge): Promise<void>
  /** The last merges of a repository, 300 at most, each pull request once: as it was merged last. */
  merges(workspace: Workspace, repository: number): Promise<readonly KeptMerge[]>
  /** Remembers a deployment, if it is the last of its sort in its environment: one that went well, or any other. */
  keepDeployment(workspace: Workspace, repository: number, deployment: KeptDeployment): Promise<void>
  /** The last of each sort, of one environment or of all. */
  deployments(workspace: Workspace, repository: number, environment?: string): Promise<readonly KeptDeployment[]>
  /** Remembers what can be looked at where a commit was deployed to try it. */
  keepPreview(workspace: Workspace, repository: number, deployment: KeptDeployment): Promise<void>
  previewsOf(workspace: Workspace, repository: number, sha: string): Promise<readonly KeptDeployment[]>
  keepRelease(workspace: Workspace, repository: number, release: KeptRelease): Promise<void>
  /** The last releases, the oldest of them first. */
  releases(workspace: Workspace, repository: number): Promise<readonly KeptRelease[]>
}
/** A merged pull request that names tasks. */
export type KeptMerge = MergeCommit & {
  readonly number: number
  /** The last commit of the branch that was merged. */
  readonly head: string
  readonly tasks: readonly TaskId[]
  /** The environments, in small letters, that gates of these tasks name. */
  readonly gates: readonly string[]
  /** The order of the merge among all, and of this description among those of the pull request. */
  readonly merged: number
  readonly ordinal: number
}
/** A release that was published. `at`: ISO 8601; `by`: a login, `byId` its number. */
export type KeptRelease = {
  readonly tag: string
  readonly by: string
  readonly byId?: number
  readonly at: string
  readonly ordinal: number
  readonly resources: readonly NamedResource[]
}
/** How one deployment to one environment went. Times ISO 8601; `by`: a login, `byId` its number. */
export type KeptDeployment = {
  /** GitHub's number of what told it: later ones are greater. */
  readonly id: number
  readonly environment: string
  readonly isProduction: boolean
  readonly sha: string
  readonly state: 'success' | 'failure' | 'pending'
  readonly url: string
  readonly by: string
  readonly byId?: number
  readonly at: string
  /** The order of that among all that is told of the environment; and of the beginning of the deployment. */
  readonly ordinal: number
  readonly begun: number
  readonly resources: readonly NamedResource[]
}

/** How far the sweep over failed webhook deliveries has come. The app's own, and no tenant's. Times in epoch milliseconds. */
export type SweepBook = {
  /** Everything that GitHub tried to deliver before is settled; `undefined`: nobody has looked yet. */
  sweptUntil(): Promise<number | undefined>
  /** Only ever forward. */
  settleUntil(until: number): Promise<void>
  /** Counts that a delivery is asked for again; `false`: that was done `most` times. Forgotten after `expires`. */
  countAsking(guid: string, most: number, expires: number): Promise<boolean>
}

/** Work at a connected repository that waits its turn. `tries`: how often GitHub did not let us do it. */
export type Visit =
  /** Ask how the repository stands; `compare`: and then what was missed there. */
  | {
      readonly type: 'look'
      readonly repository: number
      readonly compare: boolean
      /** An installation of the app that GitHub named in an event about it. */
      readonly installation?: number
      readonly tries: number
    }
  /** One page of what may have been missed since `since` (never compared: nothing). Times in epoch milliseconds. */
  | {
      readonly type: 'compare'
      readonly repository: number
      readonly begun: number
      readonly since?: number
      readonly stage: 'changed' | 'open'
      readonly page: number
      readonly after?: number
      readonly tries: number
    }
  /** Tell the people of a project what has become of its connections. */
  | { readonly type: 'tell'; readonly workspace: Workspace; readonly project: ProjectKey }
/** Has a visit made, not before `at` (epoch milliseconds). */
export type VisitLater = (visit: Visit, at: number) => Promise<void>

/** The written notices and the ledger of their deliveries. */
export type Ledger = {
  putContent(content: NoticeContent): Promise<void>
  content(workspace: Workspace, notice: NoticeId): Promise<NoticeContent | undefined>
  entries(workspace: Workspace, notice: NoticeId): Promise<readonly LedgerEntry[]>
  entry(workspace: Workspace, notice: NoticeId, key: DeliveryKey): Promise<LedgerEntry | undefined>
  /** Puts an entry where there is none; answers the one that stands. */
  open(entry: LedgerEntry): Promise<LedgerEntry>
  /** Replaces `seen` by `next` if state and attempt are still those seen. */
  move(seen: LedgerEntry, next: LedgerEntry): Promise<'moved' | 'lost'>
  /** Reserves the next slot of a conversation; answers when it begins. Epoch milliseconds. */
  reserve(workspace: Workspace, pace: Pace, now: number): Promise<number>
  /** A provider asked for a pause: no slot of that conversation begins before `until`. */
  pause(workspace: Workspace, pace: Pace, until: number): Promise<void>
}
/** What shares one speed limit at a provider. */
export type Pace = { readonly name: string; readonly intervalMs: number }

/** What became of one attempt to send. */
export type Sent =
  | { readonly outcome: 'sent'; readonly receipt: Receipt }
  /** The provider answered that it did not take it: again not before. Epoch milliseconds. */
  | { readonly outcome: 'refused'; readonly notBefore: number; readonly why: string }
  /** It never will: the address does not exist, the text is not allowed. */
  | { readonly outcome: 'impossible'; readonly why: string }
  /** No answer, or a 5xx: it may have been accepted. */
  | { readonly outcome: 'unknown'; readonly why: string }

/** What one delivery channel can do. Never retries by itself. */
export type Channel<A extends Address = Address> = {
  pace(address: A): Pace
  send(address: A, message: Message): Promise<Sent>
  /** Finds what an earlier attempt may have left. `undefined`: surely nothing there. Throws when it cannot look. */
  find(address: A, message: Message): Promise<Receipt | undefined>
  /** Makes a sent message tell the present truth. E-mail sends a correction. */
  edit(address: A, receipt: Receipt, message: Message): Promise<Sent>
  /** Says in the thread of a sent message what made it say something else; a channel without threads has none. */
  remark?(address: A, receipt: Receipt, message: Message, remark: Remark): Promise<Sent>
}
/** What a channel renders: frozen content, the present standing, and which delivery of it this is. */
export type Message = {
  readonly content: NoticeContent
  readonly standing: Standing
  readonly delivery: Delivery
}
/** What one line in a thread tells: the event that moved the message, all that came with it, and the names in them. */
export type Remark = {
  readonly event: TaskEvent
  readonly events: readonly TaskEvent[]
  readonly people: ReadonlyMap<PersonId, Pick<Person, 'name'>>
}
export type Channels = { readonly [C in Address['channel']]: Channel<Extract<Address, { channel: C }>> }

/** One delivery to look after. */
export type DeliveryOrder = {
  readonly workspace: Workspace
  readonly task: TaskId
  readonly notice: NoticeId
  readonly key: DeliveryKey
  /** Not the message itself is to be looked after, but what its thread tells. */
  readonly line?: LineOrder
}
/** `slot`: reserved for it already, epoch milliseconds; `again`: the history was behind once. */
export type LineOrder = { readonly slot?: number; readonly again?: true }
/** Puts the order back so that it is seen again not before `at` (epoch milliseconds), however far that is. */
export type Redrive = (order: DeliveryOrder, at: number) => Promise<void>

/** Versions of a task whose events the relay never brought: told in their place, so that nobody takes the rest for all. */
export type HistoryGap = { readonly type: 'HistoryGap'; readonly from: number; readonly to: number }
/** One version of a task, and the events that led to it. */
export type TaskImage = { readonly task: Task; readonly events: readonly TaskEvent[] }
/** What one write brought, as the history keeps it. */
export type HistoryEntry = { readonly version: number; readonly events: readonly TaskEvent[] }
/** A page of a history, newest first. `next`: the version before which it goes on. */
export type HistoryPage = { readonly items: readonly (HistoryEntry | HistoryGap)[]; readonly next?: number }
/** The log of what happened to a task, written behind it; a version that is written again stays as it is. */
export type EventHistory = {
  write(image: TaskImage): Promise<void>
  read(workspace: Workspace, id: TaskId): Promise<readonly (TaskEvent | HistoryGap)[]>
  /** The latest versions before that one, or of all. What the relay has not brought yet is no gap. One read. */
  page(workspace: Workspace, id: TaskId, before?: number): Promise<HistoryPage>
}
/** Publishes the events of one version; failures are per entry and throw. */
export type Publish = (image: TaskImage) => Promise<void>

/** A task that owes something, and since when it counts as late. Epoch milliseconds. */
export type Late = { readonly workspace: Workspace; readonly task: TaskId; readonly due: number }
/** What is owed and late, from the sparse index; the base item is read again before any work. */
export type OwedIndex = {
  /** Page by page, the longest late of each shard first. */
  late(now: number): AsyncIterable<Late>
  /** Has the task count as late not before `due`, unless it was written meanwhile or owes nothing any more. */
  postpone(late: Late, due: number): Promise<void>
}

/** A task in a drawing. Foreign text is as it was written; how much of it can be drawn is up to the one who draws. */
export type DrawnTask = {
  readonly id: TaskId
  readonly title?: string
  /** Whose it is. */
  readonly who?: string
  /** Nothing: the reader may not know. */
  readonly state?: ShownStatus
  /** Part of the longest chain of open work. */
  readonly marked: boolean
  /** The task that was asked about. */
  readonly asked: boolean
}
/** What waits for what, as it is to be drawn. Each line leads from a task to one that waits for it; both are drawn. */
export type Drawing = {
  readonly title: string
  readonly tasks: readonly DrawnTask[]
  readonly lines: readonly { readonly from: TaskId; readonly to: TaskId }[]
  /** Tasks that were left out. */
  readonly left: number
}
/** Draws it: a PNG. */
export type Draw = (drawing: Drawing) => Promise<Uint8Array<ArrayBuffer>>

/** Requests for approval by those who have to decide; written behind the tasks, so a moment old. */
export type ApprovalDesk = {
  /** Puts down what a version of a task changes for its approvers. Twice, and late, is once. */
  settle(image: TaskImage): Promise<void>
  /** The tasks about which the person has to decide. */
  waitingFor(workspace: Workspace, person: PersonId): Promise<readonly TaskId[]>
}

/** Who hears what somebody leaves behind: a Slack user, or a channel. */
export type Hearer = { readonly slackUser: string } | { readonly channel: string }

/** What somebody leaves behind, as far as it concerns one hearer: at most so many tasks, and how many in all. */
export type LeftBehind = {
  readonly name: string
  readonly tasks: readonly TaskLine[]
  readonly count: number
  /** What they did for projects: led them or a phase of them, or approved in a role. Names of the settings, without their value. */
  readonly posts: readonly { readonly project: ProjectKey; readonly setting: string }[]
}
