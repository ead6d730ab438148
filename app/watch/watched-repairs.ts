import type { Redrive } from '../ports/orders.ts'
import type { TaskLog } from '../ports/task-log.ts'
import type { Measure } from '../telemetry/metrics.ts'

/**
 * The ports of one who repairs, which count what had to be made up for. Much that is late needs nothing (a message that waits
 * for somebody's morning), so that it was looked at says little.
 */
export function watchedRepairs<P extends { readonly tasks: TaskLog; readonly redrive: Redrive }>(
  ports: P,
  measure: Measure,
): P {
  const { tasks, redrive } = ports
  return {
    ...ports,
    tasks: {
      ...tasks,
      async append(change) {
        const outcome = await tasks.append(change)
        if (outcome === 'written') measure('Repairs', 1, { what: 'change' })
        return outcome
      },
    },
    async redrive(...order) {
      await redrive(...order)
      measure('Repairs', 1, { what: 'order' })
    },
  }
}
