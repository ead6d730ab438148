import type { Commit } from './notes.ts'

/** What the record of a release needs of GitHub. Rejects with a `GitHubRefusal` in words. */
export type ReleaseBook = {
  /** The commit that was deployed last with success to an environment. */
  readonly lastDeployed: (environment: string) => Promise<string | undefined>
  /** Commits that `to` has and `from` has not, oldest first. */
  readonly between: (from: string, to: string) => Promise<readonly Commit[]>
  readonly deployed: (sha: string, environment: string, release: string, url: string | undefined) => Promise<void>
  /** Makes the tag, with a release of these notes. Twice is once. */
  readonly publish: (tag: string, sha: string, notes: string) => Promise<void>
}

export class GitHubRefusal extends Error {
  override readonly name = 'GitHubRefusal'
}

type Json = Readonly<Record<string, unknown>>

/** The REST API of GitHub for one repository, with a token that may write contents and deployments. */
export function githubBook(api: string, repository: string, token: string): ReleaseBook {
  const ask = async (method: 'GET' | 'POST', path: string, body?: Json, alsoFine: readonly number[] = []) => {
    const response = await fetch(`${api.replace(/\/$/, '')}/repos/${repository}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'user-agent': 'codexflow-release',
        'x-github-api-version': '2022-11-28',
      },
      signal: AbortSignal.timeout(30_000),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const said: unknown = await response.json().catch(() => undefined)
    if (!response.ok && !alsoFine.includes(response.status))
      throw new GitHubRefusal(`GitHub answers ${response.status} to ${method} ${path.split('?')[0]}: ${wordsOf(said)}`)
    return { status: response.status, said }
  }
  return {
    lastDeployed: async (environment) => {
      const { said } = await ask('GET', `/deployments?environment=${encodeURIComponent(environment)}&per_page=20`)
      for (const { id, sha } of said as readonly { readonly id: number; readonly sha: string }[]) {
        const { said: statuses } = await ask('GET', `/deployments/${id}/statuses?per_page=1`)
        const [latest] = statuses as readonly { readonly state: string }[]
        // What went well is made inactive by the next one.
        if (latest?.state === 'success' || latest?.state === 'inactive') return sha
      }
      return undefined
    },
    between: async (from, to) => {
      const { said } = await ask('GET', `/compare/${from}...${to}?per_page=250`, undefined, [404])
      const { commits = [] } = said as {
        readonly commits?: readonly { sha: string; commit: { message: string }; parents: readonly unknown[] }[]
      }
      return commits.map(({ sha, commit, parents }) => ({ sha, message: commit.message, parents: parents.length }))
    },
    deployed: async (sha, environment, release, url) => {
      // The pipeline has judged the checks already: GitHub is told what is so.
      const { said } = await ask('POST', '/deployments', {
        ...{ ref: sha, environment, auto_merge: false, required_contexts: [], task: 'deploy' },
        ...{
          production_environment: environment === 'production',
          description: `Release ${release}`,
          payload: { release },
        },
      })
      const { id } = said as { readonly id: number }
      await ask('POST', `/deployments/${id}/statuses`, {
        state: 'success',
        description: `Release ${release} is live`,
        ...(url === undefined ? {} : { environment_url: url }),
      })
    },
    publish: async (tag, sha, notes) => {
      const release = { tag_name: tag, target_commitish: sha, name: tag, body: notes }
      const { status, said } = await ask('POST', '/releases', release, [422])
      if (status === 422 && !JSON.stringify(said).includes('already_exists'))
        throw new GitHubRefusal(`GitHub does not take the release ${tag}: ${wordsOf(said)}`)
    },
  }
}

function wordsOf(said: unknown): string {
  const { message } = (said ?? {}) as { readonly message?: unknown }
  return typeof message === 'string' ? message : 'no words'
}
