import { heldUntil, type LedgerEntry } from '../handoffs/ledger.ts'
import type { Clock } from '../ports/clock.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Measure } from '../telemetry/metrics.ts'

/** A ledger whose moves are counted: every step of a delivery goes through it, and only one that was written is one. */
export function watchedLedger(ledger: Ledger, measure: Measure, clock: Clock): Ledger {
  return {
    ...ledger,
    async move(seen, next) {
      const outcome = await ledger.move(seen, next)
      if (outcome === 'moved') note(measure, seen, next, clock())
      return outcome
    },
  }
}

const STATES = {
  SENT: 'sent',
  AMBIGUOUS: 'ambiguous',
  RETRY: 'retry',
  DEAD: 'dead',
  CANCELLED: 'cancelled',
} as const

function note(measure: Measure, seen: LedgerEntry, next: LedgerEntry, now: number): void {
  // A claim is no outcome, and a message that is edited is sent already.
  if (next.state === 'PENDING' || next.state === 'CLAIMED' || seen.state === 'SENT') return
  const { channel } = next.delivery.address
  measure('Deliveries', 1, { channel, state: STATES[next.state] })
  if (next.state === 'SENT' && next.subject.kind === 'handoff') {
    const since = waitedSince(next)
    if (since !== undefined) measure('HandoffLatency', Math.max(0, now - since), { channel })
  }
}

// The clock of one who does not want to be disturbed begins when they may be.
function waitedSince({ delivery }: LedgerEntry): number | undefined {
  if (delivery.role !== 'notice' || delivery.since === undefined) return undefined
  return Math.max(Date.parse(delivery.since), heldUntil(delivery))
}
