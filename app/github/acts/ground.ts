import { Fault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { DeploymentIndex } from '../../ports/deployments.ts'
import type { Directory } from '../../ports/directory.ts'
import type { IssueIndex } from '../../ports/issues.ts'
import type { LinkCodes } from '../../ports/logins.ts'
import type { PullIndex } from '../../ports/pulls.ts'
import type { StatementOrder } from '../../ports/statements.ts'
import type { TaskGraph, TaskLog } from '../../ports/task-log.ts'
import type { VisitLater } from '../../ports/visits.ts'
import { nameNow } from '../../projects/connection.ts'
import { isGone, type Person } from '../../projects/person.ts'
import type { ConnectedRepository } from '../../projects/project.ts'
import { type Submission, submitOrThrow } from '../../submit.ts'
import type { Actor } from '../../tasks/actor.ts'
import type { ProjectKey } from '../../tasks/ids.ts'
import type { Workspace } from '../../tasks/workspace.ts'
import type { AskedInGithub } from '../../verbs/asked.ts'
import type { FollowUp } from '../../verbs/follow-up.ts'
import type { WriteCheck } from '../checks.ts'
import type { Contains } from '../compare.ts'
import type { ConfigurationFiles } from '../configuration/files.ts'
import type { LoginPorts } from '../configuration/logins.ts'
import type { ConfigurationPorts } from '../configuration/settle.ts'
import type { Access } from '../membership.ts'
import type { RepositoryRef } from '../work.ts'

/** What carrying out a delivery asks of the world. `now` gives epoch milliseconds. */
export type ActPorts = {
  readonly tasks: Pick<TaskLog, 'load' | 'loadMany' | 'append'>
  readonly directory: Pick<
    Directory,
    'repository' | 'personByLogin' | 'savePerson' | 'project' | 'projects' | 'connectedAmong' | 'connectedThrough'
  > &
    ConfigurationPorts['directory'] &
    LoginPorts['directory']
  readonly pulls: PullIndex
  readonly deployments: DeploymentIndex
  readonly contains: Contains
  readonly issues: IssueIndex
  readonly graph: TaskGraph
  /** The login of the app itself: what it does is no news. */
  readonly self: string
  readonly linkCodes: Pick<LinkCodes, 'redeem' | 'givenIn'>
  readonly logins: ConfigurationPorts['logins']
  /** Whether GitHub lets somebody write to a repository, as it is now. Throws when it cannot be asked. */
  readonly mayWrite: (access: Access) => Promise<boolean>
  readonly files: ConfigurationFiles
  readonly checks: WriteCheck
  /** Whether one more stranger can be answered now, below an installation. */
  readonly hears: (workspace: Workspace, installation: number) => Promise<boolean>
  /** Puts on a queue what somebody said in a comment. */
  readonly handOn: (job: Extract<FollowUp, { type: 'RunComment' }>) => Promise<void>
  /** Shows on a comment that it was seen. A courtesy: never rejects. */
  readonly see: (asked: AskedInGithub) => Promise<void>
  readonly visit: VisitLater
  /** Has what stands on a pull request looked at again. */
  readonly restate: (order: StatementOrder) => Promise<void>
  readonly now: () => number
  readonly log: Log
}

/** Whose repository it is, as it was connected: its name then stays the name of its facts. */
export type Ground = {
  readonly workspace: Workspace
  readonly project: ProjectKey
  readonly repository: ConnectedRepository
}

/** A look at a repository counts as long for whose it is. Milliseconds. */
const LOOK_LASTS = 30 * 60_000

/**
 * The tenant of a repository; nothing, and a line in the log, when nobody has connected it, or its owner changed. Where a
 * delivery names another owner than we know, GitHub is asked first, and the delivery has to come again: it throws.
 */
export async function groundOf(ports: ActPorts, { id, fullName }: RepositoryRef): Promise<Ground | undefined> {
  const found = await ports.directory.repository(id)
  if (found === undefined) ports.log.info('A delivery of a repository that nobody connected', { id, fullName })
  if (found?.repository.away?.why !== 'moved') {
    if (found !== undefined) await sureOfOwner(ports, found.repository, fullName)
    return found
  }
  // Whoever owns it now has not agreed to anything: until one of its admins connects it again, it says nothing here.
  ports.log.info('A delivery of a repository that belongs to another owner now', { id, fullName })
  return undefined
}

// An owner may have been given another name, a delivery may be older than that; or somebody else has the repository by now.
async function sureOfOwner({ visit, now }: ActPorts, repository: ConnectedRepository, said: string): Promise<void> {
  const { id, lookedAt = 0 } = repository
  if (ownerIn(said) === ownerIn(nameNow(repository)) || lookedAt > now() - LOOK_LASTS) return
  await visit({ type: 'look', repository: id, compare: false, tries: 0 }, now())
  throw new Fault('a delivery names another owner of its repository: GitHub is asked first', { id })
}

function ownerIn(fullName: string): string {
  return fullName.slice(0, fullName.indexOf('/')).toLowerCase()
}

/** The same, without a word about it: for what is only looked at beside something else. */
export async function quietGroundOf({ directory }: ActPorts, { id }: RepositoryRef): Promise<Ground | undefined> {
  const found = await directory.repository(id)
  return found?.repository.away?.why === 'moved' ? undefined : found
}

/** The person whose account that is, else the bare account: also of one who has left the workspace. `id`: GitHub's number. */
export async function actorOf(ports: ActPorts, workspace: Workspace, login: string, id?: number): Promise<Actor> {
  const person = await personOf(ports, workspace, login, id)
  return person === undefined ? { kind: 'github', login } : { kind: 'person', id: person.id }
}

/** The person whose account that is, unless they have left the workspace. */
export async function personOf(
  { directory }: Pick<ActPorts, 'directory'>,
  workspace: Workspace,
  login: string,
  id?: number,
): Promise<Person | undefined> {
  const person = await directory.personByLogin(workspace, login, id)
  return person === undefined || isGone(person) ? undefined : person
}

/**
 * Records a fact, at the time that GitHub gives it but never in our future: what is owed for it would count as late only
 * then. Facts are idempotent by their ordinals and carry no cause. A refusal is dropped with a line in the
 * log; a task too contended throws, so that the delivery comes back.
 */
export async function record(ports: ActPorts, submission: Omit<Submission, 'cause' | 'guard'>): Promise<void> {
  const { task, command } = submission
  const now = ports.now()
  const at = Date.parse(command.at) > now ? new Date(now).toISOString() : command.at
  const result = await submitOrThrow(ports.tasks, { ...submission, command: { ...command, at } })
  if (result.ok) return
  ports.log.warn('A fact was refused', { task, command: command.type, refusal: result.error.kind })
}
