import { randomUUID } from 'node:crypto'
import type { Log } from '../../../app/log.ts'
import { type ScheduleSpec, schedules as topologySchedules } from '../../topology.ts'
import type { Invoke } from '../functions/lambda.ts'
import { scheduleArn } from './schedule-request.ts'

/** The recurring schedules of the topology. */
export type Recurring = {
  /** What is run, and how often. */
  readonly schedules: Readonly<Record<string, ScheduleSpec>>
  stop(): Promise<void>
}

/** Invokes each function every so many minutes, and at once where the topology says so. A run that lasts longer than
 *  its period is not overtaken. */
export function startRecurring(options: {
  readonly invoke: Invoke
  readonly log: Log
  readonly now: () => Date
  readonly schedules?: Readonly<Record<string, ScheduleSpec>>
}): Recurring {
  const running = new Map<string, Promise<void>>()
  const timers: NodeJS.Timeout[] = []
  const schedules = options.schedules ?? topologySchedules
  for (const [name, spec] of Object.entries<ScheduleSpec>(schedules)) {
    const run = (detail: ScheduledDetail) => {
      if (running.has(name)) return
      const under = options
        .invoke(spec.function, scheduledEvent(name, options.now(), detail))
        .catch((error: unknown) => options.log.warn('a scheduled function failed', { name, error }))
        .then(() => void running.delete(name))
      running.set(name, under)
    }
    // Nobody else can be at work when a laptop starts, so all that is owed counts as late.
    if (spec.atStart) run({ everything: true })
    timers.push(setInterval(run, spec.everyMinutes * 60_000, {}))
  }
  return {
    schedules,
    stop: async () => {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}

type ScheduledDetail = { readonly everything?: true }

/** What EventBridge hands to a function on schedule. */
function scheduledEvent(name: string, at: Date, detail: ScheduledDetail) {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: '000000000000',
    time: `${at.toISOString().slice(0, 19)}Z`,
    region: 'us-east-1',
    resources: [scheduleArn(name)],
    detail,
  }
}
