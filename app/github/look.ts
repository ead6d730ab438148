import * as z from 'zod'
import { Fault } from '../errors.ts'
import { type AwayReason, type GithubSays, nameNow } from '../projects/connection.ts'
import type { ConnectedRepository } from '../projects/project.ts'
import { whatFailed } from './answered.ts'
import type { GithubClient, Request } from './client.ts'
import { ownerAndRepo } from './pace.ts'

const permissions = z.record(z.string(), z.string()).catch({})
const id = z.number().int().positive()
const fullName = z
  .string()
  .regex(/^[\w.-]+\/[\w.-]+$/)
  .max(250)
const installation = z.object({
  id,
  suspended_at: z.string().nullish(),
  account: z.object({ id }).nullish().catch(undefined),
  permissions,
})
const found = z.object({
  id,
  full_name: fullName,
  archived: z.boolean().nullish(),
  owner: z.object({ id }).nullish().catch(undefined),
})

/** Milliseconds for all the questions of one look. */
const TIMEOUT = 20_000

/**
 * Asks GitHub how a connected repository stands: at most four requests. Events of its life only ever make us ask, for they
 * bear no order of their own; whatever comes in whichever order, and however often, we end with what GitHub says last.
 * `heard`: an installation that an event named; a later one may have taken the place of that which is known. Throws what the
 * client throws when an answer is unclear.
 */
export async function lookAt(
  client: Pick<GithubClient, 'asApp' | 'asInstallation'>,
  repository: ConnectedRepository,
  heard?: number,
): Promise<GithubSays> {
  const signal = AbortSignal.timeout(TIMEOUT)
  const at = ownerAndRepo(nameNow(repository))
  const asked = await shown(() => client.asApp('GET /repos/{owner}/{repo}/installation', at, signal))
  if (asked === undefined) return whyGone(client.asApp, repository, heard ?? 0, signal)
  const installed = read(installation, asked)
  // Through which installation it will be back is worth knowing; another owner's is none of ours.
  const hidden = (away: AwayReason): GithubSays =>
    isOf(repository, installed) ? { away, installation: installed.id } : { away: 'moved' }
  if (isSuspended(installed)) return hidden('suspended')

  const request = await shown(() => client.asInstallation(installed.id, signal))
  const answer = request === undefined ? undefined : await shown(() => request('GET /repos/{owner}/{repo}', at, signal))
  if (answer === undefined) return hidden('gone')
  const now = read(found, answer)
  // Somebody may have given the old name to another repository.
  if (now.id !== repository.id) return { away: 'gone' }
  const owner = now.owner?.id ?? installed.account?.id
  if (repository.owner !== undefined && owner !== undefined && owner !== repository.owner) {
    return { away: 'moved', name: now.full_name }
  }
  const says = {
    name: now.full_name,
    installation: installed.id,
    ...(owner === undefined ? {} : { owner }),
    lacks: await lacking(client.asApp, installed.permissions, signal),
  }
  return now.archived === true ? { ...says, away: 'archived' } : says
}

// GitHub's ids grow: the highest that an account has is the one that counts.
async function whyGone(
  asApp: Request,
  repository: ConnectedRepository,
  heard: number,
  signal: AbortSignal,
): Promise<GithubSays> {
  const route = 'GET /app/installations/{installation_id}'
  for (const id of [...new Set([heard, repository.installation])].toSorted((a, b) => b - a)) {
    if (id < repository.installation) break
    const answer = await shown(() => asApp(route, { installation_id: id }, signal))
    const installed = answer === undefined ? undefined : read(installation, answer)
    if (installed === undefined || !isOf(repository, installed)) continue
    return { away: isSuspended(installed) ? 'suspended' : 'gone', installation: id }
  }
  return { away: 'uninstalled' }
}

function isOf({ owner }: ConnectedRepository, { account }: z.output<typeof installation>): boolean {
  return owner === undefined || account == null || account.id === owner
}

function isSuspended({ suspended_at }: z.output<typeof installation>): boolean {
  return (suspended_at ?? undefined) !== undefined
}

const RANK = ['read', 'write', 'admin']

/** What the app asks for, as GitHub knows it, and is not granted yet. */
async function lacking(asApp: Request, granted: Readonly<Record<string, string>>, signal: AbortSignal) {
  const app = read(z.object({ permissions }), await asApp('GET /app', {}, signal))
  return Object.entries(app.permissions).flatMap(([name, access]) =>
    RANK.indexOf(granted[name] ?? '') < RANK.indexOf(access) ? [`${name}: ${access}`] : [],
  )
}

// GitHub hides what one may not see: 404, 403 for a suspended installation, 410 and 451 for what was taken down.
async function shown<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (whatFailed(error, 0).outcome === 'impossible') return undefined
    throw error
  }
}

function read<T>(schema: z.ZodType<T>, answer: unknown): T {
  const parsed = schema.safeParse(answer)
  if (parsed.success) return parsed.data
  throw new Fault('GitHub answered what cannot be read', { field: parsed.error.issues[0]?.path.join('.') })
}
