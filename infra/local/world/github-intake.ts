import * as z from 'zod'
import type { Deliveries } from './deliveries.ts'
import { githubTokenOf } from './emulators.ts'
import type { Numbers } from './numbers.ts'
import { pullFiles } from './pull-files.ts'
import { repairPayload } from './repair.ts'
import type { Secrets } from './secrets.ts'
import { adminOf, type Seed } from './seed.ts'

type Json = Readonly<Record<string, unknown>>
type Ask = (path: string, authorization?: string) => Promise<Response>

/** Takes emulate's own webhooks in, notes their numbers, repairs them, and sends them on as deliveries. */
export type Intake = {
  takeIn(event: string, payload: Json): void
  /** A pull request's branch was updated: sends `pull_request.synchronize`, as GitHub does. */
  newHead(repository: string, number: number, by: string): Promise<void>
  /** A pull request was merged: sends the `push` to its base, as GitHub does. */
  merged(repository: string, number: number, by: string): Promise<void>
}

/** Headers of one who may read everything: the first person of the seed who is an admin. */
export function adminHeaders(seed: Seed): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${githubTokenOf(adminOf(seed).login)}`, accept: 'application/vnd.github+json' }
}

export function githubIntake(deliveries: Deliveries, numbers: Numbers, seed: Seed, secrets: Secrets, ask: Ask): Intake {
  const app = { id: secrets.github.appId, slug: secrets.github.appSlug, organization: seed.owner }
  const lookup = { pullsAt: (repository: string, sha: string) => pullsAt(ask, repository, sha) }
  const read = async (path: string, authorization?: string) => (await (await ask(path, authorization)).json()) as Json
  return {
    takeIn: (event, payload) => {
      numbers.note(payload)
      repairPayload(event, payload, app, lookup)
        .then((whole) => deliveries.send(event, whole))
        .catch((error: unknown) => console.error(`the webhook ${event} could not be sent on:`, error))
    },
    merged: async (repository, number, by) => {
      const { base, merge_commit_sha: after } = mergedSchema.parse(await read(`/repos/${repository}/pulls/${number}`))
      const commit = commitSchema.parse(await read(`/repos/${repository}/git/commits/${after}`))
      const files = await pullFiles(ask, repository, number)
      const of = (...statuses: readonly string[]) =>
        files.flatMap(({ filename, status }) => (statuses.includes(status) ? [filename] : []))
      const ref = `refs/heads/${base.ref}`
      const pushed = {
        id: after,
        message: commit.message,
        added: of('added'),
        removed: of('removed'),
        modified: of('modified', 'renamed', 'changed'),
      }
      const payload = {
        ...{ ref, before: commit.parents[0]?.sha, after, commits: [pushed] },
        repository: await read(`/repos/${repository}`),
        sender: await read('/user', by),
        installation: { id: secrets.github.installationId },
      }
      deliveries.send('push', await repairPayload('push', payload, app, lookup))
    },
    newHead: async (repository, number, by) => {
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
  }
}

const mergedSchema = z.looseObject({ merge_commit_sha: z.string(), base: z.looseObject({ ref: z.string() }) })
const commitSchema = z.looseObject({ message: z.string(), parents: z.array(z.looseObject({ sha: z.string() })) })

async function pullsAt(ask: Ask, repository: string, sha: string): Promise<readonly Json[]> {
  for (let page = 1, found: Json[] = []; ; page++) {
    const response = await ask(`/repos/${repository}/pulls?state=all&per_page=100&page=${page}`)
    const pulls = (await response.json()) as readonly { readonly head?: { readonly sha?: string } }[]
    found = [...found, ...pulls.filter(({ head }) => head?.sha === sha)]
    if (pulls.length < 100) return found
  }
}
