import { METRICS, type MetricSpec } from '../../app/telemetry/metrics.ts'
import { ENDPOINTS, ZONES } from '../network.ts'
import type { Stage } from '../stages.ts'
import { queues, schedules } from '../topology.ts'
import { readStanding, type StandingCounts } from './standing-file.ts'

/** What is there, and paid for, though nobody calls. */
export type Standing = {
  readonly keys: number
  readonly secrets: number
  readonly alarms: number
  readonly compositeAlarms: number
  /** At most: every combination of dimensions is one, and most of those that tell of trouble never occur. */
  readonly metrics: number
  /** Of those, what the reconciler writes at each round, though nobody is there: how late the latest is. */
  readonly metricsAlways: number
  readonly dashboards: number
  readonly firewall: number
  readonly firewallRules: number
  readonly gateways: number
  readonly endpoints: number
  /** Requests a month to queues that are empty. */
  readonly emptyReceives: number
  /** Invocations a month, by function. */
  readonly scheduled: Readonly<Record<keyof typeof schedules, number>>
  readonly managementEvents: number
  readonly configuration: number
}

export const HOURS = 730

/**
 * Lambda asks each queue by so many pollers, each for 20 seconds a time. It may go down to 2 where there is little to do;
 * whether it does, it does not say, so the dear end is taken.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
export const POLLERS = 5
const ASKS_AN_HOUR = 3_600 / 20

/** What stands in a stage. What every stage has, and the edge, was counted in the templates; the sizes of the other options are planned. */
export function standing(stage: Stage): Standing {
  const { bare, edge } = readStanding()
  const counted = (name: keyof StandingCounts) => bare[name] + (stage.edge ? edge[name] : 0)
  const every = ({ everyMinutes }: { readonly everyMinutes: number }) => (HOURS * 60) / everyMinutes
  return {
    // The standby region has a key for what it holds, the vault's very key, and a copy of each secret, which is paid like one.
    keys: counted('keys') + (stage.standby === undefined ? 0 : 2),
    secrets: counted('secrets') * (stage.standby === undefined ? 1 : 2),
    alarms: counted('alarms'),
    compositeAlarms: counted('compositeAlarms'),
    metrics: metricsOf(METRICS),
    metricsAlways: 1,
    dashboards: counted('dashboards'),
    firewall: counted('firewall'),
    firewallRules: counted('firewallRules'),
    gateways: stage.network ? ZONES : 0,
    endpoints: stage.network ? ZONES * ENDPOINTS.length : 0,
    emptyReceives: Object.keys(queues).length * POLLERS * ASKS_AN_HOUR * HOURS,
    scheduled: {
      reconcile: every(schedules.reconcile),
      sweep: every(schedules.sweep),
      rounds: every(schedules.rounds),
    },
    managementEvents: stage.audit.guardDuty ? 50_000 : 0,
    configuration: stage.audit.config ? 500 : 0,
  }
}

/** How many metrics CloudWatch keeps of these: one of each alone, and one of each combination of what tells it apart. */
export function metricsOf(specs: Readonly<Record<string, MetricSpec>>): number {
  return Object.values(specs).reduce((sum, { by }) => {
    const values = Object.values(by)
    return sum + 1 + (values.length === 0 ? 0 : values.reduce((product, { length }) => product * length, 1))
  }, 0)
}
