import type { ConnectedRepository } from './project.ts'

/**
 * Why nothing comes from a connected repository, and nothing goes to it. `gone`: GitHub does not show it to us any more,
 * which may mean deleted, or taken from those that the app may see. `moved`: it belongs to another owner.
 */
export type AwayReason = 'uninstalled' | 'suspended' | 'gone' | 'archived' | 'moved'

/** What people have not been told yet about a connection. */
export type ConnectionNews = 'away' | 'back' | 'renamed' | 'lacks'

/** How a connected repository stands, as GitHub says it now; what it does not say stays as it was. */
export type GithubSays = {
  readonly away?: AwayReason
  /** `owner/name`. */
  readonly name?: string
  readonly installation?: number
  /** GitHub's id of the account that owns it. */
  readonly owner?: number
  /** Permissions that the app asks for and that are not granted, such as `checks: read`. */
  readonly lacks?: readonly string[]
}

/** What GitHub calls a connected repository now: for requests to it, and for people. Its facts keep `fullName`. */
export function nameNow({ nameNow, fullName }: Pick<ConnectedRepository, 'nameNow' | 'fullName'>): string {
  return nameNow ?? fullName
}

/** Whether a name that people, or GitHub, use means this repository: the present one, or the one it had when it was connected. */
export function isNamed(repository: Pick<ConnectedRepository, 'nameNow' | 'fullName'>, name: string): boolean {
  return [nameNow(repository), repository.fullName].some((known) => known.toLowerCase() === name.toLowerCase())
}

/**
 * The connection after GitHub was asked about it at `at` (epoch milliseconds). The latest look counts, in whatever order
 * they come, and one that is repeated changes nothing.
 */
export function afterLook(seen: ConnectedRepository, says: GithubSays, at: number): ConnectedRepository {
  if ((seen.lookedAt ?? 0) > at) return seen
  const { away: was, nameNow: _, lacks: lacked = [], untold, ...rest } = seen
  const name = says.name ?? nameNow(seen)
  const lacks = says.lacks ?? lacked
  const since = was !== undefined && was.why === says.away ? was.since : new Date(at).toISOString()
  const next: ConnectedRepository = {
    ...rest,
    ...(says.installation === undefined ? {} : { installation: says.installation }),
    ...(says.owner === undefined ? {} : { owner: says.owner }),
    ...(name === seen.fullName ? {} : { nameNow: name }),
    ...(says.away === undefined ? {} : { away: { why: says.away, since } }),
    ...(lacks.length === 0 ? {} : { lacks: lacks.toSorted() }),
    lookedAt: at,
  }
  const news = newsOf(seen, next) ?? untold
  // What nobody heard of needs no end.
  if (news === undefined || (news === 'back' && untold === 'away')) return next
  return { ...next, untold: news }
}

function newsOf(seen: ConnectedRepository, next: ConnectedRepository): ConnectionNews | undefined {
  if (seen.away?.why !== next.away?.why) return next.away === undefined ? 'back' : 'away'
  if (next.away === undefined && nameNow(seen) !== nameNow(next)) return 'renamed'
  return (next.lacks ?? []).some((each) => !seen.lacks?.includes(each)) ? 'lacks' : undefined
}

/**
 * A repository that is connected once more, by somebody who has proved that they may: it is there, and belongs to whom it
 * belongs to now; its facts keep the name under which it was connected first.
 */
export function reconnected(known: ConnectedRepository | undefined, given: ConnectedRepository): ConnectedRepository {
  if (known === undefined) return given
  const { fullName, lookedAt, lacks } = known
  return {
    ...given,
    fullName,
    ...(given.fullName === fullName ? {} : { nameNow: given.fullName }),
    ...(lookedAt === undefined ? {} : { lookedAt }),
    ...(lacks === undefined ? {} : { lacks }),
  }
}
