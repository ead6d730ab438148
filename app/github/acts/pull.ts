import type { IssuePlace } from '../../ports/issues.ts'
import type { PullRow } from '../../ports/pulls.ts'
import { may } from '../../projects/permissions.ts'
import { asksForTask } from '../../projects/project.ts'
import type { Submission } from '../../submit.ts'
import type { Actor } from '../../tasks/actor.ts'
import type { PullFact } from '../../tasks/external.ts'
import type { TaskId } from '../../tasks/ids.ts'
import type { Resource } from '../../tasks/resource.ts'
import { MAX_LINKED } from '../references.ts'
import type { PullWork } from '../work.ts'
import { heeds } from './bots.ts'
import { recordChecks } from './check.ts'
import { placesClosed, tasksClosed } from './closing.ts'
import { recordPreviews } from './deployment.ts'
import { type ActPorts, actorOf, type Ground, groundOf, record } from './ground.ts'
import { recordMerge } from './merge.ts'
import { settleReverts } from './reverts.ts'
import { recordReviews } from './review.ts'

/**
 * Records how a pull request stands on every task that it names now. Deliveries may come in any order and any number of
 * times: the index tells which description is the latest, and only that one says which tasks are named.
 */
export async function actOnPull(ports: ActPorts, said: PullWork): Promise<void> {
  const ground = await groundOf(ports, said.repository)
  if (ground === undefined) return
  const work = await whatCounts(ports, ground, said)
  if (work !== undefined) await recordPull(ports, ground, work)
}

/** Records a pull request once more, as it was told last: a task follows an issue now that it closes. */
export async function recordAgain(ports: ActPorts, { repository: id, number }: IssuePlace): Promise<void> {
  const ground = await ports.directory.repository(id)
  const row = ground === undefined ? undefined : await ports.pulls.pull(ground.workspace, id, number)
  // Whether it counts was settled then.
  if (ground !== undefined && row?.told !== undefined) await recordPull(ports, ground, row.told as CountedWork)
}

async function recordPull(ports: ActPorts, ground: Ground, work: CountedWork): Promise<void> {
  const { workspace, repository } = ground
  const subject = `${repository.fullName}#${work.number}`
  if (work.problems.length > 0) {
    ports.log.warn('Resources of a pull request could not be used', { pull: subject, problems: work.problems })
  }
  const { row, dropped } = await link(ports, ground, subject, work)
  if (row.tasks.length === 0) await askForTask(ports, ground, work)
  const by = await actorOf(ports, workspace, work.by, work.byId)
  const tasks = await ports.tasks.loadMany(workspace, [...row.tasks, ...dropped])
  if (work.state === 'merged' && work.merge !== undefined && tasks.size > 0) {
    const { number, sha: head, ordinal: merged, merge } = work
    const kept = { ...merge, number, head, merged, ordinal: row.ordinal, tasks: row.tasks }
    const named = row.tasks.flatMap((id) => tasks.get(id) ?? [])
    await recordMerge(ports, ground, kept, named)
  }
  for (const [id, task] of tasks) {
    const known = task.pulls[subject]
    const pull = row.tasks.includes(id) ? linked(work, row, by, known) : unlinked(work, row, by, known)
    if (pull !== undefined) await record(ports, recording(workspace, id, subject, work, pull))
  }
  // The link came first: a check that arrives now finds the pull request, and one that came before is found here.
  await recordChecks(ports, ground, row.tasks, await ports.pulls.checksOf(workspace, repository.id, row.sha))
  await recordPreviews(ports, ground, row.tasks, await ports.deployments.previewsOf(workspace, repository.id, row.sha))
  const reviews = row.tasks.length === 0 ? [] : await ports.pulls.reviewsOf(workspace, repository.id, work.number)
  await recordReviews(ports, ground, work.number, row.tasks, reviews)
  if (work.state !== 'merged') return
  if (work.reverts !== undefined) {
    const { number, url, by, at, merge } = work
    const revert = { number, url, by, at, ...(merge === undefined ? {} : { merge }) }
    await ports.pulls.keepRevert(workspace, repository.id, work.reverts, revert)
  }
  await settleReverts(ports, ground, work.number)
}

type CountedWork = PullWork & Pick<PullRow, 'isUnheard'>

/**
 * What a stranger says names nothing until it is merged, and changes nothing afterwards; somebody of the workspace who
 * has proved the login is no stranger. What a bot says names nothing, merged or not, unless the project heeds it. Nothing at
 * all is written for a pull request that never counted.
 */
