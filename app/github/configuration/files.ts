import * as z from 'zod'
import { statusOf, whatFailed } from '../answered.ts'
import type { GithubClient, Request } from '../client.ts'
import type { Contains } from '../compare.ts'
import { ownerAndRepo } from '../pace.ts'
import { MAX_BYTES } from './read.ts'

/** A repository that an installation of ours can see. `repository`: `owner/name`. */
export type Visible = { readonly repository: string; readonly installation: number }

/** A file as it stands in one commit. `text` is cut where it is longer than what is read. */
export type SeenFile = { readonly blob: string; readonly text: string }

/**
 * The reading side of GitHub that configuration needs. Every call throws when GitHub could not be asked, so that whatever
 * asked comes back.
 */
export type ConfigurationFiles = {
  /** The present commit of the default branch. `hidden`: no such repository, as far as we may see; `empty`: no commit. */
  head(at: Visible): Promise<string | 'hidden' | 'empty'>
  /** `undefined`: there is no file there. */
  file(at: Visible, path: string, commit: string): Promise<SeenFile | undefined>
  /** Whether `later` was built on `earlier`. */
  follows(at: Visible, earlier: string, later: string): Promise<boolean>
  /** Whether a pull request changes one of those paths. */
  changes(at: Visible, pull: number, paths: readonly string[]): Promise<boolean>
  /** The pull requests that brought a commit. */
  pullsOf(at: Visible, commit: string): Promise<readonly PullOfCommit[]>
}

/** Foreign texts of a pull request that a commit belongs to. */
export type PullOfCommit = { readonly title: string; readonly body: string; readonly branch: string }

/** Milliseconds for one request. */
const TIMEOUT = 8_000
const PER_PAGE = 100
/** GitHub lists at most 3,000 files. */
const MAX_PAGES = 30

const commits = z.array(z.object({ sha: z.string().regex(/^[0-9a-f]{40,64}$/) }))
const content = z.object({
  type: z.literal('file'),
  sha: z.string().min(1).max(64),
  size: z.number(),
  encoding: z.string(),
  content: z.string(),
})
const changed = z.array(z.object({ filename: z.string(), previous_filename: z.string().nullish() }))
const pulls = z.array(
  z
    .object({ title: z.string(), body: z.string().nullish(), head: z.object({ ref: z.string() }) })
    .transform(({ title, body, head }): PullOfCommit => ({ title, body: body ?? '', branch: head.ref })),
)

/** Reads what configuration needs by GitHub's API. */
export function configurationFiles(client: GithubClient, contains: Contains): ConfigurationFiles {
  const ask = async ({ repository, installation }: Visible, route: string, parameters: object): Promise<unknown> => {
    const signal = AbortSignal.timeout(TIMEOUT)
    const request: Request = await client.asInstallation(installation, signal)
    return request(route, { ...ownerAndRepo(repository), ...parameters }, signal)
  }
  return {
    async head(at) {
      try {
        const [latest] = commits.parse(await ask(at, 'GET /repos/{owner}/{repo}/commits', { per_page: 1 }))
        return latest?.sha ?? 'empty'
      } catch (error) {
        // GitHub answers so for a repository without a commit.
        if (statusOf(error) === 409) return 'empty'
        if (answers(error, 403, 404, 410, 451)) return 'hidden'
        throw error
      }
    },
    async file(at, path, commit) {
      try {
        // A path of ours, so that its slashes stay as they are.
        const answer = content.safeParse(await ask(at, `GET /repos/{owner}/{repo}/contents/${path}`, { ref: commit }))
        // A folder, a submodule, or a link to somewhere else.
        if (!answer.success) return undefined
        const { sha, size, encoding, content: encoded } = answer.data
        // Above a megabyte GitHub sends no content; what is too large is refused by its length.
        const text =
          encoding === 'base64'
            ? Buffer.from(encoded, 'base64').toString('utf8')
            : ' '.repeat(Math.min(size, MAX_BYTES + 1))
        return { blob: sha, text: text.slice(0, MAX_BYTES + 1) }
      } catch (error) {
        if (answers(error, 404)) return undefined
        throw error
      }
    },
    follows: async ({ repository, installation }, earlier, later) =>
      (await contains({ fullName: repository, installation }, earlier, later)) === true,
    async changes(at, pull_number, paths) {
      const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files'
      for (let page = 1; page <= MAX_PAGES; page++) {
        const files = changed.parse(await ask(at, route, { pull_number, per_page: PER_PAGE, page }))
        const found = files.some(({ filename, previous_filename: before }) =>
          paths.some((path) => path === filename || path === before),
        )
        if (found || files.length < PER_PAGE) return found
      }
      return false
    },
    async pullsOf(at, commit_sha) {
      try {
        return pulls.parse(await ask(at, 'GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', { commit_sha }))
      } catch (error) {
        if (answers(error, 403, 404, 422)) return []
        throw error
      }
    },
  }
}

// A limit comes as 403, too, and says nothing of what is there.
function answers(error: unknown, ...statuses: readonly number[]): boolean {
  return statuses.includes(statusOf(error) ?? 0) && whatFailed(error, 0).outcome === 'impossible'
}
