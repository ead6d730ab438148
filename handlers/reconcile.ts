import type { Context, ScheduledEvent } from 'aws-lambda'
import type { OwedIndex } from '../app/ports/owed.ts'
import { reconcile } from '../app/reconcile.ts'
import { watchedOwed } from '../app/watch/watched-owed.ts'
import { watchedRepairs } from '../app/watch/watched-repairs.ts'
import { orchestratorPorts } from './wiring/orchestration.ts'
import { isPresent } from './wiring/presence.ts'
import { tablePorts } from './wiring/table.ts'
import { inRound, wiring } from './wiring.ts'

/** Far enough for all that is owed to count as late. Epoch milliseconds. */
const EVERYTHING = 10 ** 14

/** Left of a function's time for the repairs that are under way when no more are begun. Milliseconds. */
const LAST_REPAIRS = 90_000

/**
 * Every fifteen minutes: repair what is owed and late. A start after which nobody else can be at work says
 * `{"everything": true}`.
 */
export function handler(
  event: ScheduledEvent<{ everything?: boolean }>,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  return inRound(() => repair(event, context))
}

async function repair(
  event: ScheduledEvent<{ everything?: boolean }>,
  context: Pick<Context, 'getRemainingTimeInMillis'>,
): Promise<void> {
  const { clock, log, measure } = wiring()
  const { owed } = tablePorts()
  const until = event.detail?.everything === true ? EVERYTHING : clock()
  const stopAt = clock() + context.getRemainingTimeInMillis() - LAST_REPAIRS
  const late = ofThosePresent(watchedOwed(owed, measure, clock))
  const round = await reconcile({ ...watchedRepairs(orchestratorPorts(), measure), owed: late }, { until, stopAt })
  if (round.failed > 0) measure('Repairs', round.failed, { what: 'failed' })
  if (round.looked > 0) log.info('reconciled', round)
}

function ofThosePresent(owed: OwedIndex): OwedIndex {
  return {
    ...owed,
    async *late(now) {
      for await (const late of owed.late(now)) if (await isPresent(late.workspace)) yield late
    },
  }
}
