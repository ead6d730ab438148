import type { Clock } from '../ports/clock.ts'
import type { OwedIndex } from '../ports/owed.ts'
import type { Measure } from '../telemetry/metrics.ts'

/**
 * What is owed and late, with how long the longest is overdue noted once a round: of each shard the longest comes first, and
 * whoever takes any takes those.
 */
export function watchedOwed(owed: OwedIndex, measure: Measure, clock: Clock): OwedIndex {
  return {
    ...owed,
    async *late(until) {
      const now = clock()
      let oldest = now
      try {
        for await (const late of owed.late(until)) {
          oldest = Math.min(oldest, late.due)
          yield late
        }
      } finally {
        measure('OldestOwed', Math.round((now - oldest) / 1_000), {})
      }
    },
  }
}
