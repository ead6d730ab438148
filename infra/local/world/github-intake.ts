import type { Deliveries } from './deliveries.ts'
import { githubTokenOf } from './emulators.ts'
import { repairPayload } from './repair.ts'
import type { Secrets } from './secrets.ts'
import type { Seed } from './seed.ts'

type Json = Readonly<Record<string, unknown>>
type Ask = (path: string, authorization?: string) => Promise<Response>

/** Takes emulate's own webhooks in, repairs them, and sends them on as deliveries. */
export type Intake = {
  takeIn(event: string, payload: Json): void
  /** A pull request's branch was updated: sends `pull_request.synchronize`, as GitHub does. */
  newHead(repository: string, number: number, by: string): Promise<void>
  /** Fills the repositories of GitHub at `url` with what the seed says; nobody is told of that. */
  plant(url: string): Promise<void>
}

/** Headers of one who may read everything: the first person of the seed who is an admin. */
export function adminHeaders(seed: Seed): Readonly<Record<string, string>> {
  const admin = seed.people.find(({ github }) => github === 'admin')
  if (admin === undefined) throw new Error('The seed has no person with github: admin. Name one.')
  return { authorization: `Bearer ${githubTokenOf(admin.login)}`, accept: 'application/vnd.github+json' }
}

export function githubIntake(deliveries: Deliveries, seed: Seed, secrets: Secrets, ask: Ask): Intake {
  const app = { id: secrets.github.appId, slug: secrets.github.appSlug, organization: seed.owner }
  const lookup = { pullsAt: (repository: string, sha: string) => pullsAt(ask, repository, sha) }
  const issues = seed.repositories.flatMap((repository) => repository.issues)
  let planted = 0
  let allPlanted = () => {}
  return {
    takeIn: (event, payload) => {
      if (planted < issues.length) {
        planted += 1
        if (planted === issues.length) allPlanted()
        return
      }
      repairPayload(event, payload, app, lookup)
        .then((whole) => deliveries.send(event, whole))
        .catch((error: unknown) => console.error(`the webhook ${event} could not be sent on:`, error))
    },
    newHead: async (repository, number, by) => {
      const read = async (path: string, authorization?: string) =>
        (await (await ask(path, authorization)).json()) as Json
      const pull = await read(`/repos/${repository}/pulls/${number}`)
      const { sha } = pull['head'] as { readonly sha: string }
      const commit = await read(`/repos/${repository}/git/commits/${sha}`)
      const [parent] = commit['parents'] as readonly { readonly sha: string }[]
      deliveries.send('pull_request', {
        action: 'synchronize',
        number,
        before: parent?.sha,
        after: sha,
        pull_request: pull,
        repository: await read(`/repos/${repository}`),
        organization: { login: seed.owner },
        sender: await read('/user', by),
        installation: { id: secrets.github.installationId },
      })
    },
    plant: async (url) => {
      // One webhook comes for each issue; those are swallowed above.
      const swallowed = new Promise<void>((resolve) => {
        if (issues.length === 0) resolve()
        allPlanted = resolve
      })
      const post = async (method: 'POST' | 'PUT', path: string, body: unknown) => {
        const headers = { ...adminHeaders(seed), 'content-type': 'application/json' }
        const response = await fetch(`${url}${path}`, { method, headers, body: JSON.stringify(body) })
        if (!response.ok) throw new Error(`The seed does not grow: ${method} ${path} answers ${response.status}.`)
      }
      for (const repository of seed.repositories) {
        const path = `/repos/${seed.owner}/${repository.name}`
        for (const { login, github } of seed.people) {
          if (github === 'write') await post('PUT', `${path}/collaborators/${login}`, { permission: 'push' })
        }
        for (const issue of repository.issues) await post('POST', `${path}/issues`, issue)
      }
      await swallowed
    },
  }
}

async function pullsAt(ask: Ask, repository: string, sha: string): Promise<readonly Json[]> {
  for (let page = 1, found: Json[] = []; ; page++) {
    const response = await ask(`/repos/${repository}/pulls?state=all&per_page=100&page=${page}`)
    const pulls = (await response.json()) as readonly { readonly head?: { readonly sha?: string } }[]
    found = [...found, ...pulls.filter(({ head }) => head?.sha === sha)]
    if (pulls.length < 100) return found
  }
}
