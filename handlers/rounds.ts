import type { ScheduledEvent } from 'aws-lambda'
import { goRound, hasItsHour } from '../app/github/rounds.ts'
import { roundPorts } from './wiring/rounds.ts'
import { inRound, wiring } from './wiring.ts'

/** Every hour: the connected repositories of each installation once a day; all of them after a start of everything. */
export function handler(event: ScheduledEvent<{ everything?: boolean }>): Promise<void> {
  return inRound(() => goRounds(event))
}

async function goRounds(event: ScheduledEvent<{ everything?: boolean }>): Promise<void> {
  const { clock, log } = wiring()
  const now = clock()
  const all = event.detail?.everything === true
  const visits = await goRound(roundPorts(), (installation) => all || hasItsHour(installation, now))
  if (visits > 0) log.info('connected repositories are visited', { visits })
}
