import * as z from 'zod'
import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'
import { nameNow } from '../projects/connection.ts'
import type { ConnectedRepository } from '../projects/project.ts'
import { statusOf, whatFailed } from './answered.ts'
import type { GithubClient } from './client.ts'
import { ownerAndRepo } from './pace.ts'

/** A repository as it is asked about. */
type Asked = Pick<ConnectedRepository, 'fullName' | 'nameNow' | 'installation'>

/** Whether `within` (a commit or a tag of the repository) holds the commit. `undefined`: GitHub does not know one of them. */
export type Contains = (repository: Asked, commit: string, within: string) => Promise<boolean | undefined>

const comparison = z.object({ status: z.enum(['ahead', 'identical', 'behind', 'diverged']) })

/** Milliseconds for one question. */
const TIMEOUT = 10_000

/**
 * Asks GitHub. A `Fault` when it could not be asked, so that the delivery comes back.
 * https://docs.github.com/en/rest/commits/commits#compare-two-commits
 */
export function compareCommits(client: GithubClient, log: Log): Contains {
  return async (repository, commit, within) => {
    const { fullName, installation } = repository
    const signal = AbortSignal.timeout(TIMEOUT)
    try {
      const request = await client.asInstallation(installation, signal)
      // The second page of commits: only the first one lists the changed files, up to 300 with their patches.
      const page = { per_page: 1, page: 2 }
      const basehead = `${commit}...${within}`
      const route = 'GET /repos/{owner}/{repo}/compare/{basehead}'
      const { status } = comparison.parse(
        await request(route, { ...ownerAndRepo(nameNow(repository)), basehead, ...page }, signal),
      )
      return status === 'ahead' || status === 'identical'
    } catch (error) {
      if (whatFailed(error, 0).outcome !== 'impossible') {
        throw new Fault('GitHub could not be asked what a commit holds', { fullName, status: statusOf(error) })
      }
      log.warn('GitHub would not compare two commits', { repository: fullName, status: statusOf(error) })
      return undefined
    }
  }
}
