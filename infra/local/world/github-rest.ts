import * as z from 'zod'

type Json = Readonly<Record<string, unknown>>

/** GitHub's REST API as one person sees it. */
export type GitHubRest = (method: Method, path: string, body?: Json) => Promise<unknown>
type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** GitHub said no; `status` is its own, and the message what it said. */
export class GitHubRefusal extends Error {
  override readonly name = 'GitHubRefusal'
  readonly status: number

  constructor(call: string, status: number, said: string) {
    super(`GitHub refused ${call} with ${status}: ${said}`)
    this.status = status
  }
}

/** Calls the API at `url` in the name of whoever holds `token`. Every refusal is thrown. */
export function githubRest(url: string, token: string): GitHubRest {
  return async (method, path, body) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/vnd.github+json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await response.text()
    if (!response.ok) throw new GitHubRefusal(`${method} ${path}`, response.status, text.slice(0, 300))
    return text === '' ? undefined : JSON.parse(text)
  }
}

/** A repository, and an issue or pull request in it. */
export type Reference = { readonly repository: string; readonly number: number }

/** Reads `owner/repo#12`. Throws when it is written otherwise. */
export function parseReference(text: string): Reference {
  const [, repository, number] = /^([\w.-]+\/[\w.-]+)#(\d+)$/.exec(text.trim()) ?? []
  if (repository === undefined) throw new Error(`"${text}" is no reference. Write owner/repo#12.`)
  return { repository, number: Number(number) }
}

const endSchema = z.looseObject({ ref: z.string(), sha: z.string() })
export const issueSchema = z.looseObject({ number: z.number(), title: z.string(), html_url: z.string() })
export const pullSchema = issueSchema.extend({
  state: z.enum(['open', 'closed']),
  merged: z.boolean(),
  merge_commit_sha: z.string().nullable(),
  head: endSchema,
  base: endSchema,
})
export type Issue = z.output<typeof issueSchema>
export type Pull = z.output<typeof pullSchema>
