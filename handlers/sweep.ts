import type { Context } from 'aws-lambda'
import { goRound } from '../app/github/rounds.ts'
import { sourceOf } from '../app/github/sources/registry.ts'
import { sweepDeliveries } from '../app/github/sweep-deliveries.ts'
import { github } from './wiring/github.ts'
import { roundPorts } from './wiring/rounds.ts'
import { tablePorts } from './wiring/table.ts'
import { inRound, wiring } from './wiring.ts'

/** Left of a function's time when no more is begun. Milliseconds. */
const LAST_CALLS = 30_000

/** Every fifteen minutes: webhook deliveries that failed are sent again. */
export function handler(_: unknown, context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> {
  return inRound(() => sweep(context))
}

async function sweep(context: Pick<Context, 'getRemainingTimeInMillis'>): Promise<void> {
  const { clock, wait, log } = wiring()
  const listensTo = (event: string, action: string | undefined) => sourceOf(event, action) !== undefined
  const ports = { client: github(), book: tablePorts().sweeps, listensTo, now: clock, wait, log }
  const swept = await sweepDeliveries(ports, clock() + context.getRemainingTimeInMillis() - LAST_CALLS)
  // What GitHub does not remember any more has to be looked for where it happened.
  if (swept.gap) await goRound(roundPorts(), () => true)
  if (swept.asked + swept.givenUp > 0 || swept.gap) log.info('failed deliveries were swept', swept)
}
