import { unreachable } from '../errors.ts'
import { type Digest, type DigestState, isEmpty } from '../handoffs/digest.ts'
import type { Patience } from '../handoffs/ledger.ts'
import type { Log } from '../log.ts'
import type { Sent } from '../ports/channel.ts'
import type { Clock } from '../ports/clock.ts'
import type { DigestChannel, DigestLater, DigestOrder, PersonDays } from '../ports/digests.ts'
import type { Directory } from '../ports/directory.ts'
import { isGone } from '../projects/person.ts'
import { preferencesOf } from '../projects/preferences.ts'
import { nextWorkingStart, presentPeriod, previousWorkingStart } from '../projects/working-hours.ts'
import { type ContentsPorts, digestContents } from './contents.ts'

/** What it takes to bring somebody their digest. */
export type DigestPorts = ContentsPorts & {
  readonly directory: Pick<Directory, 'person' | 'settings'>
  readonly days: Pick<PersonDays, 'day' | 'moveDigest'>
  readonly channel: DigestChannel
  readonly later: DigestLater
  readonly clock: Clock
  readonly patience: Patience
  readonly log: Log
}

/**
 * Brings somebody the digest of their working day, once, and puts down the order for the next before anything else. An
 * order may come at any time and any number of times: outside working hours, or when the day's digest is out, it does no more
 * than that. A day that is over gets none any more.
 */
export async function sendDigest(ports: DigestPorts, order: DigestOrder): Promise<void> {
  const { workspace, person: id } = order
  const now = ports.clock()
  const [person, settings] = await Promise.all([
    ports.directory.person(workspace, id),
    ports.directory.settings(workspace),
  ])
  if (person?.slackUser === undefined || isGone(person) || settings === undefined) return
  const preferences = preferencesOf(person, settings)
  if (preferences.digest === 'daily') await ports.later(order, nextWorkingStart(now, preferences))

  const period = presentPeriod(now, preferences)
  if (period === undefined) return
  const day = await ports.days.day(workspace, id, period.day)
  const { digest: seen } = day
  if (preferences.digest === 'off' && day.folded.length === 0) return
  const due = dueAt(seen)
  if (due === undefined) return
  if (now < due) return ports.later(order, due)

  const claim = claimed(seen, now, ports.patience)
  const move = (from: DigestState | undefined, to: DigestState) =>
    ports.days.moveDigest(workspace, id, period.day, from, to)
  if ((await move(seen, claim)) === 'lost') return ports.later(order, claim.doubtUntil)

  const to = { workspace, person: id, slackUser: person.slackUser, day: period.day }
  if (seen?.state === 'CLAIMED') {
    const left = await ports.channel.find(to, claim.since)
    if (left !== undefined) return void (await move(claim, { state: 'SENT', receipt: left }))
  }
  const since = previousWorkingStart(period.begin, preferences)
  const because = preferences.digest === 'daily' ? 'digest' : 'budget'
  const digest: Digest = { ...to, because, ...(await digestContents(ports, workspace, id, day, since)) }
  const next = isEmpty(digest)
    ? ({ state: 'NONE', why: 'there was nothing to say' } as const)
    : judged(claim, await attempt(ports, claim, digest), ports)
  if (next.state !== 'CLAIMED') await move(claim, next)
  const again = dueAt(next)
  if (again !== undefined) await ports.later(order, again)
}

type Claim = Extract<DigestState, { state: 'CLAIMED' }>

function claimed(seen: DigestState | undefined, now: number, { lease, quarantine }: Patience): Claim {
  const before = seen?.state === 'CLAIMED' || seen?.state === 'RETRY' ? seen : { attempt: 0, since: now }
  const leaseUntil = now + lease
  return {
    state: 'CLAIMED',
    attempt: before.attempt + 1,
    since: before.since,
    leaseUntil,
    doubtUntil: leaseUntil + quarantine,
  }
}

/** When the digest may next be claimed; `undefined`: never, it is settled. */
function dueAt(digest: DigestState | undefined): number | undefined {
  switch (digest?.state) {
    case undefined:
      return 0
    case 'CLAIMED':
      return digest.doubtUntil
    case 'RETRY':
      return digest.notBefore
    case 'SENT':
    case 'NONE':
      return undefined
    default:
      return unreachable(digest)
  }
}

// Gathering may have used the lease up; then nothing is sent, and the claim waits its doubt out.
async function attempt({ channel, clock, patience, log }: DigestPorts, claim: Claim, digest: Digest): Promise<Sent> {
  if (claim.leaseUntil - clock() < patience.sendTimeout) return { outcome: 'unknown', why: 'gathering took too long' }
  try {
    return await channel.send(digest)
  } catch (error) {
    log.error('a digest could not be sent', { workspace: digest.workspace, person: digest.person, error })
    return { outcome: 'unknown', why: 'the channel threw' }
  }
}

function judged(claim: Claim, sent: Sent, { clock, patience, log }: DigestPorts): DigestState {
  switch (sent.outcome) {
    case 'sent':
      return { state: 'SENT', receipt: sent.receipt }
    case 'refused': {
      const { attempt, since } = claim
      if (attempt >= patience.maxAttempts) return given(sent.why, log)
      return { state: 'RETRY', attempt, since, notBefore: Math.max(sent.notBefore, clock() + WAIT * attempt) }
    }
    case 'impossible':
      return given(sent.why, log)
    case 'unknown':
      return claim
    default:
      return unreachable(sent)
  }
}

/** Milliseconds more between attempts, each time. */
const WAIT = 60_000

function given(why: string, log: Log): DigestState {
  log.warn('a digest was given up', { why })
  return { state: 'NONE', why }
}
