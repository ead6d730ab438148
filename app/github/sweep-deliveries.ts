import * as z from 'zod'
import { Fault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../ports/clock.ts'
import type { SweepBook } from '../ports/visits.ts'
import { statusOf, whatFailed } from './answered.ts'
import type { GithubClient } from './client.ts'
import { type Attempt, attemptSchema, type Failed, failedDeliveries } from './failed-deliveries.ts'

/** What the sweep asks of the world. `listensTo`: whether some source acts on such an event. */
export type SweepPorts = {
  readonly client: Pick<GithubClient, 'pageAsApp' | 'asApp'>
  readonly book: SweepBook
  readonly listensTo: (event: string, action: string | undefined) => boolean
  readonly now: Clock
  readonly wait: (ms: number) => Promise<void>
  readonly log: Log
}

/** What a sweep found and did. */
export type Swept = {
  /** Pages of the list that were read. */
  readonly pages: number
  /** Deliveries that GitHub was asked to send again. */
  readonly asked: number
  /** Deliveries that failed as often as they may: nobody asks for them any more. */
  readonly givenUp: number
  /** Deliveries that are left for the next sweep. */
  readonly left: number
  /** Something may have failed that GitHub's list does not show any more: what was missed has to be looked for elsewhere. */
  readonly gap: boolean
}

/** How long GitHub lists deliveries, and lets them be sent again.
 *  https://docs.github.com/en/webhooks/testing-and-troubleshooting-webhooks/redelivering-webhooks */
export const MEMORY = 3 * 24 * 3_600_000
/** How often one delivery is asked for again. */
export const MOST_TRIES = 3
/** Deliveries that one sweep asks for; the rest is for the next. */
const MOST_ASKED = 150
const PER_PAGE = 100
const MOST_PAGES = 200
/** GitHub asks for a second between writes. https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api */
const PACE = 1_000
const TIMEOUT = 10_000
/** An attempt enters the list a moment after it was made. */
const OVERLAP = 120_000
/** Answers that never came, one after the other, until a sweep takes GitHub for away. */
const MOST_SILENT = 3

/**
 * Has deliveries that failed sent again, for GitHub never does so by itself. Each keeps its GUID, and facts count once, so
 * one that arrives twice does no harm. The book says until when everything is settled; how often a delivery was tried is
 * read from GitHub's own list and counted beside it, before each request. `stopAt` (epoch milliseconds): begin nothing more
 * after it. Throws a `Fault` without any secret when the list cannot be read.
 */
export async function sweepDeliveries(ports: SweepPorts, stopAt: number): Promise<Swept> {
  const { book, now } = ports
  const begun = now()
  const until = await book.sweptUntil()
  const remembered = begun - MEMORY
  const from = Math.max((until ?? remembered) - OVERLAP, remembered)
  const { attempts, pages, isAll } = await attemptsSince(ports, from, stopAt)
  const failed = failedDeliveries(attempts, ports.listensTo)
  const { asked, givenUp } = await askAgain(ports, failed, stopAt)
  const open = failed.filter(({ guid }) => !givenUp.has(guid))
  // Whatever is open now shows in the next sweep whether it arrived; so nothing older than that is read again.
  await book.settleUntil(open[0]?.since ?? begun)
  return {
    pages,
    asked,
    givenUp: givenUp.size,
    left: open.length - asked,
    gap: !isAll || (until !== undefined && until < remembered),
  }
}

const rows = z.array(attemptSchema)

/** All attempts since then, newest first as GitHub lists them; not all of them, if there are too many for one sweep. */
async function attemptsSince({ client, now }: SweepPorts, from: number, stopAt: number) {
  const attempts: Attempt[] = []
  let cursor: string | undefined
  for (let pages = 1; ; pages++) {
    const given = { per_page: PER_PAGE, ...(cursor === undefined ? {} : { cursor }) }
    const page = await client
      .pageAsApp('GET /app/hook/deliveries', given, AbortSignal.timeout(TIMEOUT))
      .catch((error: unknown) => {
        // The error of the client stays behind: it holds the request.
        throw new Fault('GitHub does not list its deliveries', { status: statusOf(error), pages })
      })
    const parsed = rows.safeParse(page.data)
    if (!parsed.success) {
      throw new Fault('the list of deliveries cannot be read', { field: parsed.error.issues[0]?.path.join('.') })
    }
    attempts.push(...parsed.data.filter(({ at }) => at >= from))
    const last = parsed.data.at(-1)
    if (page.cursor === undefined || last === undefined || last.at < from) return { attempts, pages, isAll: true }
    if (pages >= MOST_PAGES || now() >= stopAt) return { attempts, pages, isAll: false }
    cursor = page.cursor
  }
}

async function askAgain({ client, book, now, wait, log }: SweepPorts, failed: readonly Failed[], stopAt: number) {
  const givenUp = new Set<string>()
  let asked = 0
  let silent = 0
  for (const { guid, id, repeated } of failed) {
    if (asked >= MOST_ASKED || now() >= stopAt) break
    if (repeated >= MOST_TRIES || !(await book.countAsking(guid, MOST_TRIES, now() + 2 * MEMORY))) {
      givenUp.add(guid)
      log.error('A webhook delivery is given up', { delivery: guid, tries: MOST_TRIES })
      continue
    }
    if (asked > 0) await wait(PACE)
    try {
      const route = 'POST /app/hook/deliveries/{delivery_id}/attempts'
      await client.asApp(route, { delivery_id: id }, AbortSignal.timeout(TIMEOUT))
      asked += 1
      silent = 0
    } catch (error) {
      const why = whatFailed(error, now())
      log.warn('GitHub was asked for a delivery again in vain', { delivery: guid, status: statusOf(error) })
      if (why.outcome === 'impossible') givenUp.add(guid)
      else if (why.outcome === 'refused') break
      else if (++silent >= MOST_SILENT) break
    }
  }
  return { asked, givenUp }
}
