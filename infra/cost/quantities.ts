import type { Stage } from '../stages.ts'
import { type FunctionName, queues } from '../topology.ts'
import { type Model, models, type PriceName } from './prices.ts'
import { HOURS, type Standing, standing } from './standing.ts'
import { gbSeconds } from './time.ts'
import type { Usage } from './usage.ts'
import { COUNTERS, type Counted, type Counter, type Use } from './use.ts'

/** The counts that a bill is made of. */
export type Units = Readonly<Record<string, Pick<Counted, 'functions' | 'stored'>>>

export type Quantities = Readonly<Record<PriceName, number>>

const GB = 1024 ** 3
/** UTF-16 units a token of English and JSON has, about: there is no tokenizer at hand. */
export const CHARACTERS_PER_TOKEN = 3.5
/** An answer of a model in the middle of what its schema lets it say. */
export const ANSWER_TOKENS = 300
/** Lines of Lambda itself (START, END, REPORT), and those of the API and of CloudFront. Bytes. */
const PLATFORM_LINES = 350
const ACCESS_LINE = 400
const EDGE_LINE = 500
/** In the buckets, for each request: access logs of a month. Documents are yours. */
const FILE_BYTES = 500
/** What is left of log lines. */
const COMPRESSED = 0.15
const DAYS_A_MONTH = HOURS / 24
/** An event with its envelope in the archive. Bytes. */
const EVENT_BYTES = 900
/** Months that everything is kept before the bill is looked at. */
export const MONTHS_KEPT = 12
/** What indexes and DynamoDB's own 100 bytes an item add to what we store. */
const STORAGE_OVERHEAD = 1.3
/** X-Ray takes the first of each second, and one of twenty beyond. https://docs.aws.amazon.com/xray/latest/devguide/xray-console-sampling.html */
const SECONDS = HOURS * 3_600
const BEYOND = 0.05
/** A process believes its secrets for five minutes, and DynamoDB the key that it got for one. */
const FIVE_MINUTES = HOURS * 12
/** The API keeps metrics of its own for each route that is called: Slack's and GitHub's, mostly. */
const ROUTES_IN_USE = 2
const METRICS_OF_A_ROUTE = 6
/** Secrets that a function reads, on average. */
const SECRETS_READ = 2

const QUEUE_READERS: ReadonlySet<string> = new Set(Object.values(queues).map((spec) => spec.function))

/** How much of everything a month takes: linear in `usage`, but for what is sampled, asked now and then, or there or not. */
export function quantities(
  units: Units,
  usage: Usage,
  stage: Stage,
  model: Model = models['Claude Sonnet 4.5'],
): Quantities {
  const stands = standing(stage)
  const used = monthOf(units, usage, stands)
  const sum = (counter: Counter) => [...used.functions.values()].reduce((all, use) => all + (use[counter] ?? 0), 0)
  const sumWhere = (fits: (name: string) => boolean, counter: Counter) =>
    [...used.functions].reduce((all, [name, use]) => all + (fits(name) ? (use[counter] ?? 0) : 0), 0)
  const invocations = sum('invocations')
  const queued = sumWhere((name) => QUEUE_READERS.has(name), 'invocations')
  const scheduled = Object.values(stands.scheduled).reduce((all, times) => all + times, 0)
  const storedGb = (used.stored * MONTHS_KEPT * STORAGE_OVERHEAD) / GB
  const sentGb = sum('sent') / GB
  const asked = stage.model === undefined ? 0 : sum('model')
  const prefix = sum('prefix') / CHARACTERS_PER_TOKEN
  const cached = asked > 0 && prefix / asked >= model.leastCached ? prefix * usage.cached : 0
  const asks = Math.min(invocations, FIVE_MINUTES * used.functions.size * usage.processes)
  const logged =
    (sum('logged') + invocations * PLATFORM_LINES + sum('requests') * (ACCESS_LINE + (stage.edge ? EDGE_LINE : 0))) / GB
  const standby = stage.standby === undefined ? 0 : 1
  return {
    invocations,
    compute: [...used.functions].reduce((all, [name, use]) => all + gbSeconds(name, use, usage.cold), 0),
    reads: sum('reads'),
    writes: sum('writes'),
    replicatedWrites: standby * sum('writes'),
    stored: storedGb,
    replicatedStored: standby * storedGb,
    recovery: storedGb,
    backups: storedGb * stage.backupDays,
    // Whoever sends is paid for, be it a function, the bus or a schedule; then Lambda receives a batch and deletes it.
    queueRequests: sum('messages') + 2 * queued,
    emptyReceives: stands.emptyReceives,
    events: sum('events'),
    archived: (sum('events') * EVENT_BYTES) / GB,
    schedules: sum('schedules') + scheduled,
    mails: sum('mails'),
    requests: sum('requests'),
    edgeRequests: stage.edge ? sum('requests') : 0,
    firewall: stands.firewall,
    firewallRules: stands.firewallRules,
    firewallRequests: stage.edge ? sum('requests') : 0,
    files: (sum('requests') * FILE_BYTES) / GB,
    keys: stands.keys,
    keyRequests: asks,
    secrets: stands.secrets,
    secretCalls: asks * SECRETS_READ,
    logged,
    logsKept: logged * COMPRESSED * (stage.logDays / DAYS_A_MONTH),
    // A metric is paid for in the hours in which something is written to it.
    metrics: sum('requests') > 0 ? stands.metrics + ROUTES_IN_USE * METRICS_OF_A_ROUTE : stands.metricsAlways,
    alarms: stands.alarms,
    compositeAlarms: stands.compositeAlarms,
    dashboards: stands.dashboards,
    traces: Math.min(invocations, SECONDS) + BEYOND * Math.max(0, invocations - SECONDS),
    sent: sentGb,
    gateways: stands.gateways * HOURS,
    gatewayBytes: stage.network ? 2 * sentGb : 0,
    endpoints: stands.endpoints * HOURS,
    // Reading a secret and asking for a key are among them.
    managementEvents: stage.audit.guardDuty ? stands.managementEvents + asks * (1 + SECRETS_READ) : 0,
    dataEvents: stage.audit.trail ? sum('dynamodb') : 0,
    configuration: stands.configuration,
    modelInput: stage.model === undefined ? 0 : prefix - cached + sum('question') / CHARACTERS_PER_TOKEN,
    modelCached: cached,
    modelOutput: asked * ANSWER_TOKENS,
  }
}

type Month = { readonly functions: ReadonlyMap<FunctionName, Use>; readonly stored: number }

/** Everything that is done in a month, the schedules of the topology included. */
function monthOf(units: Units, { actions }: Usage, { scheduled }: Standing): Month {
  const functions = new Map<FunctionName, Record<string, number>>()
  let stored = 0
  for (const [action, times] of [...Object.entries(actions), ...Object.entries(scheduled)]) {
    const counted = units[action]
    if (counted === undefined) throw new Error(`${action} was never counted: npm run cost -- --count`)
    stored += Math.max(0, counted.stored) * times
    for (const [name, use] of Object.entries(counted.functions) as [FunctionName, Use][]) {
      const sum = functions.get(name) ?? {}
      for (const counter of COUNTERS) sum[counter] = (sum[counter] ?? 0) + (use[counter] ?? 0) * times
      functions.set(name, sum)
    }
  }
  return { functions, stored }
}
