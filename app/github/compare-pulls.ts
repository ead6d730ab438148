import * as z from 'zod'
import { Fault } from '../errors.ts'
import type { Visit } from '../ports/visits.ts'
import { nameNow } from '../projects/connection.ts'
import { err, type Result } from '../result.ts'
import type { Fields } from '../untrusted.ts'
import { bring, type Compared, envelope, unlessGone } from './bring.ts'
import type { Request } from './client.ts'
import { bringChecks } from './compare-checks.ts'
import { bringDeployments } from './compare-deployments.ts'
import { bringIssues } from './compare-issues.ts'
import { ownerAndRepo } from './pace.ts'
import { pullRequest } from './sources/pull-request.ts'
import type { VisitPorts } from './visit.ts'
import type { PullWork } from './work.ts'

export type CompareVisit = Extract<Visit, { type: 'compare' }>

/** Milliseconds for the requests of one page. */
const TIMEOUT = 100_000
/** Pull requests of one page, and pages of one comparison. */
const PER_PAGE = 30
const MOST_PAGES = 400
/** GitHub's lists may lag, and its clock differ from ours. */
const OVERLAP = 5 * 60_000

/**
 * One page of comparing what is known of the pull requests of a repository with what GitHub says: those that changed since
 * the last comparison (at the first one, all that are open), then the checks and statuses of every open one that names a task,
 * how the last deployments went, and the issues that changed. Whatever
 * was missed goes into the inbox as the delivery that should have come, and from there the very same way. A page costs a
 * request, and up to three for each pull request that concerns us.
 */
export async function comparePage(ports: VisitPorts, job: CompareVisit): Promise<void> {
  const found = await ports.directory.repository(job.repository)
  if (found === undefined || found.repository.away !== undefined) return
  const { workspace, project, repository } = found
  const signal = AbortSignal.timeout(TIMEOUT)
  const request: Request = await ports.client.asInstallation(repository.installation, signal)
  const at = ownerAndRepo(nameNow(repository))
  const get: Compared['get'] = (route, parameters) => request(`GET ${route}`, { ...at, ...parameters }, signal)
  const compared: Compared = { ...ports, workspace, project, repository, get }
  const begin =
    job.stage === 'changed' && job.page === 1 && job.since === undefined
      ? withSince(job, await ports.watch.comparedUntil(workspace, repository.id))
      : job
  if (begin.stage === 'changed') return changedPage(compared, begin)
  return begin.part === undefined ? openPage(compared, begin) : partPage(compared, begin, begin.part)
}

function withSince(job: CompareVisit, since: number | undefined): CompareVisit {
  return since === undefined ? job : { ...job, since }
}

const listed = z.array(z.looseObject({ updated_at: z.iso.datetime({ offset: true }) }))

async function changedPage(compared: Compared, job: CompareVisit): Promise<void> {
  const { since, page } = job
  const state = since === undefined ? 'open' : 'all'
  const order = { sort: 'updated', direction: 'desc', per_page: PER_PAGE, page }
  const pulls = listed.safeParse(await compared.get('/repos/{owner}/{repo}/pulls', { state, ...order }))
  if (!pulls.success) throw new Fault('a list of pull requests cannot be read', { repository: compared.repository.id })
  const news = pulls.data.filter(({ updated_at }) => since === undefined || Date.parse(updated_at) >= since)
  for (const pull of news) await bringPull(compared, pull)
  const isLast = pulls.data.length < PER_PAGE || news.length < pulls.data.length || page >= MOST_PAGES
  const { after: _, ...rest } = job
  const next: CompareVisit = isLast ? { ...rest, stage: 'open', tries: 0 } : { ...rest, page: page + 1, tries: 0 }
  await compared.later(next, compared.now())
}

async function openPage(compared: Compared, job: CompareVisit): Promise<void> {
  const { workspace, repository, watch, pulls, later, now } = compared
  const { items, next } = await watch.openPulls(workspace, repository.id, job.after)
  for (const number of items) {
    const row = await pulls.pull(workspace, repository.id, number)
    if (row === undefined) continue
    // The first comparison listed the open ones alone: of the others nobody knows yet what became of them.
    if (job.since === undefined) await fetchPull(compared, number)
    await bringChecks(compared, row.sha)
  }
  if (next !== undefined) return later({ ...job, after: next, tries: 0 }, now())
  const { after: _, ...rest } = job
  await later({ ...rest, part: 'deployments', page: 1, tries: 0 }, now())
}

async function partPage(compared: Compared, job: CompareVisit, part: 'deployments' | 'issues'): Promise<void> {
  const { workspace, repository, watch, later, now } = compared
  if (part === 'deployments') {
    await bringDeployments(compared)
    // What was there before a repository was connected is for an import.
    if (job.since !== undefined) return later({ ...job, part: 'issues', page: 1, tries: 0 }, now())
  } else if (job.since !== undefined && (await bringIssues(compared, job.since, job.page))) {
    return later({ ...job, page: job.page + 1, tries: 0 }, now())
  }
  await watch.compareUntil(workspace, repository.id, Math.max(0, job.begun - OVERLAP))
}

/** A pull request as a list tells it: fetched whole, and brought with the checks of its head, if that was missed. */
async function bringPull(compared: Compared, pull: Fields): Promise<void> {
  const { pulls, workspace, repository, log } = compared
  const merged = typeof pull['merged_at'] === 'string'
  const read = readPull(compared, { ...pull, merged })
  if (!read.ok)
    return log.warn('A pull request of a list cannot be read', { repository: repository.id, why: read.error })
  const work = read.value
  const known = await pulls.pull(workspace, repository.id, work.number)
  if (known === undefined && work.named.length === 0 && work.closes === undefined && work.reverts === undefined) return
  if (known !== undefined && known.ordinal >= work.described) return
  await fetchPull(compared, work.number)
  await bringChecks(compared, work.sha)
}

async function fetchPull(compared: Compared, number: number): Promise<void> {
  const { pulls, workspace, repository, log, get } = compared
  const answer = await unlessGone(() => get('/repos/{owner}/{repo}/pulls/{pull_number}', { pull_number: number }))
  if (answer === undefined) return
  const read = readPull(compared, answer as Fields)
  if (!read.ok) return log.warn('A pull request cannot be read', { repository: repository.id, number, why: read.error })
  const known = await pulls.pull(workspace, repository.id, number)
  const { described, state } = read.value
  if (known !== undefined && known.ordinal >= described) return
  await bring(compared, `${number}-${described}`, 'pull_request', actionOf(state), {
    number,
    sender: (answer as Fields)['user'],
    pull_request: answer,
  })
}

function readPull(compared: Compared, pull: Fields): Result<PullWork, string> {
  const action = pull['state'] === 'closed' ? 'closed' : 'edited'
  const read = pullRequest.read({ ...envelope(compared, action), sender: pull['user'], pull_request: pull })
  if (!read.ok) return read
  const work = read.value.find((each): each is PullWork => each.kind === 'pull')
  return work === undefined ? err('It says nothing of a pull request.') : { ok: true, value: work }
}

function actionOf(state: PullWork['state']): string {
  return state === 'merged' || state === 'closed' ? 'closed' : 'edited'
}