async function whatCounts(ports: ActPorts, ground: Ground, work: PullWork): Promise<CountedWork | undefined> {
  const { directory, pulls, log } = ports
  const { workspace, repository } = ground
  if (work.bot !== undefined) return (await heeds(ports, ground, work.bot)) ? work : unheard(ports, ground, work)
  if (work.stranger === undefined) return work
  const person = await directory.personByLogin(workspace, work.stranger, work.strangerId)
  if (person !== undefined && may(person, 'task.complete')) return work
  const counted = await pulls.pull(workspace, repository.id, work.number)
  if (counted !== undefined && work.state !== 'merged') return silenced(work)
  const { number, state } = work
  log.info('A pull request of a stranger does not count', { repository: repository.fullName, number, state })
  return undefined
}

// A bot that was heeded once names nothing any more.
async function unheard({ pulls, log }: ActPorts, { workspace, repository }: Ground, work: PullWork) {
  const { number, state, bot } = work
  if ((await pulls.pull(workspace, repository.id, number)) !== undefined) return silenced(work)
  log.info('A pull request of a bot does not count', { repository: repository.fullName, number, state, bot })
  return undefined
}

function silenced(work: PullWork): CountedWork {
  return { ...work, named: [], closes: [], resources: [], problems: [], isUnheard: true }
}

/**
 * Where the project wants each pull request to name a task, its check run asks for one. Also of what is closed or not listened
 * to any more: a check run that stands there is brought to its end. No task has an event that would say so.
 */
async function askForTask(ports: ActPorts, { workspace, project: key, repository }: Ground, { number }: PullWork) {
  const project = await ports.directory.project(workspace, key)
  if (project === undefined || !asksForTask(project)) return
  await ports.restate({ kind: 'pull', workspace, repository: repository.id, number })
}

type Linked = { readonly row: PullRow; readonly dropped: readonly TaskId[] }

// Remembers this description, and answers the latest one with the tasks that some other description named.
async function link(ports: ActPorts, ground: Ground, subject: string, work: CountedWork): Promise<Linked> {
  const { workspace, repository } = ground
  const { number, sha, named, closes = [], reverts, resources, described } = work
  const existing = await ports.tasks.loadMany(workspace, named)
  const unknown = named.filter((id) => !existing.has(id))
  if (unknown.length > 0) ports.log.info('A pull request names what is no task here', { pull: subject, tasks: unknown })
  const places = await placesClosed(ports, ground, closes)
  const said: Omit<PullRow, 'tasks'> = {
    repository: repository.id,
    number,
    sha,
    ...(reverts === undefined ? {} : { reverts }),
    ...(work.state === 'open' || work.state === 'draft' ? { isOpen: true as const } : {}),
    ...(work.isUnheard === true ? { isUnheard: true as const } : {}),
    ...(resources.length === 0 ? {} : { promised: resources }),
    ...(places.length === 0 ? {} : { told: { ...work } }),
    ordinal: described,
  }
  for (;;) {
    const closed = await tasksClosed(ports, ground, work, places)
    const tasks = [...new Set([...named.filter((id) => existing.has(id)), ...closed])].slice(0, MAX_LINKED)
    const linked = { ...said, tasks }
    const dropped = await ports.pulls.link(workspace, linked)
    // Of an issue that became a task in between, nobody has seen the link.
    const now = places.length === 0 ? closed : await tasksClosed(ports, ground, work, places)
    if (now.length === closed.length)
      return { row: (await ports.pulls.pull(workspace, repository.id, number)) ?? linked, dropped }
  }
}

// A task that was named, then not, then again: the latest description outranks the unlinking.
function linked(work: PullWork, row: PullRow, by: Actor, known: PullFact | undefined): PullFact {
  const { state, sha, title, url, ordinal, described } = work
  const again = known?.state === 'unlinked' && described === row.ordinal
  const fact = { state, sha, title, url, by, ordinal }
  return again ? { ...fact, ordinal: Math.max(described, known.ordinal + 1), since: ordinal } : fact
}

// Recorded even where the link is not known yet: another worker may be about to record it. It outranks a revert, too: that may
// be younger than the description, and have come before it.
function unlinked(work: PullWork, row: PullRow, by: Actor, known: PullFact | undefined): PullFact | undefined {
  if (known?.state === 'unlinked') return undefined
  const { sha, title, url } = work
  return { state: 'unlinked', sha, title, url, by, ordinal: Math.max(row.ordinal, (known?.ordinal ?? -1) + 1) }
}

function recording(
  workspace: Submission['workspace'],
  task: TaskId,
  subject: string,
  work: PullWork,
  pull: PullFact,
): Submission {
  const { by, ordinal } = pull
  const source = `pull request ${subject}`
  // What a pull request promises counts once it is merged.
  const resources: Resource[] =
    pull.state === 'merged' ? work.resources.map((resource) => ({ ...resource, source, by, ordinal })) : []
  return { workspace, task, command: { type: 'RecordPull', subject, pull, resources, by, at: work.at } }
}
