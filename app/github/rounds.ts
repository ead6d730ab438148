import * as z from 'zod'
import { Fault } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'
import type { Directory } from '../ports/directory.ts'
import type { VisitLater } from '../ports/visits.ts'
import { statusOf } from './answered.ts'
import type { GithubClient } from './client.ts'
import { BETWEEN_VISITS } from './pace.ts'

/** What a round asks of the world. */
export type RoundPorts = {
  readonly client: Pick<GithubClient, 'asApp'>
  readonly directory: Pick<Directory, 'connectedThrough'>
  readonly later: VisitLater
  readonly now: Clock
}

const PER_PAGE = 100
const MOST_PAGES = 500
const TIMEOUT = 10_000
const installations = z.array(z.object({ id: z.number().int().positive() }))

/**
 * Puts down a visit to every repository that is connected through an installation of the app which `chosen` picks; answers
 * how many. One request for a hundred installations, and one query for each that is picked. Throws a `Fault` without any
 * secret when GitHub does not list them.
 */
export async function goRound(ports: RoundPorts, chosen: (installation: number) => boolean): Promise<number> {
  const begun = ports.now()
  let visits = 0
  for (let page = 1; page <= MOST_PAGES; page++) {
    const ids = await installationsOn(ports.client, page)
    for (const id of ids.filter(chosen)) {
      for (const repository of await ports.directory.connectedThrough(id)) {
        await ports.later({ type: 'look', repository, compare: true, tries: 0 }, begun + visits * BETWEEN_VISITS)
        visits += 1
      }
    }
    if (ids.length < PER_PAGE) break
  }
  return visits
}

/** Whether it is the turn of an installation in this hour of the day: each has its own, so that they come spread. */
export function hasItsHour(installation: number, now: number): boolean {
  return installation % 24 === new Date(now).getUTCHours()
}

async function installationsOn({ asApp }: RoundPorts['client'], page: number): Promise<number[]> {
  const parameters = { per_page: PER_PAGE, page }
  const answer = await asApp('GET /app/installations', parameters, AbortSignal.timeout(TIMEOUT)).catch(
    (error: unknown) => {
      throw new Fault('GitHub does not list the installations of the app', { status: statusOf(error), page })
    },
  )
  const parsed = installations.safeParse(answer)
  if (!parsed.success) throw new Fault('the list of installations cannot be read', { page })
  return parsed.data.map(({ id }) => id)
}
