import * as z from 'zod'
import { Fault } from '../errors.ts'
import type { ConnectedRepository } from '../projects/project.ts'
import type { Refusal } from '../projects/refusal.ts'
import { err, ok, type Result } from '../result.ts'
import { statusOf, whatFailed } from './answered.ts'
import type { GithubClient } from './client.ts'

/** The repository that somebody wants to connect, and the login that this person has proved, if any. */
export type WantedRepository = { readonly fullName: string; readonly login: string | undefined }

const installation = z.object({ id: z.number().int().positive(), suspended_at: z.string().nullish() })
const repository = z.object({ id: z.number().int().positive(), full_name: z.string() })
const permission = z.object({ permission: z.string(), user: z.object({ login: z.string() }).nullish() })

/** Milliseconds for all three questions together. */
const TIMEOUT = 15_000

/**
 * Whether a person may connect a repository: GitHub itself says that our app is installed there and that the person's
 * proved login is an admin. Refusals are values; a `Fault` without any secret in it when GitHub could not be asked.
 */
export async function mayConnect(
  client: GithubClient,
  { fullName, login }: WantedRepository,
): Promise<Result<ConnectedRepository, Refusal>> {
  if (login === undefined) return err({ kind: 'login-not-linked' })
  const names = /^([\w-][\w.-]{0,99})\/([\w.-]{1,100})$/.exec(fullName.trim())
  const missing = err({ kind: 'repository-not-found', fullName } as const)
  if (names === null || /^\.{1,2}$/.test(names[2] ?? '')) return missing
  const [, owner, repo] = names
  const signal = AbortSignal.timeout(TIMEOUT)
  const at = { owner, repo }

  const installed = await asked(() => client.asApp('GET /repos/{owner}/{repo}/installation', at, signal), installation)
  if (installed === undefined || (installed.suspended_at ?? undefined) !== undefined) return missing
  const request = await unlessRefused(() => client.asInstallation(installed.id, signal))
  if (request === undefined) return missing
  const found = await asked(() => request('GET /repos/{owner}/{repo}', at, signal), repository)
  if (found === undefined) return missing

  const held = await asked(() => request(PERMISSION, { ...at, username: login }, signal), permission)
  if (held?.permission !== 'admin' || !isSame(held, login))
    return err({ kind: 'login-not-admin', login, fullName: found.full_name })
  return ok({ id: found.id, fullName: found.full_name, installation: installed.id })
}

/** Somebody, and a repository in which they ask. `fullName`: `owner/name`. */
export type Access = { readonly fullName: string; readonly installation: number; readonly login: string }

/**
 * Whether GitHub lets somebody write to a repository, as it is now. What GitHub will not say counts as no; a `Fault` when it
 * could not be asked. https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export async function mayWrite(client: GithubClient, { fullName, installation, login }: Access): Promise<boolean> {
  const signal = AbortSignal.timeout(TIMEOUT)
  const [owner, repo] = fullName.split('/')
  const request = await unlessRefused(() => client.asInstallation(installation, signal))
  if (request === undefined) return false
  const held = await asked(() => request(PERMISSION, { owner, repo, username: login }, signal), permission)
  return (held?.permission === 'admin' || held?.permission === 'write') && isSame(held, login)
}

/** GitHub could not be asked: nobody knows what it would have said. */
export class NotAsked extends Fault {}

const PERMISSION = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission'

function isSame({ user }: z.output<typeof permission>, login: string): boolean {
  return user?.login === undefined || user.login.toLowerCase() === login.toLowerCase()
}

async function asked<T>(ask: () => Promise<unknown>, schema: z.ZodType<T>): Promise<T | undefined> {
  const answer = await unlessRefused(ask)
  if (answer === undefined) return undefined
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw new Fault('GitHub answered what cannot be read', { field: parsed.error.issues[0]?.path.join('.') })
}

// GitHub hides what one may not see: 404, or 403 for a suspended installation and 451 for a blocked repository.
async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (whatFailed(error, 0).outcome === 'impossible') return undefined
    // The error of the client stays behind: it holds the request.
    throw new NotAsked('GitHub could not be asked about a repository', { status: statusOf(error) })
  }
}
