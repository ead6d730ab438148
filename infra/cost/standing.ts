import type { Stage } from '../stages.ts'
import { queues, schedules } from '../topology.ts'
import { readStanding, type StandingCounts } from './standing-file.ts'

/** What is there, and paid for, though nobody calls. */
export type Standing = {
  readonly keys: number
  readonly secrets: number
  readonly alarms: number
  readonly metrics: number
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

/** That the functions write beside those that AWS keeps anyway: users' promises, by state, channel and reason. Assumed. */
const METRICS = 30
/** Zones in which the isolated network has a subnet. */
const ZONES = 2
/** Services of AWS that functions call, and that have no free gateway endpoint. */
export const ENDPOINTS = [
  'sqs',
  'events',
  'scheduler',
  'sns',
  'bedrock-runtime',
  'secretsmanager',
  'logs',
  'xray',
] as const

/** What stands in a stage. What every stage has, and the edge, was counted in the templates; the sizes of the other options are planned. */
export function standing(stage: Stage): Standing {
  const { bare, edge } = readStanding()
  const counted = (name: keyof StandingCounts) => bare[name] + (stage.edge ? edge[name] : 0)
  const regions = stage.standby === undefined ? 1 : 2
  const every = ({ everyMinutes }: { readonly everyMinutes: number }) => (HOURS * 60) / everyMinutes
  return {
    keys: counted('keys') * regions,
    secrets: counted('secrets') * regions,
    alarms: counted('alarms'),
    metrics: METRICS,
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
