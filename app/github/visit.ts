import { unreachable } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../ports/clock.ts'
import type { DeploymentIndex } from '../ports/deployments.ts'
import type { Directory } from '../ports/directory.ts'
import type { IssueIndex } from '../ports/issues.ts'
import type { PullIndex, PullWatch } from '../ports/pulls.ts'
import type { Visit, VisitLater } from '../ports/visits.ts'
import { afterLook } from '../projects/connection.ts'
import { statusOf, whatFailed } from './answered.ts'
import type { GithubClient } from './client.ts'
import { type CompareVisit, comparePage } from './compare-pulls.ts'
import { lookAt } from './look.ts'
import { requestError } from './request-error.ts'

/** What a visit asks of the world. */
export type VisitPorts = {
  readonly client: Pick<GithubClient, 'asApp' | 'asInstallation'>
  readonly directory: Pick<Directory, 'repository' | 'changeRepository' | 'project'>
  readonly pulls: Pick<PullIndex, 'pull' | 'checksOf'>
  readonly watch: PullWatch
  readonly deployments: Pick<DeploymentIndex, 'merges' | 'deployments'>
  readonly issues: Pick<IssueIndex, 'issue'>
  /** Puts a message on the inbox queue, as the door does. */
  readonly enqueue: (message: string) => Promise<void>
  readonly later: VisitLater
  /** Tells people of a project what they have not been told yet about its connections. */
  readonly tell: (told: Extract<Visit, { type: 'tell' }>) => Promise<void>
  readonly now: Clock
  readonly log: Log
}

type Look = Extract<Visit, { type: 'look' }>

/** How often a visit that GitHub does not let us make is put off: for some five hours in all. */
const MOST_TRIES = 10
const MINUTE = 60_000
/** What happens to several repositories at once is told in one message. */
const GATHERED = MINUTE

/**
 * One visit to a connected repository. Each is small, and puts the next one down before it ends, so that whatever dies in
 * between is repeated, and repeated does no harm.
 */
export async function visit(ports: VisitPorts, job: Visit): Promise<void> {
  if (job.type === 'tell') return ports.tell(job)
  try {
    await made(ports, job)
  } catch (error) {
    await putOff(ports, job, error)
  }
}

function made(ports: VisitPorts, job: Look | CompareVisit): Promise<void> {
  switch (job.type) {
    case 'look':
      return look(ports, job)
    case 'compare':
      return comparePage(ports, job)
    default:
      return unreachable(job)
  }
}

async function look(
  { client, directory, later, now, log }: VisitPorts,
  { repository: id, compare, installation }: Look,
): Promise<void> {
  const found = await directory.repository(id)
  if (found === undefined) return
  const begun = now()
  const says = await lookAt(client, found.repository, installation)
  const change = await directory.changeRepository(id, (seen) => afterLook(seen, says, begun))
  if (change === undefined) return
  const { workspace, project, before, after } = change
  if (before.away?.why !== after.away?.why)
    log.info('A connected repository stands otherwise', { id, away: after.away })
  if (after.untold !== undefined) await later({ type: 'tell', workspace, project }, begun + GATHERED)
  const isBack = before.away !== undefined || (before.lacks !== undefined && after.lacks === undefined)
  if (after.away !== undefined || !(compare || isBack)) return
  await later({ type: 'compare', repository: id, begun, stage: 'changed', page: 1, tries: 0 }, begun)
}

/** GitHub is away, or asks us to wait: again when it says, at the latest after an hour. What is not GitHub's is thrown. */
async function putOff({ later, now, log }: VisitPorts, job: Look | CompareVisit, error: unknown): Promise<void> {
  if (!requestError.safeParse(error).success) throw error
  const why = whatFailed(error, now())
  const said = { repository: job.repository, visit: job.type, status: statusOf(error) }
  if (why.outcome === 'impossible' || job.tries >= MOST_TRIES) {
    return log.error('A repository could not be visited', { ...said, tries: job.tries })
  }
  const wait = now() + Math.min(2 ** job.tries, 60) * MINUTE
  await later({ ...job, tries: job.tries + 1 }, Math.max(wait, why.outcome === 'refused' ? why.notBefore : 0))
}
