import type { PersonDays } from '../ports/digests.ts'
import type { Measure } from '../telemetry/metrics.ts'

/** Days of people that count the hand-offs for which there was no budget left. */
export function watchedDays(days: PersonDays, measure: Measure): PersonDays {
  return {
    ...days,
    async spend(...on) {
      const outcome = await days.spend(...on)
      if (outcome === 'spent') measure('BudgetHolds', 1, {})
      return outcome
    },
  }
}
